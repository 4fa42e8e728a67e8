import type { GithubPort } from "../../adapters/github/port.ts";
import { readAnewUpdate } from "../../db/gaps.ts";
import type { Repository } from "../../db/repositories.ts";
import { checkedUpdate, lookClaim } from "../../db/sweep.ts";
import { AppError, reasonOf } from "../../errors.ts";
import { userTokens } from "../auth/user-tokens.ts";
import type { Ctx } from "../context.ts";
import { createJob } from "../jobs/create-job.ts";
import { isAddressed } from "../repositories/ensure-hook.ts";
import { isSetLately, orderHook } from "../repositories/rotate-hook-key.ts";
import { askAgain } from "./ask-again.ts";
import { writeEtags } from "./etags.ts";
import { findGaps } from "./find-gaps.ts";
import { lookAtPulls } from "./look-at-pulls.ts";
import { type Look, lookAtState } from "./look-at-state.ts";

export type Swept = {
  readonly repositories: number;
  readonly gapsFound: number;
  readonly asked: number;
  readonly syncsStarted: number;
};

type Hooked = Repository & { readonly hookId: number };
type Found = Pick<Swept, "gapsFound" | "asked"> & {
  readonly hopeless: readonly string[];
  /** The webhook is gone, or has another address, secret or content type. */
  readonly isHookLost: boolean;
};

export const NOTHING_SWEPT: Swept = { repositories: 0, gapsFound: 0, asked: 0, syncsStarted: 0 };
const NO_GAPS: Found = { gapsFound: 0, asked: 0, hopeless: [], isHookLost: false };

/** The first analysis reads all there is; until it is over a moved head is no news. */
const FIRST_ANALYSIS_MS = 15 * 60_000;

/**
 * Looks at one repository: GitHub's delivery log, the repository with its head, and its pull requests. What moved without a webhook
 * is read by a job; what did not is known to be as its row says. Answers nothing when another sweep looks at it just now. Throws
 * when GitHub cannot be asked; whatever was found before that stays.
 */
export async function sweepRepository(ctx: Ctx, row: Repository): Promise<Swept> {
  const [claimed] = await lookClaim(ctx.data, row, ctx.clock.now());
  if (!claimed) return NOTHING_SWEPT;
  const github = ctx.github(userTokens(ctx, row.connectedBy));
  const askedAt = ctx.clock.now();
  const look = await lookAtState(github, row);
  const mustSync = look.isMoved && !isBeingRead(ctx, row);
  if (mustSync) await startSync(ctx, row);
  const present = { ...row, ...look.name };
  const found = look.isReadable ? await lookForGaps(ctx, github, present) : NO_GAPS;
  if (found.isHookLost) await orderHook(ctx, row, "schedule");
  const pulls = look.isReadable ? await lookAtPulls(ctx, github, present) : null;
  if (pulls && !look.isMoved) {
    await noteAsKnown(ctx, row, { look, pullsEtag: pulls.etag, at: askedAt, hopeless: found.hopeless });
  }
  const { gapsFound, asked } = found;
  return { repositories: 1, gapsFound, asked, syncsStarted: mustSync || found.isHookLost ? 1 : 0 };
}

async function startSync(ctx: Ctx, { id: repositoryId }: Repository): Promise<void> {
  await createJob(ctx, { kind: "sync", trigger: "schedule", repositoryId });
}

function isBeingRead(ctx: Ctx, { headSha, syncedAt, connectedAt }: Repository): boolean {
  return headSha === null && syncedAt === null && connectedAt > ctx.clock.now() - FIRST_ANALYSIS_MS;
}

/** A log that cannot be read keeps nobody from looking at the state, which tells more. */
async function lookForGaps(ctx: Ctx, github: GithubPort, row: Repository): Promise<Found> {
  if (!isHooked(row)) return NO_GAPS;
  try {
    const { gapsFound, wentAstray, isRefused } = await findGaps(ctx, github, row);
    const isWrong = isRefused && !isSetLately(ctx, row);
    const hook = wentAstray ? await lookAtHook(ctx, github, row) : "unknown";
    // Before it is set right, what is sent again would be refused again.
    if (hook === "ours" && isWrong) return { ...NO_GAPS, gapsFound, isHookLost: true };
    return { ...(await askAgain(ctx, github, row)), gapsFound, isHookLost: hook === "lost" };
  } catch (error) {
    ctx.log.warning("delivery_log_not_read", { repository_id: row.id, reason: reasonOf(error) });
    const isMissing = error instanceof AppError && error.code === "not_found";
    return { ...NO_GAPS, isHookLost: isMissing && (await lookAtHook(ctx, github, row)) === "lost" };
  }
}

/** Who may not administrate the repository is told the same as when the webhook is gone; only its list tells them apart. */
async function lookAtHook(ctx: Ctx, github: GithubPort, row: Hooked): Promise<"ours" | "lost" | "unknown"> {
  try {
    const hooks = await github.hooks(row);
    return hooks.some((hook) => hook.id === row.hookId && isAddressed(ctx, hook, row)) ? "ours" : "lost";
  } catch {
    return "unknown";
  }
}

function isHooked(row: Repository): row is Hooked {
  return row.hookId !== null;
}

type Known = Pick<Found, "hopeless"> & {
  readonly look: Look;
  readonly pullsEtag: string | null;
  /** When the first question was asked. */
  readonly at: number;
};

async function noteAsKnown(ctx: Ctx, row: Repository, { look, pullsEtag, at, hopeless }: Known): Promise<void> {
  const repositoryEtag = writeEtags({ repository: look.repositoryEtag, pulls: pullsEtag });
  const hook = { repositoryId: row.id, hookId: row.hookId ?? 0 };
  await ctx.data.db.batch([
    checkedUpdate(ctx.data, row, { checkedAt: at, repositoryEtag, headEtag: look.headEtag }),
    readAnewUpdate(ctx.data, hook, { ids: hopeless, at: ctx.clock.now() }),
  ]);
}
