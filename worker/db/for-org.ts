import type { Database } from "../platform/database.ts";

/** The door to an organization's rows: first argument of every helper on tenant tables, which puts `orgId` into every `where`. */
export type OrgDb = { readonly orgId: string; readonly db: Database };

export function forOrg(db: Database, orgId: string): OrgDb {
  return { orgId, db };
}
