import type { RefOutcome, RefWrite } from "../git/update-ref.ts";
import { writeRef } from "../git/update-ref.ts";
import type { Repo } from "../repositories.ts";
import type { LocalC } from "./env.ts";
import { notFound } from "./errors.ts";
import { hasScope } from "./tokens.ts";

/** A path that decides which workflows run; folders above them count, as they may bring some along. */
function isWorkflowPath(path: string): boolean {
  return path === ".github" || path === ".github/workflows" || path.startsWith(".github/workflows/");
}

/** Throws GitHub's 404 when a workflow would change and the token has no `workflow` scope. */
export function requireWorkflowScope(c: LocalC, paths: readonly string[]): void {
  if (!paths.some(isWorkflowPath)) return;
  c.set("acceptedScopes", ["repo", "workflow"]);
  if (!hasScope(c.var.token, "workflow")) throw notFound();
}

/** Moves a reference and tells the listeners who did it. */
export async function moveRef(c: LocalC, repo: Repo, write: RefWrite): Promise<RefOutcome> {
  const outcome = await writeRef(repo.view, write);
  if (outcome.ok) c.var.local.repos.wrote({ repo, changes: outcome.changes, user: c.var.user });
  return outcome;
}
