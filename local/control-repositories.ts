// Control routes that change a repository as another person, or its owner, would.
import * as z from "zod";
import type { RepositoryChanged } from "./events.ts";
import { writeRef } from "./git/update-ref.ts";
import { type TreeChange, writeBlob, writeCommit, writeTree } from "./git/write.ts";
import { readBody } from "./github/body.ts";
import type { LocalApp, LocalC } from "./github/env.ts";
import { GithubError, notFound } from "./github/errors.ts";
import { mergePull, signatureOf } from "./github/pull-merge.ts";
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

function treeChanges({ view }: Repo, files: Files): Promise<TreeChange[]> {
  return Promise.all(
    Object.entries(files).map(async ([path, text]) => ({
      path,
      mode: "100644",
      sha: text === null ? null : await writeBlob(view, Buffer.from(text)),
    })),
  );
}

async function push(c: LocalC) {
  const { local } = c.var;
  const { repo: name, branch, files, message, login } = await readBody(c, Push);
  const repo = findRepo(c, name);
  await local.repos.refresh(repo);
  const { view, record } = repo;
  const start = view.refs.get(`refs/heads/${branch}`) ?? view.refs.get(`refs/heads/${record.defaultBranch}`);
  const user = actor(c, login);
  const tree = await writeTree(view, start ?? null, await treeChanges(repo, files));
  const author = signatureOf(local, user);
  const sha = await writeCommit(view, { tree, parents: start ? [start] : [], message, author, committer: author });
  const moved = await writeRef(view, { ref: `refs/heads/${branch}`, after: sha });
  if (!moved.ok) throw new GithubError(409, moved.message);
  local.repos.wrote({ repo, changes: moved.changes, user });
  return c.json({ sha });
}

async function merge(c: LocalC) {
  const { repo: name, number, method } = await readBody(c, MergeRequest);
  const repo = findRepo(c, name);
  const pull = c.var.local.state.pulls.find((record) => record.repoId === repo.record.id && record.number === number);
  if (!pull) throw notFound();
  c.set("user", actor(c));
  return c.json({ sha: await mergePull(c, repo, { pull, method }) });
}

type Change = Omit<RepositoryChanged, "previousName">;

function announceChange({ var: { local } }: LocalC, { repo, action }: Change, previousName = fullName(repo)): void {
  repo.record.updatedAt = local.clock.now();
  local.state.save();
  local.events.emit("repositoryChanged", { repo, action, previousName });
}

function moveTo(c: LocalC, repo: Repo, change: { owner?: string; name?: string }) {
  const previousName = fullName(repo);
  repo.record.previousNames.push(previousName);
  Object.assign(repo.record, change);
  announceChange(c, { repo, action: change.owner ? "transferred" : "renamed" }, previousName);
  return c.json({ full_name: fullName(repo) });
}

async function remove(c: LocalC) {
  const { local } = c.var;
  const repo = findRepo(c, (await readBody(c, Archive)).repo);
  announceChange(c, { repo, action: "deleted" });
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
    announceChange(c, { repo, action: "archived" });
    return c.json({});
  });
}
