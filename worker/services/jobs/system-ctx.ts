import { forOrg } from "../../db/for-org.ts";
import type { Ctx, Scope } from "../context.ts";

/** The context of work that nobody waits for: the system acts, as a member, under the correlation id of what caused it. */
export function systemCtx(scope: Scope, orgId: string, correlationId = scope.correlationId): Ctx {
  return {
    ...scope,
    correlationId,
    log: scope.log.with({ correlation_id: correlationId, org_id: orgId }),
    orgId,
    data: forOrg(scope.db, orgId),
    actor: { kind: "system" },
    role: "member",
    scopes: null,
    signedInAt: null,
  };
}
