/** What people do on GitHub in a storm, from a seed. */
import { ZERO_SHA } from "../../../../local/events.ts";
import { writeRef } from "../../../../local/git/update-ref.ts";
import { between, pick, type Random } from "../random.ts";
import { type Connected, pipeline, type World } from "../world.ts";

/** A repository with commits that its branches are moved between, so that a push costs no new objects. */
export type Stage = {
  readonly connected: Connected;
  readonly githubId: number;
  readonly token: string;
  /** Those of one half differ for the rules, those of the other do not. */
  readonly commits: readonly string[];
  readonly pulls: { readonly number: number; readonly branch: string; isOpen: boolean }[];
};

const VERSIONS = 4;
const SIDE = "work";
const MOST_PUSHES = 40;

function repoOf({ github }: World, githubId: number) {
  const repo = github.context.repos.list().find(({ record }) => record.id === githubId);
  if (!repo) throw new Error("The repository is gone from GitHub.");
  return repo;
}

function nameOf(world: World, { githubId }: Pick<Stage, "githubId">): string {
  const { owner, name } = repoOf(world, githubId).record;
  return `${owner}/${name}`;
}

/** Makes the commits of a repository. Its branch ends at the last. */
export async function stageOf(world: World, connected: Connected): Promise<Stage> {
  const { fullName: repo, owner } = connected;
  const record = world.github.context.repos
    .list()
    .find((found) => `${found.record.owner}/${found.record.name}` === repo);
  if (!record) throw new Error(`GitHub has no ${repo}.`);
  const commits: string[] = [];
  for (let version = 1; version <= VERSIONS; version += 1) {
    const told = await world.github.control("push", { repo, branch: "main", files: pipeline(version) });
    const silent = await world.github.control("push", { repo, branch: "main", files: { "notes.bin": `${version}` } });
    commits.push(String(told.sha), String(silent.sha));
  }
  const token = await world.github.token({ login: owner.login });
  return { connected, githubId: record.record.id, token, commits, pulls: [] };
}

type Move = { readonly branch: string; readonly sha: string };

/**
 * Pushes one after the other, faster than anybody reads: GitHub has the last commit of each branch before the first of their
 * webhooks leaves. Answers how many webhooks that are.
 */
async function push(world: World, stage: Stage, moves: readonly Move[]): Promise<number> {
  const { repos, state } = world.github.context;
  const repo = repoOf(world, stage.githubId);
  const user = state.users.find(({ login }) => login === stage.connected.owner.login) ?? null;
  const tips = new Map(repo.view.refs);
  const changes = moves.flatMap(({ branch, sha: after }) => {
    const ref = `refs/heads/${branch}`;
    const before = tips.get(ref) ?? ZERO_SHA;
    tips.set(ref, after);
    return before === after ? [] : [{ ref, before, after }];
  });
  for (const ref of new Set(changes.map((change) => change.ref))) {
    const moved = await writeRef(repo.view, { ref, after: tips.get(ref) ?? "" });
    if (!moved.ok) throw new Error(moved.message);
  }
  for (const change of changes) repos.wrote({ repo, changes: [change], user });
  return changes.length;
}

async function api(world: World, stage: Stage, { method, path, body }: { method: string; path: string; body: object }) {
  const response = await fetch(`${world.github.url}/repos/${nameOf(world, stage)}${path}`, {
    method,
    headers: { authorization: `Bearer ${stage.token}`, "content-type": "application/json", "user-agent": "people" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as { number: number };
}

async function openPull(world: World, stage: Stage, random: Random): Promise<void> {
  const branch = `${SIDE}-${stage.pulls.length + 1}`;
  const files = pipeline(between(random, 1_000, 9_999));
  await world.github.control("push", { repo: nameOf(world, stage), branch, files });
  const body = { title: "Work", head: branch, base: "main" };
  const { number } = await api(world, stage, { method: "POST", path: "/pulls", body });
  stage.pulls.push({ number, branch, isOpen: true });
}

async function movePull(world: World, stage: Stage, random: Random): Promise<void> {
  const open = stage.pulls.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return openPull(world, stage, random);
  const pull = pick(random, open);
  if (random() < 0.3) {
    await api(world, stage, { method: "PATCH", path: `/pulls/${pull.number}`, body: { state: "closed" } });
    pull.isOpen = false;
  } else {
    const files = pipeline(between(random, 1_000, 9_999));
    await world.github.control("push", { repo: nameOf(world, stage), branch: pull.branch, files });
  }
}

async function rename(world: World, stage: Stage, random: Random): Promise<void> {
  const name = `part-${between(random, 1, 1_000_000_000)}`;
  await world.github.control("rename", { repo: nameOf(world, stage), name });
}

/** Another commit on the default branch than there is now. */
export async function pushOther(world: World, stage: Stage): Promise<void> {
  const head = repoOf(world, stage.githubId).view.refs.get("refs/heads/main");
  await push(world, stage, [{ branch: "main", sha: stage.commits.find((sha) => sha !== head) ?? "" }]);
}

/** Something that somebody does, mostly pushes, most of them to the default branch. Answers how many webhooks that are. */
export async function happen(world: World, stage: Stage, random: Random): Promise<number> {
  const what = random();
  if (what < 0.9) {
    const moves = Array.from({ length: between(random, 1, MOST_PUSHES) }, () => ({
      branch: random() < 0.15 ? SIDE : "main",
      sha: pick(random, stage.commits),
    }));
    return push(world, stage, moves);
  }
  if (what < 0.92) await rename(world, stage, random);
  else await movePull(world, stage, random);
  return 1;
}
