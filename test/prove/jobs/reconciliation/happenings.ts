/** What people do on GitHub in a storm, from a seed: every step is one webhook, or would be. */
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

function repoOf({ github }: World, githubId: number) {
  const repo = github.context.repos.list().find(({ record }) => record.id === githubId);
  if (!repo) throw new Error("The repository is gone from GitHub.");
  return repo;
}

export function nameOf(world: World, { githubId }: Pick<Stage, "githubId">): string {
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

async function push(world: World, stage: Stage, { branch, sha }: { branch: string; sha: string }): Promise<void> {
  const repo = repoOf(world, stage.githubId);
  const user = world.github.context.state.users.find(({ login }) => login === stage.connected.owner.login) ?? null;
  const moved = await writeRef(repo.view, { ref: `refs/heads/${branch}`, after: sha });
  if (!moved.ok) throw new Error(moved.message);
  world.github.context.repos.wrote({ repo, changes: moved.changes, user });
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
  await push(world, stage, { branch: "main", sha: stage.commits.find((sha) => sha !== head) ?? "" });
}

/** One thing that somebody does: mostly pushes, most of them to the default branch. */
export async function happen(world: World, stage: Stage, random: Random): Promise<void> {
  const what = random();
  if (what < 0.01 && stage.pulls.length < 3) return openPull(world, stage, random);
  if (what < 0.03) return movePull(world, stage, random);
  if (what < 0.035) return rename(world, stage, random);
  const branch = what < 0.2 ? SIDE : "main";
  await push(world, stage, { branch, sha: pick(random, stage.commits) });
}
