/** The scripted API: fixtures by route, failures by scenario. */
import type { ProblemDocument } from "../../../web/src/api-types.ts";
import { estimateOf, fixAnswerOf, GONE_OVER, REQUESTS, reviewOf, settingsOf } from "./ai.ts";
import { ANALYSES, eventsOf, FINDINGS_OF, jobOf } from "./analysis.ts";
import { FIXES, planOf } from "./findings.ts";
import { HISTORY, NO_SUMMARY, OFFERED, REPOSITORIES, SUMMARY } from "./fleet.ts";
import { ARTIFACT_FILES, ARTIFACTS, GENERATION_JOB, OPENED_PLAN, PLAN, previewOf, validationOf } from "./generation.ts";
import { ago, idOf } from "./ids.ts";
import { answerJobs } from "./jobs.ts";
import { answerSecurity } from "./security.ts";
import { answerTeams, meOf } from "./teams.ts";
import { TEMPLATE_PREVIEW, TEMPLATES, TEST_MATCH } from "./templates.ts";
import { usageOf } from "./usage.ts";
import { answerPulls, answerWebhooks } from "./webhooks.ts";

export type MockRequest = {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly scenario: string;
};
export type MockReply = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

function ok(body: unknown, status = 200): MockReply {
  return { status, body };
}

const TITLES: Readonly<Record<number, string>> = {
  401: "Not signed in",
  403: "GitHub permission is missing",
  404: "Not found",
  502: "GitHub did not answer as expected",
};

type Refusal = Pick<ProblemDocument, "detail" | "status"> & { readonly code: string; readonly action_url?: string };

function problem({ code, ...rest }: Refusal): MockReply {
  const body: ProblemDocument = {
    type: `/problems/${code}`,
    title: TITLES[rest.status] ?? "",
    correlation_id: "0193f000-0000-7000-8000-00000000c0de",
    ...rest,
  };
  return { status: rest.status, body };
}

const page = (items: readonly unknown[]) => ok({ items, next_cursor: null });
const missing = () =>
  problem({ status: 404, code: "not_found", detail: "There is no such thing in this organization." });

function analysisRoute(id: string, rest: string, request: MockRequest): MockReply {
  const analysis = ANALYSES.find((it) => it.id === id);
  if (!analysis) return missing();
  if (rest === "recommendations") return page(FINDINGS_OF[id] ?? []);
  if (rest === "remediations") return page(FINDINGS_OF[id] ? FIXES : []);
  if (rest !== "apply") return ok(analysis);
  const body = JSON.parse(request.body);
  if (body.remediation_ids) return ok(planOf(body.remediation_ids));
  const plan = planOf(FIXES.map((fix) => fix.id));
  const pull = { number: 42, url: "https://github.com/acme/storefront/pull/42", state: "open", created_at: ago(0) };
  const { branch, base, title } = plan;
  return ok({
    ...plan,
    state: "opened",
    pull_request: { ...pull, id: idOf("other", 60), repository_id: plan.repository_id, branch, base, title },
  });
}

function repositoryRoute(id: string, rest: string, request: MockRequest): MockReply {
  const repository = REPOSITORIES.find((it) => it.id === id);
  if (!repository) return missing();
  if (rest === "health") {
    return ok(repository.health ? { current: HISTORY[0], history: HISTORY } : { current: null, history: [] });
  }
  if (rest === "pulls") return ok(answerPulls(id, request));
  if (rest === "webhook") return ok({ repository_id: id, previous_valid_until: ago(-60 * 24) });
  if (rest === "review") return ok(reviewOf(JSON.parse(request.body).pull_number));
  if (rest === "analyze")
    return ok({ job_id: idOf("job", 4), analysis_id: idOf("analysis", 4), coalesced: false }, 202);
  return request.method === "GET" ? ok(repository) : ok({}, 202);
}

function templateRoute(action: string, { method, scenario }: MockRequest): MockReply {
  if (action === "preview") return ok(TEMPLATE_PREVIEW);
  if (action === "test-match") return ok(TEST_MATCH);
  if (method !== "GET") return ok(TEMPLATES.items[0], 201);
  return ok(scenario === "empty" ? { ...TEMPLATES, items: [] } : TEMPLATES);
}

function generationRoute(path: readonly string[], request: MockRequest): MockReply {
  const [noun = "", , action = ""] = path;
  if (noun === "templates") return templateRoute(path[1] ?? "", request);
  if (noun === "preview") return ok(previewOf(JSON.parse(request.body), request.scenario));
  if (noun === "validate") return ok(validationOf(JSON.parse(request.body).text));
  if (noun === "generate") return ok({ job_id: GENERATION_JOB.id, coalesced: false }, 202);
  if (noun === "artifact") return ok({ ...ARTIFACTS[1], files: ARTIFACT_FILES, ai: GONE_OVER });
  if (noun !== "artifacts") return missing();
  if (action === "apply") return ok(JSON.parse(request.body).plan_id ? OPENED_PLAN : PLAN);
  return page(request.scenario === "empty" ? [] : ARTIFACTS);
}

