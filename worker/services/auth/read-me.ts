import { findOrganization, findToken, findUser } from "../../db/identity.ts";
import { countWaitingInvitations } from "../../db/invitations.ts";
import { AppError } from "../../errors.ts";
import type { Scope } from "../context.ts";
import type { SignedIn } from "./read-session.ts";
import { missingScopes } from "./scopes.ts";
import { isUsable } from "./sealed-grant.ts";

/** The signed-in user, the organization of the session, and what GitHub lets us do for the user. */
export async function readMe(scope: Scope, session: SignedIn) {
  const now = scope.clock.now();
  const [user, organization, token, invitations] = await Promise.all([
    findUser(scope.db, session.userId),
    findOrganization(scope.db, session.orgId),
    findToken(scope.db, session.userId),
    countWaitingInvitations(scope.db, session.userId, now),
  ]);
  if (!user || !organization || session.role === null) {
    throw new AppError("not_found", "You are not a member of this organization. Sign in again to work in your own.", {
      actionUrl: "/api/auth/github",
    });
  }
  const scopes = token?.scopes.split(" ").filter(Boolean) ?? [];
  const github = {
    scopes,
    missingScopes: missingScopes(scopes),
    isTokenValid: token !== undefined && isUsable(token, now),
  };
  const { role, scopes: tokenScopes, signedInAt } = session;
  return { user, organization, role, github, tokenScopes, signedInAt, invitations };
}
