import { readActionLookups } from "../../adapters/github/action-lookups.ts";
import type { PullDetails, PullNow } from "../../adapters/github/pull-port.ts";
import { listFiles, readFiles, type SnapshotSource, toSnapshot } from "../../adapters/github/snapshot.ts";
import { findPullCheck, pullCheckStateUpdate, pullCheckUpsert } from "../../db/pull-checks.ts";
import type { Repository } from "../../db/repositories.ts";
import { firstOf } from "../../engine/lookups.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { auditIfChanged } from "../audit.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobRun } from "../jobs/job-run.ts";
import { count, sourceOf } from "../jobs/read-files-steps.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { findRule } from "../rules/rules.ts";
import { comparePull, type OnChangedLines, type PullDifference } from "./compare-pull.ts";
import { readOwnPull, underPresentName } from "./present-name.ts";
import { reportOf } from "./pull-report.ts";
import { type Told, tellGithub } from "./tell-github.ts";

/** As many are kept with a result. */
const MAX_STORED = 50;

type Checking = {
  /** The row, with the name and the page that GitHub has for it now. */
  readonly repository: Repository;
  readonly source: SnapshotSource;
  readonly pull: PullDetails;
};

/**
 * Looks at what a pull request brings, against where it left its base, and tells GitHub. Reads the present head, whatever
 * event asked for it; one that moved meanwhile is left to the next job. Throws what `GithubPort` throws.
 */
export async function runPullCheck(run: JobRun, number: number): Promise<void> {
  await underPresentName(run, () => checkPull(run, number));
}

async function checkPull(run: JobRun, number: number): Promise<void> {
  const { ctx, job } = run;
  const row = await getRepository(ctx, job.repositoryId);
  const source = sourceOf(run, row);
  const pull = await run.step("read_pull", async () => {
    const value = await readOwnPull(source, { repository: row, number });
    return { value, detail: describe(value) };
  });
  if (pull.state !== "open") return follow(run, row, pull);
  const repository = { ...row, ...pull.repository };
  const difference = await compare(run, { repository, source, pull });
  const told = await run.step("tell_github", () => tell(run, { repository, source, pull }, difference));
  if (told === null) return run.commit([], "A newer commit came meanwhile; it is looked at next.");
  const meta = { number, conclusion: told.conclusion, reported_as: told.reportedAs };
  const audited = auditIfChanged(ctx, {
    action: "pull_request.checked",
    targetKind: "repository",
    targetId: repository.id,
    meta,
  });
  const stored = upsert(run, { repository, source, pull }, { difference, told });
  await run.commit([stored, audited], messageOf(difference));
  await sendRepositoryEvent(ctx, repository.id, "pull_request");
}

function describe({ number, head, isFork, state }: PullDetails): string {
  const notes = [isFork ? ", from a fork" : "", state === "open" ? "" : `, ${state}`];
  return `#${number} at ${head.slice(0, 7)}${notes.join("")}`;
}

/** Nothing is checked any more; a result that is there learns what became of the pull request. */
async function follow(run: JobRun, { id: repositoryId }: Repository, { number, state }: PullDetails): Promise<void> {
  const update = pullCheckStateUpdate(run.ctx.data, { repositoryId, number, state });
  await run.commit([update], `The pull request is ${state}; nothing was checked.`);
  await sendRepositoryEvent(run.ctx, repositoryId, "pull_request");
}

async function compare(run: JobRun, { repository, source, pull }: Checking): Promise<PullDifference> {
  const before = await run.step("read_base", () => readCommit(source, repository, pull.base));
  const after = await run.step("read_head", () => readCommit(source, repository, pull.head));
  return run.step("run_rules", async () => {
    const now = run.ctx.clock.now();
    // The same answers for both sides: what changed outside the repository is nothing that the pull request did.
    const lookups = firstOf(await readActionLookups(source, after, now), await readActionLookups(source, before, now));
    const value = comparePull({ before, after, renames: pull.renames }, { now, lookups });
    return { value, detail: messageOf(value) };
  });
}

