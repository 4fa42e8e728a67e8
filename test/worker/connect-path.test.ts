import { env } from "cloudflare:workers";
import { beforeEach, expect, it, vi } from "vitest";
import type * as z from "zod";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import type { Plan } from "../../worker/http/schemas/analysis.ts";
import type { ConnectResult, JobAccepted, Repository } from "../../worker/http/schemas/repositories.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { as, type Caller } from "./support/as.ts";
import { forgetRequests, githubAs, makeRepository, requestsMade } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { testCtx, testScope } from "./support/scope.ts";

const CI =
  "name: ci\non: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm test\n";

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue(sent);
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue(sent);
});

async function connect(caller: Caller, fullName: string) {
  const response = await caller.post("/api/repositories/connect", { repositories: [fullName] });
  const [item] = ((await response.json()) as z.infer<typeof ConnectResult>).items;
  if (!item?.repository_id || !item.job_id || !item.analysis_id) throw new Error(JSON.stringify(item));
  return { repositoryId: item.repository_id, jobId: item.job_id, analysisId: item.analysis_id };
}

const read = async (caller: Caller, id: string) =>
  (await (await caller.get(`/api/repositories/${id}`)).json()) as z.infer<typeof Repository>;

it("needs at most four requests for the first analysis of a sample, and one for the next when nothing changed", async () => {
  const caller = await as({ github: {} });
  const { repositoryId, jobId } = await connect(caller, "acme/checkout-api");
  await forgetRequests();
  await runJob(testScope(), jobId, jobHandlers);
  const first = await requestsMade();
  expect(first.length).toBeLessThanOrEqual(4);
  await forgetRequests();
  const again = await caller.post(`/api/repositories/${repositoryId}/analyze`);
  await runJob(testScope(), ((await again.json()) as z.infer<typeof JobAccepted>).job_id, jobHandlers);
  expect(await requestsMade()).toEqual([
    { method: "GET", path: "/repos/acme/checkout-api/git/ref/heads/main", status: 304 },
  ]);
  expect(await read(caller, repositoryId)).toMatchObject({ active_job: null, health: { overall: expect.any(Number) } });
});

it("leads from connecting to a merged fix whose finding is gone", async () => {
  const caller = await as({ github: {} });
  const made = await makeRepository({ files: { ".github/workflows/ci.yml": CI } });
  const { repositoryId, jobId, analysisId } = await connect(caller, made.fullName);
  await runJob(testScope(), jobId, jobHandlers);
  const before = await read(caller, repositoryId);

  const { results } = await env.DB.prepare("select id from remediation_snippets where analysis_id = ?")
    .bind(analysisId)
    .all();
  const choice = { remediation_ids: results.map(({ id }) => id) };
  const apply = (body: unknown) => caller.post(`/api/analysis/${analysisId}/apply`, body);
  const { id } = (await (await apply(choice)).json()) as z.infer<typeof Plan>;
  const opened = (await (await apply({ plan_id: id })).json()) as z.infer<typeof Plan>;
  await controlGithub("merge", { repo: made.fullName, number: opened.pull_request?.number });

  const sync = await createJob(testCtx(caller), { kind: "sync", trigger: "push", repositoryId });
  await runJob(testScope(), sync.jobId, jobHandlers);
  const { active_job } = await read(caller, repositoryId);
  await runJob(testScope(), active_job?.id ?? "", jobHandlers);
  const after = await read(caller, repositoryId);
  expect(after.open_findings).toBeLessThan(before.open_findings);
  expect(after.health?.overall ?? 0).toBeGreaterThan(before.health?.overall ?? 100);
  expect(after.previous_overall).toBe(before.health?.overall);
});

it("resolves the actions of a workflow to commits and their most precise tags in one request", async () => {
  const github = await githubAs();
  await forgetRequests();
  const found = await github.actionCommits([
    { action: "acme/checkout-api", ref: "v1.4.2" },
    { action: "acme/checkout-api", ref: "main" },
    { action: "nobody/nothing", ref: "v1" },
    { action: "acme/checkout-api", ref: "not-a-ref" },
  ]);
  expect(found).toMatchObject([
    { ref: "v1.4.2", sha: expect.stringMatching(/^[0-9a-f]{40}$/), tag: "v1.4.2" },
    { ref: "main", sha: expect.stringMatching(/^[0-9a-f]{40}$/) },
  ]);
  expect(await requestsMade()).toHaveLength(1);
});
