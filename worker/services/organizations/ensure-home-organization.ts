import { homeOrganization, personalOrganizationStatements, type User } from "../../db/identity.ts";
import type { Scope } from "../context.ts";

/**
 * The organization that a user works in: `wanted` for a member of it, else the own one, which is made at first sight with
 * the user as owner.
 */
export async function ensureHomeOrganization(scope: Scope, user: User, wanted: string | null): Promise<string> {
  const known = await homeOrganization(scope.db, user.id, wanted);
  if (known !== undefined) return known;
  const fresh = { newOrgId: scope.random.uuidv7(), now: scope.clock.now() };
  await scope.db.batch([...personalOrganizationStatements(scope.db, user, fresh)]);
  const made = await homeOrganization(scope.db, user.id);
  if (made === undefined) throw new Error("A user has no organization after one was made.");
  return made;
}
