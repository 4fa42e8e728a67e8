/** The end of organizations whose grace is over: in steps that may break off anywhere and are taken up by the next run. */
import {
  deletedSince,
  findTombstone,
  finishPurge,
  organizationsToPurge,
  shutStatements,
  tablesWithRows,
  tombstoneInsert,
} from "../../db/purge.ts";
import { reasonOf } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import type { Ctx, Scope } from "../context.ts";
import { systemCtx } from "../jobs/system-ctx.ts";
import { type Budget, createBudget } from "./budget.ts";
import { forgetObjects } from "./forget-objects.ts";
import { removeAllRows } from "./remove-rows.ts";
import { removeWebhooks } from "./remove-webhooks.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Restoring ends at the instant itself; clocks of two machines may differ by less than this. */
const MARGIN_MS = MINUTE_MS;
/** What ran when everything was shut is over by then: no worker lives longer. */
const REST_MS = 14 * MINUTE_MS;
/** How long a GitHub that does not answer is asked again. */
const PATIENCE_MS = DAY_MS;
/** What was under way may still write a last row; whoever was deleted that lately is looked at again. */
const REMAINS_MS = 2 * DAY_MS;
const ORGANIZATIONS = 20;
const RUN = { steps: 600, forMs: 3 * MINUTE_MS };
/** The head of the log goes with the organization. */
const LAST = "audit_heads";

/** Every quarter of an hour: one run's share of every organization whose grace is over. One that fails stops no other. */
export async function purgeOrganizations(scope: Scope): Promise<void> {
  const budget = createBudget(scope.clock, RUN);
  for (const { id, deletionRequestedBy: deletedBy } of await organizationsToPurge(
    scope.db,
    scope.clock.now() - MARGIN_MS,
    ORGANIZATIONS,
  )) {
    await looking(systemCtx(scope, id), (ctx) => purge(ctx, deletedBy, budget));
  }
}

/** Every night: removes what was written of organizations while they were deleted. */
export async function sweepRemains(scope: Scope): Promise<void> {
  const budget = createBudget(scope.clock, RUN);
  for (const orgId of await deletedSince(scope.db, scope.clock.now() - REMAINS_MS)) {
    await looking(systemCtx(scope, orgId), async (ctx) => {
      await forgetObjects(ctx);
      if ((await tablesWithRows(ctx.data)).length > 0) await removeRest(ctx, budget);
    });
  }
}

async function looking(ctx: Ctx, work: (ctx: Ctx) => Promise<void>): Promise<void> {
  try {
    await work(ctx);
  } catch (error) {
    ctx.log.error("purge_failed", { reason: reasonOf(error) });
  }
}

async function purge(ctx: Ctx, deletedBy: string | null, budget: Budget): Promise<void> {
  const tombstone = await findTombstone(ctx.data);
  if (!tombstone) await shut(ctx, deletedBy);
  const age = ctx.clock.now() - (tombstone?.deletedAt ?? ctx.clock.now());
  const isSilent = await removeWebhooks(ctx, budget, age < PATIENCE_MS);
  if (!isSilent || age < REST_MS) return;
  await forgetObjects(ctx);
  await removeRest(ctx, budget);
}

/** Nobody gets in any more. Who was signed in to this organization alone is signed out. */
async function shut(ctx: Ctx, deletedBy: string | null): Promise<void> {
  const now = ctx.clock.now();
  await ctx.data.db.batch([
    tombstoneInsert(ctx.data, { deletedAt: now, deletedBy }),
    auditIfChanged(ctx, { action: "organization.deleted", targetKind: "organization", targetId: ctx.orgId }),
    ...shutStatements(ctx.data, now),
  ]);
  await ctx.objects.orgLive(ctx.orgId).forget({ orgId: ctx.orgId });
  ctx.log.info("organization_shut", {});
}

async function removeRest(ctx: Ctx, budget: Budget): Promise<void> {
  if (!(await removeAllRows(ctx, budget))) return;
  if ((await tablesWithRows(ctx.data)).some((name) => name !== LAST)) return;
  await finishPurge(ctx.data, ctx.clock.now());
  ctx.log.info("organization_deleted", {});
}
