/**
 * What was sealed under another key than the active one is sealed anew, in the background. Which rows are left, the rows
 * themselves say; killed at any moment, the next run goes on.
 */
import {
  findRotations,
  finishRotation,
  noteAsked,
  type Rotation,
  startRotation,
  stepUpdate,
} from "../../db/key-rotations.ts";
import { hasOutdated, outdatedHooks, outdatedRows, resealUpdate, type SealedTable } from "../../db/sealed.ts";
import type { Scope } from "../context.ts";
import { createJob } from "../jobs/create-job.ts";
import { systemCtx } from "../jobs/system-ctx.ts";
import { resealRows } from "./reseal.ts";

const TABLES = ["github_tokens", "ai_keys"] as const;
const ROWS_A_STEP = 100;
/** Each sync asks GitHub a few questions. */
const SYNCS_A_RUN = 20;
/** A cron has a minute, and a thousand statements. */
const CRON = { steps: 100, forMs: 20_000 };
/** Rows that did not open may do so once a key that was forgotten is back. */
const AGAIN_MS = 60 * 60_000;
/** What a sync could not renew is tried again; finding it reads all repositories. */
const HOOKS_AGAIN_MS = 24 * 60 * 60_000;

type Limits = { readonly steps: number; readonly forMs: number };

/** The minutely part of a change of the key; with nothing to do it reads a row or two. */
export async function rotateKeys(scope: Scope, limits: Limits = CRON): Promise<void> {
  const known = await findRotations(scope.db, scope.config.encryption.activeKid);
  const of = (place: Rotation["place"]) => known.find((rotation) => rotation.place === place);
  let left = limits;
  for (const table of TABLES) {
    const rotation = await currentPass(scope, table, of(table));
    if (rotation) left = await goOn(scope, rotation, left);
  }
  await renewHooks(scope, of("webhooks"));
}

/** The pass over a table that goes on, or a new one when there is something to do; undefined when there is not. */
async function currentPass(scope: Scope, place: SealedTable, known: Rotation | undefined) {
  if (known && known.finishedAt === null) return known;
  const now = scope.clock.now();
  const { activeKid: kid } = scope.config.encryption;
  if (known && known.unreadable > 0 && (known.finishedAt ?? 0) > now - AGAIN_MS) return undefined;
  if (!(await hasOutdated(scope.db, place, kid))) return undefined;
  return startRotation(scope.db, { kid, place }, now);
}

/** Steps until the pass is over or the limits are reached. Answers with what is left of them. */
async function goOn(scope: Scope, begun: Rotation, { steps, forMs }: Limits): Promise<Limits> {
  const startedAt = scope.clock.now();
  const leftOf = (made: number) => ({ steps: steps - made, forMs: forMs - (scope.clock.now() - startedAt) });
  let rotation = begun;
  for (let made = 0; made < steps; made += 1) {
    const left = leftOf(made);
    if (left.forMs <= 0) return left;
    const cursor = await takeStep(scope, rotation);
    if (cursor === null) {
      await finish(scope, rotation);
      return leftOf(made);
    }
    rotation = { ...rotation, cursor };
  }
  return leftOf(steps);
}

async function finish(scope: Scope, rotation: Rotation): Promise<void> {
  await finishRotation(scope.db, rotation, scope.clock.now());
  scope.log.info("keys_rotated", { kind: rotation.place });
}

/** Seals the next rows anew and notes it in the same batch. Answers with the cursor, or null when there are no more rows. */
async function takeStep(scope: Scope, from: Rotation): Promise<string | null> {
  if (from.place === "webhooks") throw new Error("Webhooks have no sealed rows.");
  const at = { kid: from.kid, cursor: from.cursor, limit: ROWS_A_STEP };
  const rows = await outdatedRows(scope.db, from.place, at);
  const last = rows.at(-1);
  if (!last) return null;
  const resealed = await resealRows(scope, from.place, rows);
  const step = { from, cursor: last.id, unreadable: rows.length - resealed.length };
  await scope.db.batch([
    resealUpdate(scope.db, from.place, { kid: from.kid, rows: resealed }),
    stepUpdate(scope.db, step),
  ]);
  return last.id;
}

/** Webhooks' secrets come from the key: a sync tells GitHub the new one. A few a minute, each repository once in a pass. */
async function renewHooks(scope: Scope, known: Rotation | undefined): Promise<void> {
  const now = scope.clock.now();
  if (known?.finishedAt && known.finishedAt > now - HOOKS_AGAIN_MS) return;
  const kid = scope.config.encryption.activeKid;
  const isGoingOn = known !== undefined && known.finishedAt === null;
  const from = isGoingOn ? known : await startRotation(scope.db, { kid, place: "webhooks" }, now);
  if (!from) return;
  const rows = await outdatedHooks(scope.db, { kid, cursor: from.cursor, limit: SYNCS_A_RUN });
  for (const { id, orgId } of rows) await startSync(scope, orgId, id);
  const last = rows.at(-1);
  if (last) await noteAsked(scope.db, { from, cursor: last.id }, rows.length);
  if (rows.length < SYNCS_A_RUN) await finishRotation(scope.db, from, now);
}

async function startSync(scope: Scope, orgId: string, repositoryId: string): Promise<void> {
  await createJob(systemCtx(scope, orgId), { kind: "sync", trigger: "schedule", repositoryId });
}
