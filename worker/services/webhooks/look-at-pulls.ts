import type { BatchItem } from "drizzle-orm/batch";
import type { GithubPort, PullState } from "../../adapters/github/port.ts";
import { pullCheckStateUpdate } from "../../db/pull-checks.ts";
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
 * nothing moved. Of those that were there before the repository was connected only webhooks speak. `etag` proves them as they are known now.
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
  const unchecked = value.filter((pull) => isUnchecked(pull, row, known));
  for (const { number } of unchecked) {
    await createJob(ctx, { kind: "analysis", trigger: "schedule", repositoryId: row.id, pull: { number } });
  }
  return { etag };
}

function isUnchecked(pull: PullState, { connectedAt }: Repository, { own, checked }: KnownPulls): boolean {
  if (pull.state !== "open" || own.has(pull.number) || OWN_BRANCH.test(pull.branch)) return false;
  const known = checked.get(pull.number);
  return known ? known.headSha !== pull.headSha : pull.createdAt >= wholeSecond(connectedAt) && !pull.isDraft;
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
