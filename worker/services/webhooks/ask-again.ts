import type { GithubPort } from "../../adapters/github/port.ts";
import { askUndo, askUpdate, type Gap, waitingGaps } from "../../db/gaps.ts";
import type { Repository } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

const MAX_ASKS = 3;
/** GitHub wants a second between two requests that write. */
const ASKS_A_LOOK = 20;
const ASK_AGAIN_MS = 10 * 60_000;
const KEPT_MS = 3 * 24 * 60 * 60_000;
/** What only the delivery itself tells goes first; a push is seen in the state as well. */
const ORDER = ["pull_request", "issues", "workflow_run", "repository", "push"];

export type Asking = {
  readonly asked: number;
  /** Gaps that no asking will close: the repository has to be read instead. */
  readonly hopeless: readonly string[];
};

/** Asks GitHub for the missing deliveries of a webhook: at most three times each, and a few at a look. */
export async function askAgain(ctx: Ctx, github: GithubPort, row: Repository & { hookId: number }): Promise<Asking> {
  const now = ctx.clock.now();
  const gaps = await waitingGaps(ctx.data, row);
  const isOver = ({ asks, askedAt, deliveredAt }: Gap) =>
    deliveredAt < now - KEPT_MS || (asks >= MAX_ASKS && (askedAt ?? 0) < now - ASK_AGAIN_MS);
  const due = gaps
    .filter((gap) => !isOver(gap) && gap.asks < MAX_ASKS && (gap.askedAt ?? 0) < now - ASK_AGAIN_MS)
    .toSorted((a, b) => rank(a) - rank(b) || byAge(a, b));
  // Pushes beyond what is asked for need no delivery: the newest one, or a look at the head, says all that they would.
  const superfluous = due.slice(ASKS_A_LOOK).filter(({ event }) => event === "push");
  let asked = 0;
  const refused: Gap[] = [];
  for (const gap of due.slice(0, ASKS_A_LOOK)) {
    if (await askFor(ctx, github, { row, gap })) asked += 1;
    else refused.push(gap);
  }
  const hopeless = [...gaps.filter(isOver), ...superfluous, ...refused];
  return { asked, hopeless: hopeless.map(({ id }) => id) };
}

function rank({ event }: Gap): number {
  const place = ORDER.indexOf(event);
  return place === -1 ? ORDER.length : place;
}

/** Oldest first, so that states come in the order in which they were; the newest push says what all of them would. */
function byAge(one: Gap, other: Gap): number {
  return one.event === "push" ? other.deliveredAt - one.deliveredAt : one.deliveredAt - other.deliveredAt;
}

type One = { readonly row: Repository & { hookId: number }; readonly gap: Gap };

/**
 * Counts the ask, then makes it, so that two sweeps never ask twice. False when GitHub does not know the delivery any more;
 * after any other failure, which is thrown, nothing was asked.
 */
export async function askFor(ctx: Ctx, github: GithubPort, { row, gap }: One): Promise<boolean> {
  const taken = await askUpdate(ctx.data, gap, ctx.clock.now());
  if (taken.length === 0) return true;
  try {
    await github.redeliver(row, gap.hookId, gap.githubId);
  } catch (error) {
    if (isUnknown(error)) return false;
    await askUndo(ctx.data, gap).run();
    throw error;
  }
  const meta = { guid: gap.guid, repository_id: row.id };
  const audited = { action: "webhook.redelivery_asked", targetKind: "webhook_gap", targetId: gap.id, meta };
  await ctx.data.db.batch([audit(ctx, audited)]);
  return true;
}

/** GitHub forgets deliveries after three days. */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  return error.code === "not_found" || error.problemCode === "github_invalid";
}
