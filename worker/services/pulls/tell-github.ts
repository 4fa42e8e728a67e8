import type { GithubPort } from "../../adapters/github/port.ts";
import type { PullDetails } from "../../adapters/github/pull-port.ts";
import type { PullCheckRow } from "../../db/pull-checks.ts";
import type { Repository } from "../../db/repositories.ts";
import { AppError, type ErrorCode } from "../../errors.ts";
import type { JobRun } from "../jobs/job-run.ts";
import { isMoved } from "./present-name.ts";
import { type Publication, publishCheckRun, publishStatus } from "./publish-check.ts";
import { publishComment } from "./publish-comment.ts";
import type { PullReport } from "./pull-report.ts";

/** What GitHub now shows, and why not more. */
export type Told = Pick<PullCheckRow, "reportedAs" | "checkRunId" | "commentId" | "detail">;

export type Telling = {
  readonly repository: Repository;
  readonly pull: PullDetails;
  readonly report: PullReport;
  readonly detailsUrl: string;
  /** GitHub by the token of whoever connected the repository. */
  readonly github: GithubPort;
  /** Our comment as far as we know. */
  readonly commentId: number | null;
};

/** Answers that are a refusal, which a new try would meet again. All others concern the whole job. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set(["forbidden", "missing_scope", "not_found", "conflict"]);
const FROM_FORK = "It comes from a fork, so it was only read: nothing was written to GitHub.";

/**
 * Tells GitHub what was found: as a check run where our App is installed, else as a commit status, and in one comment. What
 * GitHub refuses is said in `detail` and stops nothing. A pull request from a fork is read only.
 */
export async function tellGithub(run: JobRun, telling: Telling): Promise<Told> {
  if (telling.pull.isFork) return { reportedAs: "none", checkRunId: null, commentId: null, detail: FROM_FORK };
  const reasons: string[] = [];
  const app = await appOf(run, telling, reasons);
  const result = await tellResult(telling, app, reasons);
  const commentId = await tellComment(telling, app, reasons);
  return { ...result, commentId, detail: reasons.length > 0 ? reasons.join(" ") : null };
}

type InstalledApp = { readonly id: number; readonly github: GithubPort };

async function appOf(
  { ctx, signal }: JobRun,
  { repository }: Telling,
  reasons: string[],
): Promise<InstalledApp | null> {
  const app = ctx.githubApp;
  if (!app) {
    reasons.push("GitHub takes check runs from GitHub Apps alone, and this server has none: it is a commit status.");
    return null;
  }
  const tokens = await unlessRefused(() => app.tokensFor(repository), "the App's token", reasons);
  if (tokens === undefined) return null;
  if (tokens !== null) return { id: app.id, github: ctx.github(tokens).within(signal) };
  reasons.push("The GitHub App is not installed on this repository: it is a commit status.");
  return null;
}

async function tellResult(
  telling: Telling,
  app: InstalledApp | null,
  reasons: string[],
): Promise<Pick<Told, "reportedAs" | "checkRunId">> {
  if (app) {
    const tell = () => publishCheckRun(publicationOf(telling, app.github), app.id);
    const checkRunId = await unlessRefused(tell, "the check run", reasons);
    if (checkRunId !== undefined) return { reportedAs: "check_run", checkRunId };
  }
  const tell = async () => {
    await publishStatus(publicationOf(telling, telling.github));
    return true;
  };
  const isTold = await unlessRefused(tell, "the commit status", reasons);
  return { reportedAs: isTold ? "status" : "none", checkRunId: null };
}

async function tellComment(telling: Telling, app: InstalledApp | null, reasons: string[]): Promise<number | null> {
  const { commentId: knownId } = telling;
  const tell = async () => {
    if (app) {
      const isOwn = ({ appId }: { appId: number | null }) => appId === app.id;
      return publishComment(publicationOf(telling, app.github), { knownId, isOwn });
    }
    const viewer = await telling.github.viewerId();
    const isOwn = ({ authorId }: { authorId: number | null }) => authorId === viewer;
    return publishComment(publicationOf(telling, telling.github), { knownId, isOwn });
  };
  const commentId = await unlessRefused(tell, "the comment", reasons);
  return commentId === undefined ? knownId : commentId;
}

function publicationOf({ repository, pull, report, detailsUrl }: Telling, github: GithubPort): Publication {
  return { github, repository, number: pull.number, head: pull.head, report, detailsUrl };
}

/** Undefined, and a reason more, when GitHub refuses. */
async function unlessRefused<T>(work: () => Promise<T>, what: string, reasons: string[]): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.has(error.code) || isMoved(error)) throw error;
    reasons.push(`GitHub refused ${what}: ${error.detail}`);
    return undefined;
  }
}
