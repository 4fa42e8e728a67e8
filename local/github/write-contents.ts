import * as z from "zod";
import { ZERO_SHA } from "../events.ts";
import { readCommit } from "../git/commits.ts";
import { badPath } from "../git/paths.ts";
import { isEmpty } from "../git/resolve.ts";
import { findEntry, type TreeEntry } from "../git/tree.ts";
import { type TreeChange, writeBlob, writeCommit, writeTree } from "../git/write.ts";
import type { Repo } from "../repositories.ts";
import { requirePush } from "./auth-context.ts";
import { readBody } from "./body.ts";
import { gitCommitJson } from "./commit-json.ts";
import { contentJson } from "./content-json.ts";
import { contentPath } from "./contents.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError, notFound, unprocessable } from "./errors.ts";
import { decodeBase64 } from "./gitdata.ts";
import { SignatureInput, signature } from "./signature.ts";
import { moveRef, requireWorkflowScope } from "./write-access.ts";

const Common = z.object({
  message: z.string(),
  branch: z.string().optional(),
  author: SignatureInput,
  committer: SignatureInput,
});
const Put = Common.extend({ content: z.string(), sha: z.string().optional() });
const Delete = Common.extend({ sha: z.string() });

type Target = { repo: Repo; path: string; branch: string; parent: string | null; existing: TreeEntry | null };

/** Where the change goes. Throws 404 for a branch that is not there and 422 for a path git cannot hold. */
async function requireTarget(c: LocalC, repo: Repo, branchName: string | undefined): Promise<Target> {
  const path = contentPath(c);
  const reason = badPath(path);
  if (reason) throw unprocessable(reason);
  requireWorkflowScope(c, [path]);
  const branch = branchName ?? repo.record.defaultBranch;
  const parent = repo.view.refs.get(`refs/heads/${branch}`) ?? null;
  if (!parent && !isEmpty(repo.view)) throw new GithubError(404, `Branch ${branch} not found`);
  const existing = parent ? await findEntry(repo.view, parent, path) : null;
  return { repo, path, branch, parent, existing };
}

type Change = { target: Target; change: TreeChange; input: z.infer<typeof Common> };

/** Commits one change on the branch. Throws 409 when the branch moved meanwhile. */
async function commitChange(c: LocalC, { target, change, input }: Change) {
  const { repo, parent, branch } = target;
  const base = parent === null ? null : (await readCommit(repo.view, parent)).tree;
  const tree = await writeTree(repo.view, base, [change]);
  const committer = signature(c, input.committer ?? input.author);
  const sha = await writeCommit(repo.view, {
    tree,
    parents: parent === null ? [] : [parent],
    message: input.message,
    author: signature(c, input.author ?? input.committer),
    committer,
  });
  const before = parent ?? ZERO_SHA;
  const outcome = await moveRef(c, repo, { ref: `refs/heads/${branch}`, after: sha, before });
  if (!outcome.ok) throw new GithubError(409, outcome.message);
  const { node_id, url, html_url, author, ...rest } = gitCommitJson(
    c.var.local,
    repo,
    await readCommit(repo.view, sha),
  );
  return { node_id, url, html_url, author, ...rest };
}

async function putRoute(c: LocalC): Promise<Response> {
  const repo = await requirePush(c);
  const input = await readBody(c, Put);
  const target = await requireTarget(c, repo, input.branch);
  const { existing, path, branch } = target;
  if (existing?.type === "tree") throw unprocessable(`${path} is a folder.`);
  if (existing && input.sha === undefined) throw unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.');
  if (input.sha !== undefined && input.sha !== existing?.sha) {
    throw new GithubError(409, `${path} does not match ${input.sha}`);
  }
  const content = decodeBase64(input.content);
  const sha = await writeBlob(repo.view, content);
  const mode = existing?.mode ?? "100644";
  const commit = await commitChange(c, { target, change: { path, mode, sha }, input });
  const entry: TreeEntry = { path, mode, type: "blob", sha, size: content.length };
  const json = { type: "file", ...contentJson(c.var.local, repo, { entry, ref: branch }) };
  return c.json({ content: json, commit }, existing ? 200 : 201);
}

async function deleteRoute(c: LocalC): Promise<Response> {
  const repo = await requirePush(c);
  const input = await readBody(c, Delete);
  const target = await requireTarget(c, repo, input.branch);
  const { existing, path } = target;
  if (existing?.type !== "blob") throw notFound();
  if (existing.sha !== input.sha) throw new GithubError(409, `${path} does not match ${input.sha}`);
  const commit = await commitChange(c, { target, change: { path, mode: existing.mode, sha: null }, input });
  return c.json({ content: null, commit });
}

export function writeContents(app: LocalApp): void {
  app.put("/repos/:owner/:repo/contents/:path{.+}", putRoute);
  app.delete("/repos/:owner/:repo/contents/:path{.+}", deleteRoute);
}
