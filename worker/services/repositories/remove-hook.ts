import type { GithubPort } from "../../adapters/github/port.ts";
import type { Repository } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";

/** Failures after which trying again would change nothing: the webhook stays on GitHub, where an administrator can remove it. */
const FINAL = new Set(["not_found", "forbidden", "missing_scope", "conflict"]);

type Hooked = Pick<Repository, "githubId" | "hookId">;

/** Removes a repository's webhook at GitHub. `left`: it cannot be removed with this access. Throws what may pass, and github_token_refused. */
export async function removeHook(
  github: GithubPort,
  { githubId, hookId }: Hooked,
): Promise<"removed" | "none" | "left"> {
  if (hookId === null) return "none";
  try {
    await github.deleteHook(await github.repositoryById(githubId), hookId);
    return "removed";
  } catch (error) {
    if (error instanceof AppError && FINAL.has(error.code) && error.problemCode !== "github_token_refused")
      return "left";
    throw error;
  }
}
