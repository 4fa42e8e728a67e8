/** Composition root: the only module that sees every layer. */
import { createProviders } from "./adapters/ai/open-provider.ts";
import { createGithubApp } from "./adapters/github/app-tokens.ts";
import { createGithub } from "./adapters/github/github.ts";
import type { TokenSource } from "./adapters/github/port.ts";
import { createOauth } from "./adapters/oauth.ts";
import { createTokenCounter } from "./adapters/token-counter.ts";
import { readConfig } from "./config.ts";
import { isLoopback } from "./config-fields.ts";
import { consumeBatch } from "./consumers/consume-batch.ts";
import { jobHandlers } from "./consumers/job-handlers.ts";
import { runScheduled } from "./consumers/run-scheduled.ts";
import { type Delivered, type DeliveryItem, MOST_DELIVERIES, weightOf, writeDeliveries } from "./db/delivery-batch.ts";
import { reasonOf } from "./errors.ts";
import { createApp } from "./http/app.ts";
import { createLog } from "./log.ts";
import { SHARED } from "./objects/own-organization.ts";
import type { GateAsk, GateReport } from "./objects/token-gate/state.ts";
import { type Clock, createClock } from "./platform/clock.ts";
import { type Database, openDatabase } from "./platform/database.ts";
import { createEgress, policiesFor } from "./platform/egress.ts";
import { createEnvelope } from "./platform/envelope.ts";
import { GroupCommit, PATIENCE_MS, resumesInOwnRequest } from "./platform/group-commit.ts";
import { createHookSecrets } from "./platform/hook-secrets.ts";
import type { PlatformHooks } from "./platform/hooks.ts";
import { createPublisher } from "./platform/publish.ts";
import { createRandom, type Random } from "./platform/random.ts";
import { createRefusals } from "./platform/refusals.ts";
import { originOf } from "./platform/request-origin.ts";
import { createStubs } from "./platform/stubs.ts";
import { createUncounted } from "./platform/uncounted.ts";
import type { DeliveryWriter, Platform, RequestOrigin, Scope } from "./services/context.ts";
import type { ObjectPorts } from "./services/object-ports.ts";

/** Objects by name: an organization's id is part of every name, so that a foreign id leads nowhere. */
function objectPorts(env: Env, random: Random, hooks: PlatformHooks): ObjectPorts {
  const stubs = createStubs(random, hooks.stub);
  return {
    repoJobs: (orgId, repositoryId) =>
      stubs.remote("RepoJobs", () => env.REPO_JOBS.getByName(`${orgId}:repo:${repositoryId}`)),
    orgLive: (orgId) => stubs.remote("OrgLive", () => env.ORG_LIVE.getByName(`${orgId}:live`)),
    quota: (orgId) => stubs.remote("Quota", () => env.QUOTA.getByName(`${orgId}:quota`)),
    orgJobs: (orgId) => stubs.remote("OrgJobs", () => env.ORG_JOBS.getByName(`${orgId}:jobs`)),
    tokenGate: (token) => stubs.remote("TokenGate", () => env.TOKEN_GATE.getByName(token)),
    rateLimits: (caller, rateClass) =>
      stubs.remote("RateLimits", () => env.RATE_LIMITS.getByName(`${caller}:${rateClass}`)),
    breaker: (orgId, { provider, id }) =>
      stubs.remote("CircuitBreaker", () => env.CIRCUIT_BREAKER.getByName(`${orgId}:ai:${provider}:${id}`)),
    sharedBreaker: ({ provider, id }) =>
      stubs.remote("CircuitBreaker", () => env.CIRCUIT_BREAKER.getByName(`${SHARED}:ai:${provider}:${id}`)),
  };
}

/** Deliveries that come at the same time share a round trip. One whose shared round trip failed goes again by itself. */
function deliveryWriter(db: Database, sharesWork: boolean): DeliveryWriter {
  const group = new GroupCommit<DeliveryItem, Delivered>({
    run: (items) => writeDeliveries(db, items),
    weightOf,
    most: MOST_DELIVERIES,
    patienceMs: PATIENCE_MS,
    sharesWork,
  });
  return { write: (item) => group.do(item) };
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await scheduler.wait(ms, { signal });
}

