/** First step of every route: body, origin, rate, session. Refusals come in that order, so that codes are predictable. */
import type { MiddlewareHandler } from "hono";
import { AppError } from "../../errors.ts";
import { readSession, type SignedIn } from "../../services/auth/read-session.ts";
import type { AppEnv, Asked, SessionEnv } from "../app-env.ts";
import { MAX_JSON_BYTES, readBody } from "../body.ts";
import { ACCESS_COOKIE, readCookie } from "../cookies.ts";
import type { RouteSpec } from "../route-spec.ts";
import { checkAnswer } from "./check-answer.ts";
import { countRequest, requireAllowed } from "./rate-limit.ts";
import { requireOwnOrigin, requireSameOrigin } from "./same-origin.ts";

const JSON_TYPES = ["application/json"];

function mediaTypeOf(c: Asked): string {
  return (c.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function requireMediaType(c: Asked, types: readonly string[]): void {
  if (types.includes(mediaTypeOf(c)) && !c.req.header("content-encoding")) return;
  throw new AppError("unsupported_media_type", `Send the body uncompressed as ${types.join(" or ")}.`);
}

/** Reads the body within its cap and puts it back, so that what follows reads it from memory. */
async function takeBody(c: Asked, spec: RouteSpec): Promise<void> {
  if (spec.method === "get") return;
  const bytes = await readBody(c.req.raw, spec.rawBody?.maxBytes ?? MAX_JSON_BYTES);
  c.req.raw = new Request(c.req.raw, { body: bytes });
  if (spec.rawBody) requireMediaType(c, spec.rawBody.types);
  else if (spec.body || bytes.byteLength > 0 || mediaTypeOf(c) !== "") requireMediaType(c, JSON_TYPES);
  if (spec.body && bytes.byteLength === 0) throw new AppError("invalid_json", "Send a JSON body.");
}

/** Changes and WebSockets only serve our own pages; raw bodies prove themselves. */
function requireOrigin(c: Asked, spec: RouteSpec): void {
  if (spec.responses[101] === "websocket") requireOwnOrigin(c);
  else if (spec.method !== "get" && !spec.rawBody) requireSameOrigin(c);
}

function signInNeeded(): AppError {
  return new AppError("unauthenticated", "Sign in with GitHub to continue.", { actionUrl: "/api/auth/github" });
}

/** The session, where the route asks for one; a route for everybody does not look. */
async function sessionFor(c: Asked, spec: RouteSpec): Promise<SignedIn | undefined> {
  const needsOne = spec.access === "session" || spec.access === "org";
  return needsOne ? readSession(c.var.scope, readCookie(c, ACCESS_COOKIE)) : undefined;
}

export function enter(spec: RouteSpec): MiddlewareHandler<AppEnv & SessionEnv> {
  const needsSession = spec.access === "session" || spec.access === "org";
  return async (c, next) => {
    c.set("route", `${spec.method.toUpperCase()} ${spec.path}`);
    await takeBody(c, spec);
    requireOrigin(c, spec);
    const session = await sessionFor(c, spec);
    const address = c.req.header("cf-connecting-ip");
    c.set("rate", await countRequest(c.var.scope, spec.rate, { session, address }));
    requireAllowed(c.var.rate);
    if (needsSession) {
      if (!session) throw signInNeeded();
      c.set("session", session);
    }
    await next();
    if (c.var.checkAnswers) await checkAnswer(spec, c.res);
  };
}
