/** How far a change of the encryption key has come, by place. The rows themselves say what is left: this only remembers and counts. */
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { keyRotations } from "./schema.ts";

export type Rotation = typeof keyRotations.$inferSelect;
type At = Pick<Rotation, "kid" | "place">;

function isIt({ kid, place }: At) {
  return and(eq(keyRotations.kid, kid), eq(keyRotations.place, place));
}

/** Of the key `kid`. */
export async function findRotations(db: Database, kid: string): Promise<Rotation[]> {
  return db.select().from(keyRotations).where(eq(keyRotations.kid, kid));
}

/** Begins a pass over all rows of a place, unless one goes on. */
export async function startRotation(db: Database, at: At, now: number): Promise<Rotation | undefined> {
  const fresh = { cursor: "", unreadable: 0, startedAt: now, finishedAt: null };
  return db
    .insert(keyRotations)
    .values({ ...at, ...fresh })
    .onConflictDoUpdate({
      target: [keyRotations.kid, keyRotations.place],
      set: fresh,
      setWhere: sql`${keyRotations.finishedAt} is not null`,
    })
    .returning()
    .get();
}

export type Step = {
  readonly from: Rotation;
  /** Id of the last row that was looked at. */
  readonly cursor: string;
  readonly unreadable: number;
};

/**
 * A statement that notes a step, for the batch right after the one that sealed rows anew: those that it changed are counted. Of two
 * that made the same step one moves the cursor.
 */
export function stepUpdate(db: Database, { from, cursor, unreadable }: Step) {
  const isFirst = sql`${keyRotations.cursor} = ${from.cursor}`;
  return db
    .update(keyRotations)
    .set({
      resealed: sql`${keyRotations.resealed} + changes()`,
      unreadable: sql`${keyRotations.unreadable} + iif(${isFirst}, ${unreadable}, 0)`,
      cursor: sql`max(${keyRotations.cursor}, ${cursor})`,
    })
    .where(isIt(from));
}

/** As `stepUpdate`, for a place whose rows change later: `count` were asked to. */
export async function noteAsked(db: Database, { from, cursor }: Pick<Step, "from" | "cursor">, count: number) {
  await db
    .update(keyRotations)
    .set({ resealed: sql`${keyRotations.resealed} + ${count}`, cursor })
    .where(and(isIt(from), eq(keyRotations.cursor, from.cursor)));
}

export async function finishRotation(db: Database, from: Rotation, now: number): Promise<void> {
  await db
    .update(keyRotations)
    .set({ finishedAt: now })
    .where(and(isIt(from), eq(keyRotations.startedAt, from.startedAt), isNull(keyRotations.finishedAt)));
}
