/** First step of every route: body, origin, rate, credential. Refusals come in that order, so that codes are predictable. */
import type { MiddlewareHandler } from "hono";
import { AppError } from "../../errors.ts";
import { readSession, type SignedIn } from "../../services/auth/read-session.ts";
import { readToken } from "../../services/tokens/read-token.ts";
import type { AppEnv, Asked, SessionEnv } from "../app-env.ts";
import { bearerOf } from "../bearer.ts";
import { MAX_JSON_BYTES, readBody } from "../body.ts";
import { ACCESS_COOKIE, readCookie } from "../cookies.ts";
import type { RouteSpec } from "../route-spec.ts";
import { checkAnswer } from "./check-answer.ts";
import { requireOperator } from "./operator.ts";
import { countersOf, countRequest, floodOf, type RateCounter, requireAllowed } from "./rate-limit.ts";
import { requireOwnOrigin, requireSameOrigin } from "./same-origin.ts";

const JSON_TYPES = ["application/json"];

type Entering = Asked & {
  var: AppEnv["Variables"];
  set<K extends "rate" | "rawBody">(key: K, value: AppEnv["Variables"][K]): void;
};

function mediaTypeOf(c: Asked): string {
  return (c.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function requireMediaType(c: Asked, types: readonly string[]): void {
  if (types.includes(mediaTypeOf(c)) && !c.req.header("content-encoding")) return;
  throw new AppError("unsupported_media_type", `Send the body uncompressed as ${types.join(" or ")}.`);
}

/** Reads the body within its cap: a raw one is kept as bytes, JSON is put back, so that what follows reads it from memory. */
async function takeBody(c: Entering, spec: RouteSpec): Promise<void> {
  if (spec.method === "get") return;
  const bytes = await readBody(c.req.raw, spec.rawBody?.maxBytes ?? MAX_JSON_BYTES);
  if (spec.rawBody) c.set("rawBody", bytes);
  else c.req.raw = new Request(c.req.raw, { body: bytes });
  if (spec.rawBody) requireMediaType(c, spec.rawBody.types);
  else if (spec.body || bytes.byteLength > 0 || mediaTypeOf(c) !== "") requireMediaType(c, JSON_TYPES);
  if (spec.body && bytes.byteLength === 0) throw new AppError("invalid_json", "Send a JSON body.");
}

function needsSomebody({ access }: RouteSpec): boolean {
  return access === "session" || access === "org";
}

/** Changes and WebSockets only serve our own pages, unless a bearer token proves that they were meant; raw bodies prove themselves. */
function requireOrigin(c: Asked, spec: RouteSpec): void {
  if (spec.access === "operator" || (needsSomebody(spec) && bearerOf(c) !== undefined)) return;
  if (spec.responses[101] === "websocket") requireOwnOrigin(c);
  else if (spec.method !== "get" && !spec.rawBody) requireSameOrigin(c);
}

function unauthenticated(isToken: boolean): AppError {
  const detail = "This API token does not count: it is unknown, revoked or over. Make a new one on our pages.";
  if (isToken) return new AppError("unauthenticated", detail);
  return new AppError("unauthenticated", "Sign in with GitHub to continue.", { actionUrl: "/api/auth/github" });
}

/** Whoever the bearer token or else the session stands for; a route for everybody does not look. */
async function credentialFor(c: Asked, spec: RouteSpec): Promise<SignedIn | undefined> {
  if (!needsSomebody(spec)) return undefined;
  const token = bearerOf(c);
  return token === undefined ? readSession(c.var.scope, readCookie(c, ACCESS_COOKIE)) : readToken(c.var.scope, token);
}

/** Throws forbidden for a token at a user's own route that no token, or none with these scopes, is let in to. */
function requireOwnScope({ scopes }: SignedIn, { access, tokenScope }: RouteSpec): void {
  if (access !== "session" || scopes === null || (tokenScope && scopes.includes(tokenScope))) return;
  const detail = tokenScope
    ? `This API token lacks the scope ${tokenScope}. Make one that has it.`
    : "API tokens cannot do this. Do it on our pages, signed in.";
  throw new AppError("forbidden", detail, { problemCode: "insufficient_scope" });
}

/** Counts the request, and throws when it was one too many. */
async function count(c: Entering, spec: RouteSpec, counters: readonly RateCounter[]): Promise<void> {
  const windows = await countRequest(c.var.scope, spec.rate, counters);
  c.set("rate", [...c.var.rate, ...windows]);
  requireAllowed(windows);
}

/** Counts the request: by its address before anything is looked up, then by whoever it turns out to be. */
async function identify(c: Entering, spec: RouteSpec): Promise<SignedIn | undefined> {
  c.set("rate", []);
  if (spec.rate === "none" && !needsSomebody(spec)) return undefined;
  const address = c.req.header("cf-connecting-ip");
  if (!needsSomebody(spec)) {
    await count(c, spec, [floodOf(address), ...countersOf(undefined, address)]);
    return undefined;
  }
  await count(c, spec, [floodOf(address)]);
  const session = await credentialFor(c, spec);
  await count(c, spec, countersOf(session, address));
  return session;
}

export function enter(spec: RouteSpec): MiddlewareHandler<AppEnv & SessionEnv> {
  return async (c, next) => {
    c.set("spec", spec);
    await takeBody(c, spec);
    requireOrigin(c, spec);
    const session = await identify(c, spec);
    if (spec.access === "operator") await requireOperator(c);
    if (needsSomebody(spec)) {
      if (!session) throw unauthenticated(bearerOf(c) !== undefined);
      requireOwnScope(session, spec);
      c.set("session", session);
    }
    await next();
    if (c.get("checkAnswers")) await checkAnswer(spec, c.res);
  };
}
