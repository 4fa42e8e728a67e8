import type { Repository } from "../../db/repositories.ts";
import { ownRepositoriesDue, repositoriesDue } from "../../db/sweep.ts";
import { AppError, reasonOf } from "../../errors.ts";
import type { Ctx, Scope } from "../context.ts";
import { systemCtx } from "../jobs/system-ctx.ts";
import { NOTHING_SWEPT, type Swept, sweepRepository } from "./sweep-repository.ts";

/** How often a repository is looked at, a little less so that a cron that is early finds it due. */
const EVERY_MS = 14 * 60_000;
const GONE_EVERY_MS = 24 * 60 * 60_000;
/**
 * Repositories of one run. A look at a quiet one takes 13 statements, at one with missing deliveries 20 more, and an invocation has 1,000
 * (https://developers.cloudflare.com/d1/platform/limits/): what does not fit is due in the next run, two minutes later.
 */
export const REPOSITORIES_A_RUN = 50;
const CRON = { limit: REPOSITORIES_A_RUN, forMs: 100_000 };
/** An administrator waits for the answer. */
const REQUEST = { limit: REPOSITORIES_A_RUN, forMs: 20_000 };
const AT_ONCE = 4;

/** Looks at the repositories of all organizations that are due. What does not fit into this run is first in the next one. */
export async function sweepWebhooks(scope: Scope): Promise<Swept> {
  const now = scope.clock.now();
  const due = await repositoriesDue(scope.db, { before: now - EVERY_MS, goneBefore: now - GONE_EVERY_MS }, CRON.limit);
  const ctxOf = ({ orgId }: Repository) => systemCtx(scope, orgId);
  const swept = await sweepAll(due, { clock: scope.clock, ctxOf, until: now + CRON.forMs });
  scope.log.info("webhooks_swept", {
    count: swept.repositories,
  });
  return swept;
}

/** Looks at an organization's repositories now, whenever they were looked at last. The system asks GitHub, as the cron does. */
export async function sweepOrganization(ctx: Ctx): Promise<Swept> {
  const own = systemCtx(ctx, ctx.orgId);
  const now = ctx.clock.now();
  const due = await ownRepositoriesDue(ctx.data, { before: now + 1, goneBefore: now + 1 }, REQUEST.limit);
  return sweepAll(due, { clock: ctx.clock, ctxOf: () => own, until: now + REQUEST.forMs });
}

type Sweeping = Pick<Scope, "clock"> & { readonly ctxOf: (row: Repository) => Ctx; readonly until: number };

/** A few at a time. An account that GitHub makes wait is left alone for the rest of the run. */
async function sweepAll(due: readonly Repository[], { clock, ctxOf, until }: Sweeping): Promise<Swept> {
  const waiting = [...due];
  const resting = new Set<string>();
  const swept: Swept[] = [];
  const worker = async () => {
    for (let row = waiting.shift(); row && clock.now() <= until; row = waiting.shift()) {
      if (resting.has(row.connectedBy)) continue;
      const result = await sweepOrTell(ctxOf(row), row);
      if (result === "rest") resting.add(row.connectedBy);
      else swept.push(result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return sum(swept);
}

async function sweepOrTell(ctx: Ctx, row: Repository): Promise<Swept | "rest"> {
  try {
    return await sweepRepository(ctx, row);
  } catch (error) {
    ctx.log.warning("sweep_failed", { repository_id: row.id, reason: reasonOf(error) });
    const isAccount = error instanceof AppError && ACCOUNT.has(error.problemCode);
    return isAccount ? "rest" : NOTHING_SWEPT;
  }
}

const ACCOUNT = new Set(["github_rate_limited", "github_token_refused"]);

function sum(all: readonly Swept[]): Swept {
  const total = (key: keyof Swept) => all.reduce((count, swept) => count + swept[key], 0);
  return {
    repositories: total("repositories"),
    gapsFound: total("gapsFound"),
    asked: total("asked"),
    syncsStarted: total("syncsStarted"),
  };
}
