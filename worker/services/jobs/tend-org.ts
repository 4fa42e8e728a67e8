/** Looks after one organization's jobs: lets in what may go on and says when to look again. */
import { nextWaiting, outstandingJobs, STARTS_MS } from "../../db/admission.ts";
import type { Ctx, Scope } from "../context.ts";
import { admitNext } from "./admission.ts";
import { LOST_AFTER_MS } from "./due-action.ts";
import { reconcileJob } from "./reconcile.ts";
import { JOB_KINDS, type JobKind } from "./retry-schedule.ts";
import { systemCtx } from "./system-ctx.ts";

/** Answers when something may go on next (ms since the epoch), or null when no job of the organization is open. */
export async function tendOrg(scope: Scope, orgId: string): Promise<number | null> {
  const ctx = systemCtx(scope, orgId);
  const times: number[] = [];
  for (const row of await outstandingJobs(ctx.data)) times.push(await reconcileJob(ctx, row));
  for (const kind of JOB_KINDS) times.push(...(await tendKind(ctx, kind)));
  return times.length === 0 ? null : Math.min(...times);
}

async function tendKind(ctx: Ctx, kind: JobKind): Promise<number[]> {
  await admitNext(ctx, kind);
  const now = ctx.clock.now();
  const { dueAt, oldestStart } = await nextWaiting(ctx.data, kind, now);
  if (dueAt === null) return [];
  if (dueAt > now) return [dueAt];
  // What is due and was not let in waits for a job to end, which lets it in itself, or for a start that counts no more.
  const byStarts = oldestStart === null ? [] : [oldestStart + STARTS_MS];
  return [now + LOST_AFTER_MS, ...byStarts];
}
