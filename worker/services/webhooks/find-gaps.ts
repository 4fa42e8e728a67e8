import type { GithubPort, HookDelivery } from "../../adapters/github/port.ts";
import { gapsInsert, type HookOf, knownGuids, type NewGap, recoveredUpdate } from "../../db/gaps.ts";
import type { Repository } from "../../db/repositories.ts";
import { repositoryUpdate } from "../../db/repositories.ts";
import { auditIfChanged } from "../audit.ts";
import type { Ctx } from "../context.ts";

/** GitHub shows deliveries of the last three days and takes no longer to note one that timed out than this overlap. */
const KEPT_MS = 3 * 24 * 60 * 60_000;
const OVERLAP_MS = 10 * 60_000;
/** Pages of a hundred attempts read in one look; what is beyond them only the state itself can tell. */
const MAX_PAGES = 10;
const MAX_REASON = 200;

/** From here on a status says that nobody could be reached. */
const UNREACHED = 500;
/** How we answer what is signed by another secret, or comes as a form. */
const REFUSALS: ReadonlySet<number> = new Set([401, 415]);

type Gaps = {
  readonly gapsFound: number;
  /** A delivery was answered that we know nothing of: the webhook may have another address than the row's. */
  readonly wentAstray: boolean;
  /** New deliveries were refused and none was taken: the webhook may have another secret or content type than ours. */
  readonly isRefused: boolean;
};

/**
 * Reads GitHub's log of a webhook since the last look and notes the deliveries of which every attempt failed and that we never
 * received; those that came after all are closed. Answers how many were new. Throws not_found when the webhook is gone.
 */
export async function findGaps(ctx: Ctx, github: GithubPort, row: Repository & { hookId: number }): Promise<Gaps> {
  const hook = { repositoryId: row.id, hookId: row.hookId };
  const now = ctx.clock.now();
  const since = Math.max((row.deliveriesCursor ?? row.connectedAt) - OVERLAP_MS, now - KEPT_MS);
  const attempts = await attemptsSince(github, row, since);
  const failed = failedOf(attempts);
  const answered = answeredOf(attempts, row.deliveriesCursor ?? 0);
  const guids = [...new Set([...failed, ...answered].map(({ guid }) => guid))];
  const known = guids.length === 0 ? new Set() : await knownGuids(ctx.data, hook, guids);
  const missing = failed.filter(({ guid }) => !known.has(guid));
  await store(ctx, hook, { missing, cursor: newestOf(attempts) ?? row.deliveriesCursor });
  const strange = answered.filter(({ guid }) => !known.has(guid));
  const isTaken = answered.some(({ succeeded }) => succeeded);
  const isRefused = !isTaken && strange.some(({ statusCode }) => REFUSALS.has(statusCode));
  return { gapsFound: missing.length, wentAstray: strange.length > 0, isRefused };
}

/** By time, not by id: GitHub does not promise that ids grow. */
async function attemptsSince(github: GithubPort, row: Repository & { hookId: number }, since: number) {
  const attempts: HookDelivery[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, next } = await github.hookDeliveries(row, row.hookId, cursor);
    attempts.push(...items.filter(({ deliveredAt }) => deliveredAt >= since));
    if (next === null || items.some(({ deliveredAt }) => deliveredAt < since)) break;
    cursor = next;
  }
  return attempts;
}

/** The newest attempt of each delivery of which none succeeded. */
function failedOf(attempts: readonly HookDelivery[]): HookDelivery[] {
  const came = new Set(attempts.filter(({ succeeded }) => succeeded).map(({ guid }) => guid));
  const failed = new Map<string, HookDelivery>();
  for (const attempt of attempts) {
    if (!came.has(attempt.guid) && !failed.has(attempt.guid)) failed.set(attempt.guid, attempt);
  }
  return [...failed.values()];
}

/** Attempts later than `after` that somebody answered. Without the overlap, so that a webhook that is quiet asks nothing. */
function answeredOf(attempts: readonly HookDelivery[], after: number): HookDelivery[] {
  return attempts.filter(
    ({ deliveredAt, statusCode }) => deliveredAt > after && statusCode > 0 && statusCode < UNREACHED,
  );
}

function newestOf(attempts: readonly HookDelivery[]): number | undefined {
  return attempts.length === 0 ? undefined : Math.max(...attempts.map(({ deliveredAt }) => deliveredAt));
}

async function store(
  ctx: Ctx,
  hook: HookOf,
  { missing, cursor }: { missing: readonly HookDelivery[]; cursor: number | null },
): Promise<void> {
  const now = ctx.clock.now();
  const gaps = missing.map((attempt) => gapOf(ctx, attempt));
  const meta = { hook_id: hook.hookId, gaps: gaps.length };
  await ctx.data.db.batch([
    repositoryUpdate(ctx.data, hook.repositoryId, { deliveriesCursor: cursor }),
    recoveredUpdate(ctx.data, hook, now),
    gapsInsert(ctx.data, hook, { gaps, at: now }),
    auditIfChanged(ctx, {
      action: "webhook.gaps_found",
      targetKind: "repository",
      targetId: hook.repositoryId,
      meta,
    }),
  ]);
}

function gapOf(ctx: Ctx, attempt: HookDelivery): NewGap {
  const { guid, id: githubId, event, action, deliveredAt, statusCode } = attempt;
  const reason = attempt.status.slice(0, MAX_REASON);
  return { id: ctx.random.uuidv7(), guid, githubId, event, action, reason, statusCode, deliveredAt };
}
