import { isEmpty, isSha, resolveCommit } from "../git/resolve.ts";
import type { Repo } from "../repositories.ts";
import type { LocalC } from "./env.ts";
import { GithubError, notFound, unprocessable } from "./errors.ts";

/** Throws 409, as the git data routes do, for a repository without commits. */
export function refuseEmpty(repo: Repo): void {
  if (isEmpty(repo.view)) throw new GithubError(409, "Git Repository is empty.");
}

/** SHA of the commit a reference names. Throws 409 for an empty repository, 422 when there is no such commit. */
export async function requireCommit(repo: Repo, ref: string): Promise<string> {
  refuseEmpty(repo);
  const sha = await resolveCommit(repo.view, ref);
  if (!sha) throw unprocessable(`No commit found for SHA: ${ref}`);
  return sha;
}

/** A SHA from the path. Throws 404 for anything but 40 hexadecimal digits. */
export function shaParam(c: LocalC, name: string): string {
  const sha = (c.req.param() as Record<string, string>)[name] ?? "";
  if (!isSha(sha)) throw notFound();
  return sha;
}
