import type { GithubPort, HookDelivery } from "../../adapters/github/port.ts";
import { type DeliveryKey, findReceived, guidOf, guidRelease, guidRestore } from "../../db/delivery-log.ts";
import { findGap } from "../../db/gaps.ts";
import type { Repository } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";
import { audit } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { ownGithub } from "../repositories/own-github.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { askFor } from "../webhooks/ask-again.ts";

type Asked = { readonly id: string; readonly askedAt: number };
type Hooked = Repository & { readonly hookId: number };

/** Pages of GitHub's log in which a delivery is looked for. */
const MAX_PAGES = 10;

/**
 * Asks GitHub for a received delivery again, which then counts as new. Throws not_found, and conflict when GitHub no longer
 * has it.
 */
export async function redeliverReceived(ctx: Ctx, id: string): Promise<Asked> {
  requirePermission(ctx, "webhook.manage");
  const delivery = await findReceived(ctx.data, id);
  if (!delivery) throw new AppError("not_found", "There is no such delivery in this organization.");
  const row = await hookedRepository(ctx, delivery);
  const github = ownGithub(ctx);
  const attempt = await findAttempt(github, row, guidOf(delivery.guid));
  if (!attempt) throw forgotten();
  const askedAt = ctx.clock.now();
  await guidRelease(ctx.data, delivery).run();
  try {
    await github.redeliver(row, row.hookId, attempt.id);
  } catch (error) {
    await guidRestore(ctx.data, delivery).run();
    throw error;
  }
  const meta = { guid: attempt.guid, repository_id: row.id };
  const audited = { action: "webhook.redelivery_asked", targetKind: "webhook_delivery", targetId: id, meta };
  await ctx.data.db.batch([audit(ctx, audited)]);
  return { id, askedAt };
}

/** Asks GitHub for a missed delivery. Throws not_found, and conflict when it came meanwhile or GitHub no longer has it. */
export async function redeliverMissed(ctx: Ctx, id: string): Promise<Asked> {
  requirePermission(ctx, "webhook.manage");
  const gap = await findGap(ctx.data, id);
  if (!gap) throw new AppError("not_found", "There is no such missed delivery in this organization.");
  if (gap.state === "recovered" || gap.state === "read_anew") {
    throw new AppError("conflict", "This delivery is made up for already; nothing of it is missing.");
  }
  const row = await hookedRepository(ctx, gap);
  const askedAt = ctx.clock.now();
  if (!(await askFor(ctx, ownGithub(ctx), { row, gap }))) throw forgotten();
  return { id, askedAt };
}

function forgotten(): AppError {
  return new AppError(
    "conflict",
    "GitHub no longer has this delivery: it keeps them for three days. Sync the repository instead.",
    { problemCode: "delivery_forgotten" },
  );
}

async function hookedRepository(ctx: Ctx, of: Pick<DeliveryKey, "repositoryId" | "hookId">): Promise<Hooked> {
  const row = await getRepository(ctx, of.repositoryId);
  const { hookId } = row;
  if (hookId !== null && hookId === of.hookId) return { ...row, hookId };
  throw new AppError("conflict", "This came through an earlier webhook, which is gone. Sync the repository instead.");
}

async function findAttempt(github: GithubPort, row: Hooked, guid: string): Promise<HookDelivery | undefined> {
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, next } = await github.hookDeliveries(row, row.hookId, cursor);
    const found = items.find((attempt) => attempt.guid === guid);
    if (found || next === null) return found;
    cursor = next;
  }
  return undefined;
}
