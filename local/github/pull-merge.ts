import * as z from "zod";
import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import { writeRef } from "../git/update-ref.ts";
import { type NewSignature, writeCommit } from "../git/write.ts";
import type { PullRecord, UserRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";
import { requirePush, requireUser } from "./auth-context.ts";
import { readBody } from "./body.ts";
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

/** A signature of the user at this moment. */
export function signatureOf({ clock }: LocalContext, { name, email }: UserRecord): NewSignature {
  return { name, email, date: isoSeconds(clock.now()) };
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
  const author = signatureOf(local, user);
  const sha = await writeCommit(repo.view, { tree: merged.tree, parents, message, author, committer: author });
  refuseClosed(pull);
  const before = structuredClone(pull);
  // Closed before the branch moves, so that the move is not taken for a merge by hand.
  closePull(local, pull, { mergeSha: sha, by: user.login });
  const moved = await writeRef(repo.view, { ref: `refs/heads/${base.ref}`, before: base.sha, after: sha });
  if (!moved.ok) {
    Object.assign(pull, before);
    local.state.save();
    throw new GithubError(moved.reason === "checkedOut" ? 405 : 409, moved.message);
  }
  local.repos.wrote({ repo, changes: moved.changes, user });
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
