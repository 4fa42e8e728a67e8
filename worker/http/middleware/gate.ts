/** Second step of organization routes: membership, the row in the path, then the role. Foreign rows look like missing ones. */
import type { MiddlewareHandler } from "hono";
import { existsInOrg } from "../../db/exists.ts";
import { forOrg } from "../../db/for-org.ts";
import { AppError } from "../../errors.ts";
import { type Ctx, requireRole } from "../../services/context.ts";
import type { AppEnv, Asked, OrgEnv } from "../app-env.ts";
import type { RouteSpec } from "../route-spec.ts";

const pass: MiddlewareHandler = async (_c, next) => next();

/** The organization's context of a request. Throws not_found for a user who is no longer a member. */
function contextOf(c: Asked & { var: OrgEnv["Variables"] }): Ctx {
  const { scope, session } = c.var;
  if (session.role === null) {
    throw new AppError("not_found", "You are not a member of this organization. Sign in again to work in your own.");
  }
  return {
    ...scope,
    log: scope.log.with({ org_id: session.orgId, user_id: session.userId }),
    orgId: session.orgId,
    data: forOrg(scope.db, session.orgId),
    actor: { kind: "user", userId: session.userId, sessionId: session.sessionId },
    role: session.role,
  };
}

async function requireRow(ctx: Ctx, resource: NonNullable<RouteSpec["resource"]>, id: string): Promise<void> {
  if (await existsInOrg(ctx.data, resource.table, id)) return;
  throw new AppError("not_found", "There is no such object in this organization.");
}

export function gate(spec: RouteSpec): MiddlewareHandler<AppEnv & OrgEnv> {
  if (spec.access !== "org") return pass;
  const { resource, role = "owner" } = spec;
  return async (c, next) => {
    const ctx = contextOf(c);
    if (resource) await requireRow(ctx, resource, c.req.param(resource.param) ?? "");
    requireRole(ctx, role);
    c.set("ctx", ctx);
    await next();
  };
}
