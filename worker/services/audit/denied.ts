import { AppError, reasonOf } from "../../errors.ts";
import type { Permission } from "../../permissions.ts";
import { audit } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";

/** Rows that the refusals of one user leave in a minute. */
const ROWS = 10;

type Attempt = {
  /** Method and path of the route, without what the path names. */
  readonly route: string;
  readonly permission: Permission;
  /** The row that the path names. */
  readonly resourceId: string | null;
};

/** As `requirePermission`; a refusal leaves `access.denied`, at most ten a minute and user, and is thrown all the same. */
export async function requireAudited(ctx: Ctx, attempt: Attempt): Promise<void> {
  try {
    requirePermission(ctx, attempt.permission);
  } catch (error) {
    await leaveRow(ctx, attempt, error);
    throw error;
  }
}

async function leaveRow(ctx: Ctx, { route, permission, resourceId }: Attempt, error: unknown): Promise<void> {
  if (!(error instanceof AppError)) return;
  const meta = { permission, role: ctx.role, reason: error.problemCode, ...(resourceId && { id: resourceId }) };
  try {
    if (!(await isCounted(ctx))) return;
    await audit(ctx, { action: "access.denied", targetKind: "route", targetId: route, meta });
  } catch (failure) {
    ctx.log.error("audit_lost", { code: error.problemCode, reason: reasonOf(failure) });
  }
}

async function isCounted(ctx: Ctx): Promise<boolean> {
  const caller = `user:${actingUser(ctx) ?? ctx.actor.kind}`;
  const taken = await ctx.objects.rateLimits(caller, "denied").take(ROWS, ctx.clock.now());
  return taken.allowed;
}
