import type { RepositoryName } from "../../adapters/github/port.ts";
import type { CheckRunSpec, CommitStatus, PullPort } from "../../adapters/github/pull-port.ts";
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
 * The check run that says exactly this, made when it is not there, gone on with when an earlier attempt got stuck halfway.
 * Answers its id. Annotations only grow on GitHub, so another result of the same commit is another check run.
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
  const known = runs.find((run) => run.externalId === externalId);
  const run = known ?? (await github.createCheckRun(repository, head, specFrom(0)));
  for (let sent = run.annotations; sent < annotations.length; sent += BATCH) {
    await github.updateCheckRun(repository, run.id, specFrom(sent));
  }
  return run.id;
}

/** Equal for equal results of one pull request, in one organization. */
async function externalIdOf({ repository, number, report }: Publication): Promise<string> {
  const digest = await sha256Hex(JSON.stringify(report));
  return `pull:${repository.id}:${number}:${digest.slice(0, 16)}`;
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
