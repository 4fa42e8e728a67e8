import { randomUUID } from "node:crypto";
import { Hono, type MiddlewareHandler } from "hono";
import type { LocalContext } from "../context.ts";
import { withRequestSignal } from "../git/abort.ts";
import { FEATURES, type Feature, OUTER_MIDDLEWARE } from "../modules.ts";
import { authenticate, MovedError } from "./auth-context.ts";
import { blobs } from "./blobs.ts";
import { branches } from "./branches.ts";
import { checkRuns } from "./check-runs.ts";
import { commits } from "./commits.ts";
import { compare } from "./compare.ts";
import { contents } from "./contents.ts";
import { createTreeRoute } from "./create-tree.ts";
import type { LocalApp, LocalC, LocalEnv } from "./env.ts";
import { errorResponse, GithubError, notFound } from "./errors.ts";
import { conditionalRequests } from "./etag.ts";
import { gitdata } from "./gitdata.ts";
import { graphql } from "./graphql.ts";
import { commonHeaders, requireUserAgent, selectApiVersion } from "./headers.ts";
import { languages } from "./languages.ts";
import { limitRate, rateLimit } from "./rate-limit.ts";
import { refs } from "./refs.ts";
import { repos } from "./repos.ts";
import { statuses } from "./statuses.ts";
import { trees } from "./trees.ts";
import { userRepos } from "./user-repos.ts";
import { writeContents } from "./write-contents.ts";
import { writeRefs } from "./write-refs.ts";

const API_PATH =
  /^\/(?:repos|repositories|user|users|orgs|graphql|rate_limit|meta|emojis|app|applications|organizations)(?:\/|$)/;

/** True for addresses of the API; all others are pages, sign-in or control routes. */
function isApiPath(path: string): boolean {
  return API_PATH.test(path);
}

const REPOSITORY_FEATURES: Feature[] = [
  rateLimit,
  repos,
  userRepos,
  languages,
  trees,
  blobs,
  refs,
  checkRuns,
  statuses,
  commits,
  branches,
  compare,
  contents,
  gitdata,
  createTreeRoute,
  writeRefs,
  writeContents,
  graphql,
];

function onlyApi(middleware: MiddlewareHandler<LocalEnv>): MiddlewareHandler<LocalEnv> {
  return (c, next) => (isApiPath(c.req.path) ? middleware(c, next) : next());
}

function prepare(local: LocalContext): MiddlewareHandler<LocalEnv> {
  return async function prepareRequest(c, next) {
    c.set("local", local);
    c.set("requestId", randomUUID().toUpperCase().replace(/-/g, ":"));
    c.set("token", null);
    c.set("user", null);
    c.set("app", null);
    c.set("fault", null);
    await withRequestSignal(c.req.raw.signal, next);
  };
}

/** A web page elsewhere must not reach this server through a host name it made point here. */
function checkHost(): MiddlewareHandler<LocalEnv> {
  return async function refuseForeignHost(c, next) {
    const host = (c.req.header("host") ?? "").replace(/:\d+$/, "");
    const known = ["localhost", "127.0.0.1", new URL(c.var.local.urls.api).hostname];
    if (!known.includes(host)) return c.text("This server answers on localhost and 127.0.0.1 only.\n", 421);
    return next();
  };
}

/** `/repositories/{id}/…` is served by the routes of `/repos/{owner}/{repo}/…`. */
function routePath(local: LocalContext, request: Request): string {
  const { pathname } = new URL(request.url);
  const match = /^\/repositories\/(\d+)(\/.*)?$/.exec(pathname);
  const repo = match ? local.repos.byId(Number(match[1])) : undefined;
  return repo ? `/repos/${repo.record.owner}/${repo.record.name}${match?.[2] ?? ""}` : pathname;
}

function onError(error: Error, c: LocalC): Response {
  if (error instanceof MovedError) {
    c.header("location", error.location);
    const body = { message: error.message, url: error.location, documentation_url: error.documentationUrl };
    return c.json(body, 301);
  }
  if (error instanceof GithubError) return errorResponse(c, error);
  if (!c.req.raw.signal.aborted) c.var.local.warn(`${c.req.method} ${c.req.path} failed: ${error.message}`);
  return errorResponse(c, new GithubError(500, "Server Error"));
}

/**
 * The whole server as one Hono app. Order around a request: journal, faults, common headers, User-Agent, token, API
 * version, rate limit, ETag.
 */
export function createApp(local: LocalContext): LocalApp {
  const app: LocalApp = new Hono<LocalEnv>({ getPath: (request) => routePath(local, request) });
  app.use(prepare(local), checkHost());
  for (const middleware of OUTER_MIDDLEWARE) app.use(middleware(local));
  const inner = [commonHeaders, requireUserAgent, authenticate, selectApiVersion, limitRate, conditionalRequests];
  for (const middleware of inner) app.use(onlyApi(middleware()));
  for (const mount of [...REPOSITORY_FEATURES, ...FEATURES]) mount(app);
  app.notFound((c) => errorResponse(c, notFound()));
  app.onError(onError);
  return app;
}
