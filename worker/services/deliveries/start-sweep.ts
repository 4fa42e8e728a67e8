import { audit } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import type { Swept } from "../webhooks/sweep-repository.ts";
import { sweepOrganization } from "../webhooks/sweep-webhooks.ts";

/** Looks for missed webhooks now. What does not fit into one request follows in the next runs. */
export async function startSweep(ctx: Ctx): Promise<Swept> {
  requirePermission(ctx, "webhook.manage");
  const swept = await sweepOrganization(ctx);
  const { repositories, gapsFound, asked, syncsStarted } = swept;
  const meta = { repositories, gaps_found: gapsFound, asked, syncs_started: syncsStarted };
  await ctx.data.db.batch([
    audit(ctx, { action: "webhook.swept", targetKind: "organization", targetId: ctx.orgId, meta }),
  ]);
  return swept;
}
