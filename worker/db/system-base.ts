/** Questions about the deploy as a whole, across organizations: counts and ages, no content. */
import { inArray, min, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { jobs, organizations } from "./schema.ts";

const OPEN_STATES = ["pending", "active", "processing", "ai_request", "retrying", "failed"] as const;

/** Answers when the database does and its migrations are applied; else throws. */
export async function pingDatabase(db: Database): Promise<void> {
  await db.select({ id: organizations.id }).from(organizations).limit(1);
}

/** Jobs that are not finished, by state, with the oldest creation instant of each. Reads the rows of open jobs alone. */
export async function openJobCounts(db: Database) {
  return db
    .select({ state: jobs.state, count: sql<number>`count(*)`, oldestAt: min(jobs.createdAt) })
    .from(jobs)
    .where(inArray(jobs.state, [...OPEN_STATES]))
    .groupBy(jobs.state);
}
