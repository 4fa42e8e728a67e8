/** Second step of organization routes: membership, the row in the path, then the role. Foreign rows look like missing ones. */
import type { MiddlewareHandler } from "hono";
import { existsInOrg } from "../../db/exists.ts";
import { forOrg } from "../../db/for-org.ts";
import { AppError } from "../../errors.ts";
import { requireAudited } from "../../services/audit/denied.ts";
import { type Ctx, withReads } from "../../services/context.ts";
import type { AppEnv, Asked, OrgEnv } from "../app-env.ts";
import type { RouteSpec } from "../route-spec.ts";
import { pass } from "./pass.ts";

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
    actor: { kind: "user", userId: session.userId, credential: session.credential },
    role: session.role,
    scopes: session.scopes,
    signedInAt: session.signedInAt,
  };
}

/** A page names the organization that it shows: another tab, or who removed its member, may have moved the session since. */
const SHOWN_HEADER = "x-ado-organization";

function requireShown(c: Asked, { orgId }: Ctx): void {
  const shown = c.req.header(SHOWN_HEADER);
  if (shown === undefined || shown === orgId) return;
  throw new AppError("conflict", "You work in another organization than this page shows. Reload the page.", {
    problemCode: "organization_changed",
  });
}

async function requireRow(ctx: Ctx, resource: NonNullable<RouteSpec["resource"]>, id: string): Promise<void> {
  if (await existsInOrg(ctx.data, resource.table, id)) return;
  throw new AppError("not_found", "There is no such object in this organization.");
}

export function gate(spec: RouteSpec): MiddlewareHandler<AppEnv & OrgEnv> {
  if (spec.access !== "org") return pass;
  const { resource, permission } = spec;
  if (!permission) throw new Error(`${spec.path} names no permission.`);
  const route = `${spec.method.toUpperCase()} ${spec.path}`;
  return async (c, next) => {
    const ctx = contextOf(c);
    requireShown(c, ctx);
    const resourceId = resource ? (c.req.param(resource.param) ?? "") : null;
    if (resource && resourceId !== null) await requireRow(ctx, resource, resourceId);
    await requireAudited(ctx, { route, permission, resourceId });
    c.set("ctx", withReads(ctx));
    await next();
  };
}
