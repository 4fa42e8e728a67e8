import * as z from "zod";
import type { GithubClient } from "./client.ts";
import type { Annotation, CheckRun, CheckRunSpec, PullPort } from "./pull-port.ts";
import { paramsOf } from "./repositories.ts";

type CheckMethods = Pick<
  PullPort,
  "checkRuns" | "createCheckRun" | "updateCheckRun" | "commitStatus" | "createStatus" | "viewerId"
>;

const PAGE = 100;
const RUNS = "/repos/{owner}/{repo}/check-runs";

const CheckRunAnswer = z
  .object({
    id: z.int(),
    external_id: z.string().nullish(),
    output: z.object({ annotations_count: z.int() }),
  })
  .transform(
    (answer): CheckRun => ({
      id: answer.id,
      externalId: answer.external_id ?? "",
      annotations: answer.output.annotations_count,
    }),
  );
const CheckRunsAnswer = z.object({ check_runs: z.array(CheckRunAnswer) });
const StatusesAnswer = z.object({
  statuses: z.array(
    z.object({
      state: z.string(),
      context: z.string(),
      description: z.string().nullish(),
      target_url: z.string().nullish(),
    }),
  ),
});
const Viewer = z.object({ id: z.int() });

/** Check runs, which apps alone may write, and commit statuses. */
export function checkMethods(client: GithubClient): CheckMethods {
  return {
    checkRuns: async (name, ref, { check, appId }) => {
      const params = { ...paramsOf(name), ref, check_name: check, app_id: appId, filter: "all", per_page: PAGE };
      const route = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
      return (await client.read(CheckRunsAnswer, { route, params })).check_runs;
    },
    createCheckRun: (name, sha, spec) =>
      client.read(CheckRunAnswer, {
        route: `POST ${RUNS}`,
        params: { ...paramsOf(name), head_sha: sha, external_id: spec.externalId, ...runBody(spec) },
      }),
    updateCheckRun: (name, id, spec) =>
      client.read(CheckRunAnswer, {
        route: `PATCH ${RUNS}/{check_run_id}`,
        params: { ...paramsOf(name), check_run_id: id, ...runBody(spec) },
      }),
    commitStatus: async (name, ref, context) => {
      const route = "GET /repos/{owner}/{repo}/commits/{ref}/status";
      const params = { ...paramsOf(name), ref, per_page: PAGE };
      const { statuses } = await client.read(StatusesAnswer, { route, params });
      const found = statuses.find((status) => status.context === context);
      if (!found) return null;
      const state = found.state === "success" ? "success" : "failure";
      return { state, description: found.description ?? "", targetUrl: found.target_url ?? "" };
    },
    createStatus: async (name, sha, { state, context, description, targetUrl }) => {
      const params = { ...paramsOf(name), sha, state, context, description, target_url: targetUrl };
      await client.send({ route: "POST /repos/{owner}/{repo}/statuses/{sha}", params });
    },
    viewerId: async () => (await client.read(Viewer, { route: "GET /user" })).id,
  };
}

function runBody({ name, detailsUrl, title, summary, conclusion, annotations }: CheckRunSpec) {
  return {
    name,
    details_url: detailsUrl,
    status: "completed",
    conclusion,
    output: { title, summary, annotations: annotations.map(annotationBody) },
  };
}

function annotationBody({ path, startLine, endLine, level, title, message }: Annotation) {
  return { path, start_line: startLine, end_line: endLine, annotation_level: level, title, message };
}
