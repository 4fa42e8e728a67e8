import { findLiveSession, touchSession } from "../../db/sessions.ts";
import type { Role, TokenScope } from "../../permissions.ts";
import type { Credential, Scope } from "../context.ts";
import { verifyAccessToken } from "./access-token.ts";
import { SESSION_IDLE_MS, TOUCH_EVERY_MS } from "./limits.ts";
import { usedFrom } from "./used-from.ts";

/** Who is signed in. `role` is null when the user is no longer a member of the session's organization. */
export type SignedIn = {
  readonly credential: Credential;
  readonly userId: string;
  readonly orgId: string;
  readonly role: Role | null;
  /** Of an API token; null for a session, which may do all that the role allows. */
  readonly scopes: readonly TokenScope[] | null;
  /** When the session was opened at GitHub, ms since the epoch; null for a token. */
  readonly signedInAt: number | null;
};

/** The live session of an access token, read anew on every request; undefined when there is none. */
export async function readSession(scope: Scope, accessToken: string | undefined): Promise<SignedIn | undefined> {
  if (!accessToken) return undefined;
  const claims = await verifyAccessToken(scope, accessToken);
  if (!claims) return undefined;
  const at = scope.clock.now();
  const row = await findLiveSession(scope.db, claims.sessionId, { at, idleSince: at - SESSION_IDLE_MS });
  if (!row || row.userId !== claims.userId) return undefined;
  if (at - row.lastSeenAt > TOUCH_EVERY_MS) await touchSession(scope.db, row.id, { ...usedFrom(scope), now: at });
  const credential = { kind: "session", id: row.id } as const;
  return { credential, userId: row.userId, orgId: row.orgId, role: row.role, scopes: null, signedInAt: row.createdAt };
}
