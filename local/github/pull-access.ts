import type { PullRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";
import type { LocalC } from "./env.ts";
import { type FieldError, notFound, validationFailed } from "./errors.ts";
import { pullJson } from "./pull-json.ts";
import { readContent, readMergeable } from "./pull-state.ts";

/** GitHub's 422 about one field of a pull request. */
export function invalidPull(problem: Omit<FieldError, "resource">) {
  return validationFailed([{ resource: "PullRequest", ...problem }]);
}

/** The pull request of the path. Throws 404 when there is none. */
export async function requirePull(c: LocalC, repo: Repo): Promise<PullRecord> {
  const { state } = c.var.local;
  const number = c.req.param("number");
  const pull = state.pulls.find((record) => record.repoId === repo.record.id && String(record.number) === number);
  if (!pull) throw notFound();
  return pull;
}

/** The whole pull request, as it is now. */
export async function showPull(c: LocalC, repo: Repo, pull: PullRecord) {
  const content = await readContent(repo, pull);
  return pullJson(c.var.local, repo, { pull, content, mergeable: await readMergeable(c.var.local, repo, pull) });
}
