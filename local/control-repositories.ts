// Control routes that change a repository as another person, or its owner, would.
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { RepositoryChanged } from "./events.ts";
import { readBody } from "./github/body.ts";
import { branchHead, moveBranch } from "./github/branch-move.ts";
import type { LocalApp, LocalC } from "./github/env.ts";
import { GithubError, notFound } from "./github/errors.ts";
import { mergePull, writeCommit } from "./github/pull-merge.ts";
import type { UserRecord } from "./records.ts";
import { fullName, type Repo } from "./repositories.ts";

const RepoName = z.string().regex(/^[^/]+\/[^/]+$/);
const Push = z.strictObject({
  repo: RepoName,
  branch: z.string(),
  /** Text of each file, null to delete it. */
  files: z.record(z.string(), z.string().nullable()),
  message: z.string().default("Change files"),
  login: z.string().optional(),
});
const MergeRequest = z.strictObject({
  repo: RepoName,
  number: z.number().int(),
  method: z.enum(["merge", "squash"]).default("merge"),
});
const Rename = z.strictObject({ repo: RepoName, name: z.string().min(1) });
const Transfer = z.strictObject({ repo: RepoName, owner: z.string().min(1) });
const Archive = z.strictObject({ repo: RepoName });

function findRepo({ var: { local } }: LocalC, name: string): Repo {
  const [owner = "", repo = ""] = name.split("/");
  const found = local.repos.find(owner, repo);
  if (!found) throw notFound();
  return found;
}

function actor({ var: { local } }: LocalC, login = local.settings.login): UserRecord {
  const user = local.state.users.find((candidate) => candidate.login === login);
  if (!user) throw new GithubError(422, `There is no user ${login}. Make one with POST /_control/token.`);
  return user;
}

type Files = z.infer<typeof Push>["files"];

async function writeBlob({ view }: Repo, text: string): Promise<string> {
  const args = ["hash-object", "-w", "--no-filters", "--stdin"];
  return (await view.git.text({ dir: view.dir, args, input: text, finish: true })).trim();
}

/** The tree of `base` with the files changed, made in an index of its own. */
async function writeTree(repo: Repo, base: string | null, files: Files): Promise<string> {
  const { git, dir } = repo.view;
  const index = join(dir, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  const lines = await Promise.all(
    Object.entries(files).map(async ([path, text]) =>
      text === null ? `0 ${"0".repeat(40)}\t${path}\0` : `100644 ${await writeBlob(repo, text)}\t${path}\0`,
    ),
  );
  try {
    await git.run({ dir, args: base ? ["read-tree", base] : ["read-tree", "--empty"], env, finish: true });
    const update = ["update-index", "-z", "--add", "--replace", "--index-info"];
    await git.run({ dir, args: update, input: lines.join(""), env, finish: true });
    return (await git.text({ dir, args: ["write-tree"], env, finish: true })).trim();
  } finally {
    rmSync(index, { force: true });
  }
}

async function push(c: LocalC) {
  const { local } = c.var;
  const { repo: name, branch, files, message, login } = await readBody(c, Push);
  const repo = findRepo(c, name);
  await local.repos.refresh(repo);
  const before = branchHead(repo, branch);
  const start =
    repo.view.refs.get(`refs/heads/${branch}`) ?? repo.view.refs.get(`refs/heads/${repo.record.defaultBranch}`);
  const user = actor(c, login);
  const tree = await writeTree(repo, start ?? null, files);
  const sha = await writeCommit(local, repo, { tree, parents: start ? [start] : [], message, user });
  const moved = await moveBranch(local, repo, { ref: `refs/heads/${branch}`, before, after: sha, user });
  if (!moved.ok) throw new GithubError(409, moved.message);
  return c.json({ sha, before });
}

async function merge(c: LocalC) {
  const { repo: name, number, method } = await readBody(c, MergeRequest);
  const repo = findRepo(c, name);
  const pull = c.var.local.state.pulls.find((record) => record.repoId === repo.record.id && record.number === number);
  if (!pull) throw notFound();
  c.set("user", actor(c));
  return c.json({ sha: await mergePull(c, repo, { pull, method }) });
}

function announceChange(
  c: LocalC,
  repo: Repo,
  action: RepositoryChanged["action"],
  previousName = fullName(repo),
): void {
  const { local } = c.var;
  repo.record.updatedAt = local.clock.now();
  local.state.save();
  local.events.emit("repositoryChanged", { repo, action, previousName });
}

function moveTo(c: LocalC, repo: Repo, change: { owner?: string; name?: string }) {
  const previousName = fullName(repo);
  repo.record.previousNames.push(previousName);
  Object.assign(repo.record, change);
  announceChange(c, repo, change.owner ? "transferred" : "renamed", previousName);
  return c.json({ full_name: fullName(repo) });
}

async function remove(c: LocalC) {
  const { local } = c.var;
  const repo = findRepo(c, (await readBody(c, Archive)).repo);
  announceChange(c, repo, "deleted");
  local.repos.remove(repo);
  local.state.repos = local.state.repos.filter(({ id }) => id !== repo.record.id);
  local.state.pulls = local.state.pulls.filter(({ repoId }) => repoId !== repo.record.id);
  local.state.save();
  return c.json({});
}

export function controlRepositories(app: LocalApp): void {
  app.post("/_control/push", push);
  app.post("/_control/merge", merge);
  app.post("/_control/rename", async (c) => {
    const { repo, name } = await readBody(c, Rename);
    return moveTo(c, findRepo(c, repo), { name });
  });
  app.post("/_control/transfer", async (c) => {
    const { repo, owner } = await readBody(c, Transfer);
    return moveTo(c, findRepo(c, repo), { owner });
  });
  app.post("/_control/delete", remove);
  app.post("/_control/archive", async (c) => {
    const repo = findRepo(c, (await readBody(c, Archive)).repo);
    repo.record.archived = true;
    announceChange(c, repo, "archived");
    return c.json({});
  });
}
