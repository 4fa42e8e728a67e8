import { answersOfRepositoryDelete } from "../../db/ai-cache.ts";
import { repositoryDelete } from "../../db/repositories.ts";
import { auditIfChanged } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { ownGithub } from "./own-github.ts";
import { getRepository } from "./read-repository.ts";
import { removeHook } from "./remove-hook.ts";

/** Longer than the rows take to go. */
const FORGET_AFTER_MS = 60_000;

/**
 * Removes the webhook, then every row of the repository and the answers that quote it. A webhook that the user may not remove stays and is noted in the
 * audit log: without its row its deliveries are refused. Throws not_found, and upstream_failed or rate_limited with
 * nothing removed.
 */
export async function disconnectRepository(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, "repository.connect");
  const repository = await getRepository(ctx, id);
  const webhook = await removeHook(ownGithub(ctx), repository);
  const meta = { full_name: repository.fullName, github_id: repository.githubId, webhook };
  // Its object wakes once the row is gone, and forgets what it kept of the repository's jobs.
  const at = ctx.clock.now() + FORGET_AFTER_MS;
  await ctx.objects.repoJobs(ctx.orgId, id).watch({ orgId: ctx.orgId, repositoryId: id, at });
  await ctx.data.db.batch([
    answersOfRepositoryDelete(ctx.data, id),
    repositoryDelete(ctx.data, id),
    auditIfChanged(ctx, { action: "repository.disconnected", targetKind: "repository", targetId: id, meta }),
  ]);
  await sendRepositoryEvent(ctx, id, "disconnected");
}
