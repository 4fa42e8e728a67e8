/** The wish that an organization ends, and how it is taken back. */
import { and, eq, gt, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { organizations } from "./schema.ts";

type Organization = typeof organizations.$inferSelect;

/** Until when the caller's organization may be restored; null while nobody asked for its deletion. */
export async function findDeletion(data: OrgDb): Promise<Pick<Organization, "name" | "deleteAfter"> | undefined> {
  const { name, deleteAfter } = organizations;
  return data.db.select({ name, deleteAfter }).from(organizations).where(eq(organizations.id, data.orgId)).get();
}

/** Sets the day of deletion, unless one is set. */
export function deletionRequest(data: OrgDb, request: { readonly by: string; readonly deleteAfter: number }) {
  return data.db
    .update(organizations)
    .set({ deletionRequestedBy: request.by, deleteAfter: request.deleteAfter })
    .where(and(eq(organizations.id, data.orgId), sql`${organizations.deleteAfter} is null`));
}

/** Takes the request back while its day has not come. */
export function deletionRestore(data: OrgDb, now: number) {
  return data.db
    .update(organizations)
    .set({ deletionRequestedBy: null, deleteAfter: null })
    .where(and(eq(organizations.id, data.orgId), gt(organizations.deleteAfter, now)));
}
