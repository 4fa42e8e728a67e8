import type { BatchItem } from "drizzle-orm/batch";
import type { GithubPort, PullState } from "../../adapters/github/port.ts";
import { checkedBases, pullCheckStateUpdate, pullJobs } from "../../db/pull-checks.ts";
import { pullStateUpdate } from "../../db/pull-requests.ts";
import type { Repository } from "../../db/repositories.ts";
import { type KnownPulls, knownPulls } from "../../db/sweep.ts";
import { auditIfChanged } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { createJob } from "../jobs/create-job.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { readEtags } from "./etags.ts";

/** Branches of pull requests that we open: they are followed, not checked. */
const OWN_BRANCH = /^autodevops\//;

/**
 * Brings the states of pull requests up to date and starts the checks that no webhook asked for. One request, free of cost while
 * nothing moved. Of those that were there before the repository was connected only webhooks speak. `etag` proves them as they are known
 * now; while a check is still to come it is null, since that may fail and the next look has to see so.
 */
export async function lookAtPulls(
  ctx: Ctx,
  github: GithubPort,
  row: Repository,
): Promise<{ readonly etag: string | null }> {
  const { value, etag } = await github.pullsSince(row, readEtags(row.repositoryEtag).pulls);
  if (value === null || value.length === 0) return { etag };
  const known = await knownPulls(
    ctx.data,
    row.id,
    value.map(({ number }) => number),
  );
  const changed = await storeStates(ctx, row.id, { pulls: value, known });
  if (changed) await sendRepositoryEvent(ctx, row.id, "pull_request");
  const isToCome = await startChecks(ctx, row, { pulls: value, known });
  return { etag: isToCome ? null : etag };
}

/**
 * Answers whether a check is to come. None is begun beside one that is under way, nor after one that was cancelled or set aside since
 * the pull request changed last: that is for a person to run again.
 */
async function startChecks(ctx: Ctx, row: Repository, { pulls, known }: Compared): Promise<boolean> {
  const theirs = pulls.filter((pull) => pull.state === "open" && !isOurs(pull, row, known));
  const bases = await basesOf(ctx, row, { pulls: theirs, known });
  const unchecked = theirs.filter((pull) => isUnchecked(pull, row, { ...known, bases }));
  if (unchecked.length === 0) return false;
  const jobs = await pullJobs(ctx.data, row.id, unchecked);
  for (const { number } of unchecked.filter((pull) => !jobs.has(pull.number))) {
    await createJob(ctx, { kind: "analysis", trigger: "schedule", repositoryId: row.id, pull: { number } });
  }
  return unchecked.some(({ number }) => jobs.get(number) !== "given_up");
}

/** A fork may name its branches as ours are named. */
function isOurs({ number, branch, branchIn }: PullState, { githubId }: Repository, { own }: KnownPulls): boolean {
  return own.has(number) || (OWN_BRANCH.test(branch) && branchIn === githubId);
}

type Bases = { readonly bases: ReadonlyMap<number, string | null> };

async function basesOf(ctx: Ctx, { id }: Repository, { pulls, known }: Compared): Promise<Bases["bases"]> {
  const numbers = pulls.map(({ number }) => number).filter((number) => known.checked.has(number));
  return numbers.length === 0 ? new Map() : checkedBases(ctx.data, id, numbers);
}

function isUnchecked(pull: PullState, { connectedAt }: Repository, { checked, bases }: KnownPulls & Bases): boolean {
  const { number, headSha, baseRef } = pull;
  const known = checked.get(number);
  if (!known) return pull.createdAt >= wholeSecond(connectedAt) && !pull.isDraft;
  return known.headSha !== headSha || (bases.get(number) ?? baseRef) !== baseRef;
}

/** GitHub tells instants by the second. */
function wholeSecond(ms: number): number {
  return ms - (ms % 1_000);
}

type Compared = { readonly pulls: readonly PullState[]; readonly known: KnownPulls };

async function storeStates(ctx: Ctx, repositoryId: string, { pulls, known }: Compared): Promise<boolean> {
  const [first, ...rest] = pulls.flatMap((pull) => stateStatements(ctx, repositoryId, { pull, known }));
  if (first) await ctx.data.db.batch([first, ...rest]);
  return first !== undefined;
}

function stateStatements(
  ctx: Ctx,
  repositoryId: string,
  { pull: { number, state }, known }: { pull: PullState; known: KnownPulls },
): BatchItem<"sqlite">[] {
  const statements: BatchItem<"sqlite">[] = [];
  const ownState = known.own.get(number);
  if (ownState !== undefined && (ownState ?? "open") !== state) {
    const meta = { repository_id: repositoryId, number };
    statements.push(
      pullStateUpdate(ctx.data, { repositoryId, number, state, now: ctx.clock.now() }),
      auditIfChanged(ctx, { action: `pull_request.${state}`, targetKind: "pull_request", targetId: null, meta }),
    );
  }
  const checked = known.checked.get(number);
  if (checked && checked.state !== state) {
    statements.push(pullCheckStateUpdate(ctx.data, { repositoryId, number, state }));
  }
  return statements;
}
