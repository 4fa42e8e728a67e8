import type { GithubPort } from "../../adapters/github/port.ts";
import { answersOfRepositoryDelete } from "../../db/ai-cache.ts";
import { type Repository, repositoryDelete } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import { type Ctx, requireRole } from "../context.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { ownGithub } from "./own-github.ts";
import { getRepository } from "./read-repository.ts";

/** Failures after which trying again would change nothing: the webhook stays on GitHub, where an administrator can remove it. */
const FINAL = new Set(["not_found", "forbidden", "missing_scope", "conflict"]);

/**
 * Removes the webhook, then every row of the repository and the answers that quote it. A webhook that the user may not remove stays and is noted in the
 * audit log: without its row its deliveries are refused. Throws not_found, and upstream_failed or rate_limited with
 * nothing removed.
 */
export async function disconnectRepository(ctx: Ctx, id: string): Promise<void> {
  requireRole(ctx, "admin");
  const repository = await getRepository(ctx, id);
  const webhook = await removeHook(ownGithub(ctx), repository);
  const meta = { full_name: repository.fullName, webhook };
  await ctx.data.db.batch([
    answersOfRepositoryDelete(ctx.data, id),
    repositoryDelete(ctx.data, id),
    auditIfChanged(ctx, { action: "repository.disconnected", targetKind: "repository", targetId: id, meta }),
  ]);
  await sendRepositoryEvent(ctx, id, "disconnected");
}

async function removeHook(github: GithubPort, { githubId, hookId }: Repository): Promise<"removed" | "none" | "left"> {
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
