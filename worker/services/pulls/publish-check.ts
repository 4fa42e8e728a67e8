import type { RepositoryName } from "../../adapters/github/port.ts";
import type { CheckRun, CheckRunSpec, CommitStatus, PullPort } from "../../adapters/github/pull-port.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import type { PullReport } from "./pull-report.ts";

/** The name under which GitHub shows the check, and branch protection knows it. */
const CHECK_NAME = "AutoDevOps";
const STATUS_CONTEXT = "autodevops";
/** GitHub takes no more annotations in one request. */
const BATCH = 50;

export type Publication = {
  readonly github: PullPort;
  readonly repository: RepositoryName & { readonly id: string };
  readonly number: number;
  readonly head: string;
  readonly report: PullReport;
  readonly detailsUrl: string;
};

/**
 * The newest check run of the pull request when it says exactly this, gone on with when an earlier attempt got stuck halfway;
 * else a new one. Answers its id. Annotations only grow on GitHub, so another result of the same commit is another check run,
 * and GitHub shows the newest alone: an older one that said the same would stay hidden.
 */
export async function publishCheckRun(publication: Publication, appId: number): Promise<number> {
  const { github, repository, head, report } = publication;
  const { annotations, ...words } = report;
  const externalId = await externalIdOf(publication);
  const specFrom = (from: number): CheckRunSpec => ({
    ...words,
    name: CHECK_NAME,
    externalId,
    detailsUrl: publication.detailsUrl,
    annotations: annotations.slice(from, from + BATCH),
  });
  const runs = await github.checkRuns(repository, head, { check: CHECK_NAME, appId });
  const newest = newestOf(publication, runs);
  const isTold = newest?.externalId === externalId;
  const run = isTold ? newest : await github.createCheckRun(repository, head, specFrom(0));
  for (let sent = run.annotations; sent < annotations.length; sent += BATCH) {
    await github.updateCheckRun(repository, run.id, specFrom(sent));
  }
  return run.id;
}

/** Of those that tell of this pull request: another one may have the same commit. GitHub's ids grow. */
function newestOf(publication: Publication, runs: readonly CheckRun[]): CheckRun | undefined {
  const prefix = externalPrefix(publication);
  return runs.filter(({ externalId }) => externalId.startsWith(prefix)).toSorted((a, b) => b.id - a.id)[0];
}

/** Equal for equal results of one pull request, in one organization. */
async function externalIdOf(publication: Publication): Promise<string> {
  const digest = await sha256Hex(JSON.stringify(publication.report));
  return `${externalPrefix(publication)}${digest.slice(0, 16)}`;
}

function externalPrefix({ repository, number }: Publication): string {
  return `pull:${repository.id}:${number}:`;
}

/** The same in one line, for tokens that may not write check runs. A status knows no word for neutral. */
export async function publishStatus({ github, repository, head, report, detailsUrl }: Publication): Promise<void> {
  const state = report.conclusion === "failure" ? "failure" : "success";
  const wanted: CommitStatus = { state, description: report.title, targetUrl: detailsUrl };
  const present = await github.commitStatus(repository, head, STATUS_CONTEXT);
  const isThere =
    present?.state === state && present.description === wanted.description && present.targetUrl === detailsUrl;
  if (!isThere) await github.createStatus(repository, head, { ...wanted, context: STATUS_CONTEXT });
}