async function readCommit(source: SnapshotSource, repository: Repository, commit: string) {
  const listing = await listFiles(source, repository, commit);
  const files = await readFiles(source, repository, listing);
  const value: Snapshot = toSnapshot(repository, { commit, listing, files });
  return { value, detail: `${count(files.files.length, "file")}, ${files.fromCache} from cache` };
}

function messageOf({ added, fixed }: PullDifference): string {
  return `${count(added.length, "new finding")}, ${fixed} fixed.`;
}

/** Null when the pull request moved on: telling of an old head would cover what is told of the new one. */
async function tell(run: JobRun, checking: Checking, difference: PullDifference) {
  const { ctx } = run;
  const { repository, source, pull } = checking;
  const { id: repositoryId, htmlUrl } = repository;
  const { number } = pull;
  if (await movedOn(run, checking)) return { value: null, detail: "The pull request moved on." };
  const known = await findPullCheck(ctx.data, { repositoryId, number });
  const detailsUrl = detailsUrlOf(run, repositoryId);
  const report = reportOf({ pull, difference, htmlUrl, detailsUrl });
  const commentId = known?.commentId ?? null;
  const told = await tellGithub(run, { repository, pull, report, detailsUrl, github: source.github, commentId });
  // Another job may have told of a newer head while this one told of its own: whoever ends last has to leave it right.
  const isOld = await movedOn(run, checking);
  const detail = `${DETAILS[told.reportedAs]}${isOld ? "; the pull request moved on" : ""}`;
  return { value: { ...told, conclusion: report.conclusion }, detail };
}

/** True when the pull request is another one than was read; it is then left to a job that follows. */
async function movedOn({ ctx, job }: JobRun, { repository, source, pull }: Checking): Promise<boolean> {
  const { number } = pull;
  if (isSame(await source.github.pullNow(repository, number), pull)) return false;
  const { trigger, repositoryId } = job;
  await createJob(ctx, { kind: "analysis", trigger, repositoryId, pull: { number } });
  return true;
}

function isSame(now: PullNow, { head, baseRef, state, repository }: PullNow): boolean {
  const isThere = now.repository.githubId === repository.githubId;
  return isThere && now.head === head && now.baseRef === baseRef && now.state === state;
}

const DETAILS: Readonly<Record<Told["reportedAs"], string>> = {
  check_run: "as a check run",
  status: "as a commit status",
  none: "nothing was written to GitHub",
};

function detailsUrlOf({ ctx }: JobRun, repositoryId: string): string {
  return `${ctx.config.publicUrl}/repositories/${repositoryId}`;
}

type Outcome = {
  readonly difference: PullDifference;
  readonly told: NonNullable<Awaited<ReturnType<typeof tell>>["value"]>;
};

function upsert({ ctx, job }: JobRun, { repository, pull }: Checking, { difference, told }: Outcome) {
  const { number, title, url, isFork, state } = pull;
  return pullCheckUpsert(ctx.data, {
    id: ctx.random.uuidv7(),
    repositoryId: repository.id,
    number,
    title,
    url,
    isFork,
    state,
    headSha: pull.head,
    baseSha: pull.base,
    baseRef: pull.baseRef,
    jobId: job.id,
    newFindings: difference.added.length,
    fixedFindings: difference.fixed,
    findings: JSON.stringify(difference.onChangedLines.slice(0, MAX_STORED).map(storedFinding)),
    ...told,
    checkedAt: ctx.clock.now(),
  });
}

function storedFinding({ finding, startLine, endLine }: OnChangedLines) {
  const { rule, severity, message, path } = finding;
  const title = findRule(rule)?.title ?? rule;
  return { rule_id: rule, severity, title, message, path, start_line: startLine, end_line: endLine };
}