/** Everything that services reach the outside through. Throws when the configuration is bad. */
export function createPlatform(env: Env, hooks: PlatformHooks = {}): Platform {
  const config = readConfig(env);
  const clock = createClock(hooks.clock);
  const random = createRandom(hooks.random);
  const egress = createEgress(policiesFor(config), hooks.egress);
  const objects = objectPorts(env, random, hooks);
  const log = createLog(clock);
  const sleep = hooks.sleep ?? wait;
  const gate = {
    enter: (token: string, ask: GateAsk) => objects.tokenGate(token).enter(ask),
    leave: (token: string, report: GateReport) => objects.tokenGate(token).leave(report),
  };
  const isPaced = !isLoopback(config.githubApiUrl);
  const githubSettings = { config, egress, clock, random, gate, sleep, isPaced };
  const github = (tokens: TokenSource) => createGithub(githubSettings, tokens);
  const sharesWork = hooks.sharesWork ?? resumesInOwnRequest();
  const db = openDatabase(env.DB, hooks.database, random);
  const queues = { analysis: env.Q_ANALYSIS, sync: env.Q_SYNC, ci_generation: env.Q_CI };
  return {
    config,
    clock,
    random,
    egress,
    log,
    envelope: createEnvelope(config.encryption, random),
    hookSecrets: createHookSecrets(config.encryption),
    refusals: createRefusals(),
    uncounted: createUncounted(),
    publisher: createPublisher(queues, sharesWork, hooks.publish),
    objects,
    db,
    deliveries: deliveryWriter(db, sharesWork),
    oauth: createOauth(config, egress),
    github,
    githubApp: config.githubApp && createGithubApp({ key: config.githubApp, now: () => clock.now(), github, sleep }),
    ai: createProviders({ config, egress, clock, random, sleep }),
    tokens: createTokenCounter({
      assets: env.ASSETS,
      now: () => clock.now(),
      sleep: wait,
      failed: (family, error) => log.warning("vocabulary_missing", { kind: family, reason: reasonOf(error) }),
    }),
  };
}

/** The platform for one request, message or alarm, under a correlation id of its own or one that is handed on. */
export function openScope(
  platform: Platform,
  correlationId: string = platform.random.uuidv7(),
  from: RequestOrigin | null = null,
): Scope {
  return { ...platform, correlationId, from, log: platform.log.with({ correlation_id: correlationId }) };
}

/** A deploy without valid configuration serves nothing but its liveness; the log names the variables. */
function answerMisconfigured(request: Request, clock: Clock, error: unknown): Response {
  createLog(clock).error("misconfigured", { reason: reasonOf(error) });
  const isLive = new URL(request.url).pathname === "/health";
  return Response.json({ status: isLive ? "ok" : "unavailable" }, { status: isLive ? 200 : 503 });
}

export function createWorker(hooks: PlatformHooks = {}) {
  const app = createApp({ checkAnswers: hooks.checkAnswers === true });
  // An isolate has one environment: its configuration is read once, and keys are derived once.
  const platforms = new WeakMap<Env, Platform>();
  const platformOf = (env: Env): Platform => {
    const platform = platforms.get(env) ?? createPlatform(env, hooks);
    platforms.set(env, platform);
    return platform;
  };
  return {
    async fetch(request, env, ctx) {
      let scope: Scope;
      try {
        const platform = platformOf(env);
        scope = openScope(platform, platform.random.uuidv7(), originOf(request));
      } catch (error) {
        return answerMisconfigured(request, createClock(hooks.clock), error);
      }
      return app.fetch(request, { scope }, ctx);
    },
    async queue(batch, env, _ctx) {
      await consumeBatch(batch, openScope(platformOf(env)), jobHandlers);
    },
    async scheduled(controller, env, _ctx) {
      await runScheduled(controller.cron, openScope(platformOf(env)));
    },
  } satisfies ExportedHandler<Env>;
}
