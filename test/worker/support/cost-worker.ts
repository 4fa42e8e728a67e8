/** Answers how many rows D1 reads, in how many round trips, for each list and for taking a webhook in. The path names what runs. */
import { fleetTotals, listRepositories, repositoryFacts } from "../../../worker/db/repository-list.ts";
import { utf8 } from "../../../worker/platform/encoding.ts";
import { listAnalysesOfRepository } from "../../../worker/services/analyses/read-analyses.ts";
import { readRecommendations } from "../../../worker/services/analyses/read-recommendations.ts";
import { readRemediations } from "../../../worker/services/analyses/read-remediations.ts";
import type { Ctx, Scope } from "../../../worker/services/context.ts";
import { listMissed, listReceived } from "../../../worker/services/deliveries/read-deliveries.ts";
import { listJobsOfOrg, readJobLogs } from "../../../worker/services/jobs/read-jobs.ts";
import { systemCtx } from "../../../worker/services/jobs/system-ctx.ts";
import { readPulls } from "../../../worker/services/pulls/read-pulls.ts";
import { receiveWebhook } from "../../../worker/services/webhooks/receive-webhook.ts";
import { createPlatform, openScope } from "../../../worker/wiring.ts";
import { ANALYSIS, HOOK, JOB, OLDER_AT, ORG, PAGE, REPOSITORY, TOTALS } from "../../prove/jobs/cost/places.ts";

export { CircuitBreaker, OrgJobs, OrgLive, Quota, RateLimits, RepoJobs, TokenGate } from "../../../worker/index.ts";

const page = { limit: PAGE, after: undefined };
const ofRepository = { ...page, repositoryId: REPOSITORY };
const ofAnalysis = { ...page, analysisId: ANALYSIS };
/** Behind the newest: the second page. */
const older = { limit: PAGE, after: { at: OLDER_AT, id: "~" } };
const anyJob = { ...page, state: undefined, kind: undefined, repositoryId: undefined };
const anyGap = { ...page, state: undefined, repositoryId: undefined };

const LISTS: Readonly<Record<string, (ctx: Ctx) => Promise<unknown>>> = {
  jobs: (ctx) => listJobsOfOrg(ctx, anyJob),
  "jobs of a repository": (ctx) => listJobsOfOrg(ctx, { ...anyJob, repositoryId: REPOSITORY }),
  "jobs in a state": (ctx) => listJobsOfOrg(ctx, { ...anyJob, state: "completed" }),
  "jobs of a kind": (ctx) => listJobsOfOrg(ctx, { ...anyJob, kind: "sync" }),
  "jobs of a kind in a state": (ctx) => listJobsOfOrg(ctx, { ...anyJob, kind: "sync", state: "dead_letter" }),
  "older jobs": (ctx) => listJobsOfOrg(ctx, { ...anyJob, ...older }),
  "older jobs of a repository": (ctx) => listJobsOfOrg(ctx, { ...anyJob, ...older, repositoryId: REPOSITORY }),
  "older deliveries of a repository": (ctx) => listReceived(ctx, { ...ofRepository, ...older }),
  "older gaps": (ctx) => listMissed(ctx, { ...anyGap, ...older }),
  "older analyses of a repository": (ctx) => listAnalysesOfRepository(ctx, { ...ofRepository, ...older }),
  "log of a job": (ctx) => readJobLogs(ctx, JOB, { since: 0, limit: PAGE }),
  deliveries: (ctx) => listReceived(ctx, { ...page, repositoryId: undefined }),
  "deliveries of a repository": (ctx) => listReceived(ctx, ofRepository),
  gaps: (ctx) => listMissed(ctx, anyGap),
  "gaps in a state": (ctx) => listMissed(ctx, { ...anyGap, state: "open" }),
  "checks of pull requests": (ctx) => readPulls(ctx, ofRepository),
  "analyses of a repository": (ctx) => listAnalysesOfRepository(ctx, ofRepository),
  "findings of an analysis": (ctx) =>
    readRecommendations(ctx, { ...ofAnalysis, severity: undefined, category: undefined }),
  "fixes of an analysis": (ctx) => readRemediations(ctx, ofAnalysis),
  repositories: async ({ data }) => {
    const rows = await listRepositories(data, { q: "", before: undefined, limit: PAGE });
    return repositoryFacts(
      data,
      rows.map(({ id }) => id),
    );
  },
  [TOTALS]: ({ data }) => fleetTotals(data),
};

/** `trips` are round trips in a row: questions that are asked together count once. */
type Cost = { rows: number; trips: number };

/** D1 that adds up what its answers say was read. */
function counting(d1: D1Database, cost: Cost): D1Database {
  const originals = new WeakMap<object, D1PreparedStatement>();
  let underWay = 0;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    if (underWay === 0) cost.trips += 1;
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const told = (work: () => Promise<unknown>) =>
      counted(async () => {
        // Only `all` tells what was read.
        cost.rows += (await statement.all()).meta.rows_read;
        return work();
      });
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: () => told(() => statement.all()),
      raw: (options?: { columnNames?: false }) => told(() => statement.raw(options)),
      run: () => told(() => statement.run()),
      first: () => told(() => statement.first()),
    } as unknown as D1PreparedStatement;
    originals.set(wrapped, statement);
    return wrapped;
  };
  const batch = (statements: D1PreparedStatement[]) =>
    counted(async () => {
      const results = await d1.batch(statements.map((one) => originals.get(one) ?? one));
      for (const { meta } of results) cost.rows += meta.rows_read;
      return results;
    });
  return { prepare: (sql: string) => wrap(d1.prepare(sql)), batch } as unknown as D1Database;
}

/** A push or, with a number, a pull request; the same GUID again is a repeat. */
async function ingest(scope: Scope, guid: string, number: number): Promise<unknown> {
  const push = { ref: "refs/heads/main", after: "a".repeat(40), repository: { id: HOOK, default_branch: "main" } };
  const opened = { action: "opened", pull_request: { number, state: "open" }, repository: { id: HOOK } };
  const body = utf8(JSON.stringify(number > 0 ? opened : push));
  const place = { orgId: ORG, repositoryId: REPOSITORY };
  const secret = (await scope.hookSecrets.secretOf("test1.1", place)) ?? "";
  const key = await crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, body));
  const signature = `sha256=${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  const event = number > 0 ? "pull_request" : "push";
  return receiveWebhook(
    scope,
    { ...place, key: "test1.1", hookId: String(HOOK), guid, event, signature, body },
    () => {},
  );
}

async function measure(env: Env, name: string, query: URLSearchParams): Promise<Cost> {
  const cost = { rows: 0, trips: 0 };
  const scope = openScope(createPlatform({ ...env, DB: counting(env.DB, cost) }));
  const list = LISTS[name];
  if (!list) await ingest(scope, query.get("guid") ?? "", Number(query.get("number")));
  else await list({ ...systemCtx(scope, ORG), role: "viewer" });
  return cost;
}

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const name = decodeURIComponent(pathname.slice(1));
    if (name === "") return Response.json(Object.keys(LISTS));
    try {
      return Response.json(await measure(env, name, searchParams));
    } catch (error) {
      return new Response(error instanceof Error ? `${error.stack}` : String(error), { status: 500 });
    }
  },
  queue: (batch) => batch.ackAll(),
} satisfies ExportedHandler<Env>;