function jobRoute(id: string, rest: string, request: MockRequest): MockReply {
  if (id === GENERATION_JOB.id) return ok(GENERATION_JOB);
  const known = answerJobs(id, rest, request);
  if (known !== undefined) return ok(known, rest === "retry" ? 202 : 200);
  const analysis = ANALYSES.find((it) => it.job_id === id);
  if (!analysis) return missing();
  if (rest === "retry") return ok({ job_id: idOf("job", 4), analysis_id: idOf("analysis", 4), coalesced: false }, 202);
  if (rest !== "logs") return ok(jobOf(analysis));
  const since = Number(request.url.searchParams.get("since") ?? 0);
  const shown = { completed: 16, processing: 3, queued: 1, failed: 6, cancelled: 4 }[analysis.phase];
  return ok({ items: eventsOf().filter((event) => event.seq > since && event.seq <= shown), next_since: null });
}

function connect(request: MockRequest): MockReply {
  if (request.scenario === "missing-scope") {
    const action_url = "/api/auth/github?access=repositories&return_to=%2Fonboarding";
    return problem({
      status: 403,
      code: "missing_scope",
      detail: "GitHub has not granted `repo` and `workflow` yet.",
      action_url,
    });
  }
  const names: string[] = JSON.parse(request.body).repositories;
  const ids = { repository_id: idOf("repository", 4), job_id: idOf("job", 4), analysis_id: idOf("analysis", 4) };
  return ok({ items: names.map((full_name) => ({ full_name, ...ids, problem: null })) });
}

/** GitHub's consent in one step: the rights are granted, and the user is back where the page asked for. */
function grant({ url }: MockRequest): MockReply {
  const location = url.searchParams.get("return_to") ?? "/";
  return { status: 303, body: null, headers: { location, "set-cookie": "scenario=data; Path=/" } };
}

/** One page of two, so that there is more to show. */
function requestsOf({ scenario, url }: MockRequest): MockReply {
  if (scenario === "empty") return page([]);
  const isFirst = !url.searchParams.has("cursor");
  return ok({ items: isFirst ? REQUESTS.slice(0, 4) : REQUESTS.slice(4), next_cursor: isFirst ? "more" : null });
}

/** What is changed is not kept. */
function aiRoute(noun: string, request: MockRequest): MockReply {
  if (noun === "estimate") return ok(estimateOf(request.scenario));
  return noun === "requests" ? requestsOf(request) : ok(settingsOf(request.scenario));
}

const EXACT: Readonly<Record<string, (request: MockRequest) => MockReply>> = {
  "/api/auth/me": ({ scenario }) => ok(meOf(scenario)),
  "/api/auth/status": ({ scenario }) =>
    ok({ signed_in: scenario !== "signed-out", demo: true, github_url: "http://localhost:4010" }),
  "/api/repositories": ({ scenario }) =>
    scenario === "empty"
      ? ok({ items: [], next_cursor: null, summary: NO_SUMMARY })
      : ok({
          items: REPOSITORIES,
          next_cursor: null,
          summary: scenario === "first" ? { ...SUMMARY, pull_requests_total: 0 } : SUMMARY,
        }),
  "/api/repositories/github": ({ scenario }) =>
    ok({
      items: scenario === "empty" ? [] : OFFERED,
      missing_scopes: scenario === "missing-scope" ? ["repo"] : [],
      complete: true,
    }),
  "/api/repositories/connect": connect,
  "/api/auth/github": grant,
  "/api/usage": ({ scenario, url }) => ok(usageOf(scenario, url.searchParams.get("month"))),
};

function route(request: MockRequest): MockReply {
  const { pathname } = request.url;
  const known = EXACT[pathname]?.(request) ?? answerSecurity(request) ?? answerTeams(request);
  if (known) return known;
  const [, , noun, id = "", rest = ""] = pathname.split("/");
  if (noun === "ai") return aiRoute(id, request);
  if (noun === "recommendations" && rest === "fix") return ok(fixAnswerOf(id));
  if (noun === "ci-cd") return generationRoute(pathname.split("/").slice(3), request);
  if (noun === "analysis" && id === "repository") return page(ANALYSES.filter((it) => it.repository_id === rest));
  if (noun === "analysis") return analysisRoute(id, rest, request);
  if (noun === "repositories") return repositoryRoute(id, rest, request);
  if (noun === "webhooks") return ok(answerWebhooks(id, request));
  return noun === "jobs" ? jobRoute(id, rest, request) : missing();
}

const NEVER_FAILS = ["/api/auth/me", "/api/auth/status"];

/** Answers one request in its scenario. `slow` never answers what is not about the session. */
export async function answerApi(request: MockRequest): Promise<MockReply> {
  const { scenario, url } = request;
  if (scenario === "signed-out" && url.pathname !== "/api/auth/status")
    return problem({ status: 401, code: "unauthenticated", detail: "Sign in." });
  if (NEVER_FAILS.includes(url.pathname)) return route(request);
  if (scenario === "error")
    return problem({
      status: 502,
      code: "upstream_failed",
      detail: "GitHub answered 502. Nothing was changed; try again in a minute.",
    });
  if (scenario === "slow") await new Promise(() => undefined);
  return route(request);
}
