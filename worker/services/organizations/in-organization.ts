import { forOrg } from "../../db/for-org.ts";
import type { SignedIn } from "../auth/read-session.ts";
import type { Scope } from "../context.ts";

/** What a signed-in user does in an organization that the session does not work in: for its statements and audit rows. */
export function inOrganization(scope: Scope, session: SignedIn, orgId: string) {
  const actor = { kind: "user", userId: session.userId, credential: session.credential } as const;
  const log = scope.log.with({ org_id: orgId, user_id: session.userId });
  return { ...scope, log, orgId, data: forOrg(scope.db, orgId), actor };
}
