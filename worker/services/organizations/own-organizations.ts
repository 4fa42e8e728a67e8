import {
  founderInsert,
  listMemberships,
  type Membership,
  organizationInsert,
  sessionSwitch,
} from "../../db/organizations.ts";
import { AppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import type { SignedIn } from "../auth/read-session.ts";
import type { Scope } from "../context.ts";
import { inOrganization } from "./in-organization.ts";

/** Memberships of a user: the list of them is short, and the usage of new organizations bounded. */
const MAX_MEMBERSHIPS = 100;

/** The caller's organizations. A token only sees the one that it was made in. */
export async function listOwnOrganizations(scope: Scope, session: SignedIn): Promise<Membership[]> {
  const all = await listMemberships(scope.db, session.userId, MAX_MEMBERSHIPS);
  return session.scopes === null ? all : all.filter(({ id }) => id === session.orgId);
}

/** A new organization with the caller as its owner; the session goes on in it. Throws conflict beyond 100 memberships. */
export async function createOrganization(scope: Scope, session: SignedIn, name: string): Promise<string> {
  const { userId } = session;
  const own = inOrganization(scope, session, scope.random.uuidv7());
  const now = scope.clock.now();
  const row = { id: own.orgId, name, createdAt: now };
  const [made] = await scope.db.batch([
    organizationInsert(scope.db, row, { userId, limit: MAX_MEMBERSHIPS }),
    founderInsert(own.data, userId, now),
    auditIfChanged(own, {
      action: "organization.created",
      targetKind: "organization",
      targetId: own.orgId,
      meta: { name },
    }),
    sessionSwitch(own.data, { id: session.credential.id, userId }),
  ]);
  if (made.length > 0) return own.orgId;
  throw new AppError("conflict", `You are a member of ${MAX_MEMBERSHIPS} organizations. Leave one of them first.`, {
    problemCode: "too_many_organizations",
  });
}

/** Lets the session go on in another organization of the user's. Throws not_found unless the user is a member. */
export async function switchOrganization(scope: Scope, session: SignedIn, orgId: string): Promise<void> {
  const own = inOrganization(scope, session, orgId);
  const [rows] = await scope.db.batch([
    sessionSwitch(own.data, { id: session.credential.id, userId: session.userId }),
    auditIfChanged(own, { action: "organization.switched", targetKind: "organization", targetId: orgId }),
  ]);
  if (rows.length === 0) throw new AppError("not_found", "You are not a member of such an organization.");
}
