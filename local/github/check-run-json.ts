import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import type { AnnotationRecord, CheckRunRecord } from "../records.ts";
import { fullName, type Repo } from "../repositories.ts";
import { appJson } from "./app-json.ts";
import { escapePath, urlsOf } from "./repository-urls.ts";
import { nodeId } from "./user-json.ts";

/** Open pull requests whose head is the commit; those of forks are not listed, as on GitHub. */
function pullsOf(local: LocalContext, repo: Repo, { headSha }: CheckRunRecord) {
  const { record } = repo;
  const shown = { id: record.id, url: urlsOf(local.urls, fullName(repo)).api, name: record.name };
  return local.state.pulls
    .filter((pull) => pull.repoId === record.id && pull.head.sha === headSha && pull.state === "open" && !pull.fork)
    .map((pull) => ({
      id: pull.id,
      number: pull.number,
      url: `${shown.url}/pulls/${pull.number}`,
      head: { ...pull.head, repo: shown },
      base: { ...pull.base, repo: shown },
    }));
}

export function checkRunJson(local: LocalContext, repo: Repo, run: CheckRunRecord) {
  const { api, web } = urlsOf(local.urls, fullName(repo));
  const url = `${api}/check-runs/${run.id}`;
  const page = `${web}/runs/${run.id}`;
  const app = local.state.apps.find(({ id }) => id === run.appId);
  const output = run.output ?? { title: null, summary: null, text: null };
  const annotations = { annotations_count: run.annotations.length, annotations_url: `${url}/annotations` };
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId("CheckRun", run.id),
    head_sha: run.headSha,
    external_id: run.externalId ?? "",
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: isoSeconds(run.startedAt),
    completed_at: run.completedAt === null ? null : isoSeconds(run.completedAt),
    output: { ...output, ...annotations },
    check_suite: { id: run.appId },
    app: app ? appJson(local, app) : null,
    pull_requests: pullsOf(local, repo, run),
  };
}

export function annotationJson(local: LocalContext, repo: Repo, of: { run: CheckRunRecord; note: AnnotationRecord }) {
  const { web } = urlsOf(local.urls, fullName(repo));
  return { ...of.note, blob_href: `${web}/blob/${of.run.headSha}/${escapePath(of.note.path)}` };
}
