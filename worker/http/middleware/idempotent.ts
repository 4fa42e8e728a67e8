/** Last step before a handler: a POST with an `Idempotency-Key` is done once, and answered alike when it comes again. */
import type { MiddlewareHandler } from "hono";
import { AppError } from "../../errors.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import type { AppEnv, OrgEnv } from "../app-env.ts";
import type { RouteSpec } from "../route-spec.ts";
import { pass } from "./pass.ts";

const HEADER = "idempotency-key";
const KEY = /^[\x21-\x7e]{1,255}$/;
/** When a request that is under way is worth asking for again. */
const RETRY_MS = 2_000;

/** What the key stands for: this caller's requests in this organization alone. */
async function questionOf(key: string, asked: { userId: string; path: string; body: string; now: number }) {
  if (!KEY.test(key))
    throw new AppError("invalid_input", "Send an Idempotency-Key of 1 to 255 visible ASCII characters.", {
      errors: [{ path: HEADER, message: "1 to 255 visible ASCII characters" }],
    });
  const [slot, request] = await Promise.all([
    sha256Hex(`${asked.userId}\n${key}`),
    sha256Hex(`${asked.path}\n${asked.body}`),
  ]);
  return { slot, request, now: asked.now };
}

function keyRefused(): AppError {
  return new AppError("invalid_input", "This answer is kept nowhere. Send the request without an Idempotency-Key.", {
    errors: [{ path: HEADER, message: "is not taken here, because it would keep the answer" }],
  });
}

function refusal(kind: "other" | "under_way", now: number): AppError {
  if (kind === "under_way")
    return new AppError("conflict", "The same request is under way. Ask again in a few seconds.", {
      retryAt: now + RETRY_MS,
    });
  return new AppError("invalid_input", "This Idempotency-Key was used for another request. Take a new one.", {
    errors: [{ path: HEADER, message: "was used with another address or body" }],
  });
}

export function idempotent(spec: RouteSpec): MiddlewareHandler<AppEnv & OrgEnv> {
  if (spec.access !== "org" || spec.method !== "post") return pass;
  return async (c, next) => {
    const key = c.req.header(HEADER);
    if (key === undefined) return next();
    if (spec.isSecret) throw keyRefused();
    const { ctx, session } = c.var;
    const now = ctx.clock.now();
    const question = await questionOf(key, { userId: session.userId, path: c.req.path, body: await c.req.text(), now });
    const answers = ctx.objects.orgJobs(ctx.orgId);
    const reply = await answers.begin({ orgId: ctx.orgId, ...question });
    if (reply.kind === "answered") {
      const headers = { "content-type": "application/json", "idempotency-replayed": "true" };
      return c.body(reply.answer.body, reply.answer.status as 200, headers);
    }
    if (reply.kind !== "begun") throw refusal(reply.kind, now);
    await next();
    // What was refused changed nothing and may be asked again under the same key.
    const kept = c.res.ok ? { status: c.res.status, body: await c.res.clone().text() } : null;
    await answers.end({ orgId: ctx.orgId, slot: question.slot, answer: kept });
  };
}
