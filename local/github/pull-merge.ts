import * as z from "zod";
import type { LocalContext } from "../context.ts";
import type { PullRecord, UserRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";
import { requirePush, requireUser } from "./auth-context.ts";
import { readBody } from "./body.ts";
import { moveBranch } from "./branch-move.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError, notFound, unprocessable } from "./errors.ts";
import { requirePull } from "./pull-access.ts";
import { announcePull, closePull } from "./pull-events.ts";
import { mergeTrees, readContent } from "./pull-state.ts";

const Merge = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.string().optional(),
});

type Method = "merge" | "squash";

export interface MergeRequest {
  pull: PullRecord;
  method: Method;
  title?: string | undefined;
  message?: string | undefined;
}

async function messageOf(repo: Repo, { pull, method, title, message }: MergeRequest): Promise<string> {
  if (method === "merge") {
    const subject = title ?? `Merge pull request #${pull.number} from ${repo.record.owner}/${pull.head.ref}`;
    return `${subject}\n\n${message ?? pull.title}\n`;
  }
  const { commits } = await readContent(repo, pull);
  const body = message ?? commits.map((commit) => `* ${commit.message}`).join("\n\n");
  return `${title ?? `${pull.title} (#${pull.number})`}\n\n${body}\n`;
}

interface NewCommit {
  tree: string;
  parents: string[];
  message: string;
  user: UserRecord;
}

/** Writes a commit object with the user as author, dated by the server's clock. */
export async function writeCommit(local: LocalContext, { view }: Repo, commit: NewCommit): Promise<string> {
  const { tree, parents, message, user } = commit;
  const date = `${Math.floor(local.clock.now() / 1000)} +0000`;
  const env = {
    GIT_AUTHOR_NAME: user.name,
    GIT_AUTHOR_EMAIL: user.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: user.name,
    GIT_COMMITTER_EMAIL: user.email,
    GIT_COMMITTER_DATE: date,
  };
  const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-F", "-"];
  return (await view.git.text({ dir: view.dir, args, input: message, env, finish: true })).trim();
}

function refuseClosed({ state, draft }: PullRecord): void {
  if (draft) throw new GithubError(405, "Pull Request is still a draft");
  if (state === "closed") throw new GithubError(405, "Pull Request is not mergeable");
}

/** Merges and closes. Throws 405 when it cannot be merged or its base is checked out somewhere. Gives the new SHA. */
export async function mergePull(c: LocalC, repo: Repo, request: MergeRequest): Promise<string> {
  const { local } = c.var;
  const { pull, method } = request;
  const user = requireUser(c);
  refuseClosed(pull);
  const { base, head } = structuredClone(pull);
  const merged = await mergeTrees(repo.view, base.sha, head.sha);
  if (!merged.ok) throw new GithubError(405, "Pull Request is not mergeable");
  const parents = method === "merge" ? [base.sha, head.sha] : [base.sha];
  const message = await messageOf(repo, request);
  const sha = await writeCommit(local, repo, { tree: merged.tree, parents, message, user });
  refuseClosed(pull);
  const before = structuredClone(pull);
  // Closed before the branch moves, so that the move is not taken for a merge by hand.
  closePull(local, pull, { mergeSha: sha, by: user.login });
  const moved = await moveBranch(local, repo, { ref: `refs/heads/${base.ref}`, before: base.sha, after: sha, user });
  if (!moved.ok) {
    Object.assign(pull, before);
    local.state.save();
    throw new GithubError(moved.reason === "checked_out" ? 405 : 409, moved.message);
  }
  announcePull(local, { repo, pull, action: "closed", user });
  return sha;
}

function readMethod(method = "merge"): Method {
  if (method === "merge" || method === "squash") return method;
  if (method === "rebase") throw new GithubError(405, "Rebase merges are not allowed on this repository.");
  throw unprocessable(`"merge_method" must be one of merge, squash, rebase.`);
}

async function merge(c: LocalC) {
  const repo = await requirePush(c);
  const pull = await requirePull(c, repo);
  const body = await readBody(c, Merge);
  const method = readMethod(body.merge_method);
  if (body.sha !== undefined && body.sha !== pull.head.sha) {
    throw new GithubError(409, "Head branch was modified. Review and try the merge again.");
  }
  const { commit_title: title, commit_message: message } = body;
  const sha = await mergePull(c, repo, { pull, method, title, message });
  return c.json({ sha, merged: true, message: "Pull Request successfully merged" });
}

export function pullMerge(app: LocalApp): void {
  app.put("/repos/:owner/:repo/pulls/:number{\\d+}/merge", merge);
  app.get("/repos/:owner/:repo/pulls/:number{\\d+}/merge", async (c) => {
    const repo = await requirePush(c);
    const pull = await requirePull(c, repo);
    if (!pull.merged) throw notFound();
    return c.body(null, 204);
  });
}
