// Buttons for tests: make tokens, move the clock, spoil answers, change repositories behind the client's back. Mounted
// only when the server was started with `control`, and only for those who hold its token.
import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import { controlApps } from "./control-apps.ts";
import { controlCreate } from "./control-create.ts";
import { controlPeople } from "./control-people.ts";
import { controlRepositories } from "./control-repositories.ts";
import { findPreset, PRESET_NAMES } from "./fault-presets.ts";
import { FaultAction, FaultMatch, type FaultRule } from "./fault-rules.ts";
import { faultRules } from "./faults.ts";
import { readBody } from "./github/body.ts";
import type { LocalApp, LocalC, LocalEnv } from "./github/env.ts";
import { GithubError, notFound } from "./github/errors.ts";
import { findToken, issueToken, revokeToken, sha256 } from "./github/tokens.ts";
import { stableId } from "./repositories.ts";
import { deliver, settleWebhooks } from "./webhooks.ts";

const TokenRequest = z.strictObject({
  login: z
    .string()
    .regex(/^[a-z\d-]+$/i)
    .default("dev"),
  scopes: z.array(z.string()).default([]),
  client_id: z.string().optional(),
});
/** Seconds; without them tokens have no end again. */
const TokenLifeRequest = z.strictObject({ token: z.int().positive(), refresh: z.int().positive() }).partial();
const FaultRequest = z.strictObject({
  preset: z.string().optional(),
  /** Of a preset that GitHub answers with several statuses. */
  status: z.number().int().optional(),
  match: FaultMatch.default({}),
  skip: z.number().int().min(0).default(0),
  times: z.number().int().min(-1).default(1),
  prob: z.number().min(0).max(1).default(1),
  seed: z.number().int().default(1),
  action: FaultAction.default({}),
});
const ClockRequest = z.strictObject({ ms: z.number() });
const RateRequest = z.strictObject({
  login: z.string().nullable().default("dev"),
  resource: z.enum(["core", "graphql", "search"]).default("core"),
  remaining: z.number().int().min(0),
});
const RevokeRequest = z.strictObject({ token: z.string().optional(), login: z.string().optional() });
const RedeliverRequest = z.strictObject({ delivery_id: z.number().int() });

function requireControl(): MiddlewareHandler<LocalEnv> {
  return async function checkControl(c, next) {
    const { control, controlToken } = c.var.local.settings;
    const given = Buffer.from(sha256(c.req.header("x-control-token") ?? ""));
    if (!control || !timingSafeEqual(given, Buffer.from(sha256(controlToken)))) throw notFound();
    await next();
  };
}

function ensureUser({ var: { local } }: LocalC, login: string): string {
  const known = local.state.users.find((user) => user.login.toLowerCase() === login.toLowerCase());
  if (known) return known.login;
  const email = `${login}@example.com`;
  const createdAt = local.clock.now();
  const id = stableId(`user:${login}`);
  local.state.users.push({ id, login, name: login, email, type: "User", organizations: [], createdAt });
  local.state.save();
  return login;
}

async function makeToken(c: LocalC) {
  const { local } = c.var;
  const { login, scopes, client_id: clientId = local.settings.clients[0]?.id ?? "" } = await readBody(c, TokenRequest);
  const { token } = issueToken(local, { login: ensureUser(c, login), clientId, scopes });
  return c.json({ token });
}

async function setTokenLife(c: LocalC) {
  const { token, refresh } = await readBody(c, TokenLifeRequest);
  c.var.local.settings.tokenLife = token === undefined || refresh === undefined ? null : { token, refresh };
  return c.json({});
}

async function addFault(c: LocalC) {
  const { local } = c.var;
  const asked = await readBody(c, FaultRequest);
  const preset = asked.preset === undefined ? undefined : findPreset(asked.preset, { local, status: asked.status });
  if (asked.preset !== undefined && !preset) {
    throw new GithubError(422, `There is no preset "${asked.preset}". Use one of ${PRESET_NAMES.join(", ")}.`);
  }
  const rule: FaultRule = {
    id: local.state.nextId(),
    name: asked.preset ?? Object.keys(asked.action).join("+"),
    match: { ...preset?.match, ...asked.match },
    action: { ...preset?.action, ...asked.action },
    skip: asked.skip,
    times: asked.times,
    prob: asked.prob,
    seed: asked.seed,
    hits: 0,
  };
  faultRules(local).push(rule);
  return c.json({ id: rule.id });
}

async function revoke(c: LocalC) {
  const { local } = c.var;
  const { token, login } = await readBody(c, RevokeRequest);
  const own = token === undefined ? undefined : findToken(local, token);
  const records = own ? [own] : local.state.tokens.filter((record) => record.login === login);
  for (const record of records) revokeToken(local, record);
  return c.json({ revoked: records.length });
}

async function redeliver(c: LocalC) {
  const { local } = c.var;
  const { delivery_id: id } = await readBody(c, RedeliverRequest);
  const delivery = local.state.deliveries.find((record) => record.id === id);
  const hook = local.state.hooks.find((record) => record.id === delivery?.hookId);
  if (!delivery || !hook) throw notFound();
  const { guid, event, request } = delivery;
  deliver(local, { hook, guid, event, payload: request.payload, redelivery: true });
  return c.json({});
}

/** Forgets everything but users and repositories. */
function reset(c: LocalC) {
  const { local } = c.var;
  const { state } = local;
  Object.assign(state, { hooks: [], deliveries: [], pulls: [], tokens: [], grants: [], codes: [], journal: [] });
  Object.assign(state, { apps: [], installations: [], checkRuns: [], statuses: [], comments: [] });
  faultRules(local).length = 0;
  local.settings.tokenLife = null;
  state.save();
  return c.json({});
}

export function control(app: LocalApp): void {
  app.use("/_control/*", requireControl());
  app.post("/_control/token", makeToken);
  app.post("/_control/token-life", setTokenLife);
  app.post("/_control/faults", addFault);
  app.get("/_control/faults", (c) => c.json({ faults: faultRules(c.var.local) }));
  app.delete("/_control/faults", (c) => {
    faultRules(c.var.local).length = 0;
    return c.json({});
  });
  app.get("/_control/journal", (c) => c.json({ entries: c.var.local.state.journal }));
  app.delete("/_control/journal", (c) => {
    c.var.local.state.journal.length = 0;
    return c.json({});
  });
  app.post("/_control/revoke-token", revoke);
  app.post("/_control/redeliver", redeliver);
  app.post("/_control/reset", reset);
  app.post("/_control/advance-clock", async (c) => {
    c.var.local.clock.advance((await readBody(c, ClockRequest)).ms);
    return c.json({ now: c.var.local.clock.now() });
  });
  app.post("/_control/set-rate", async (c) => {
    const { login, resource, remaining } = await readBody(c, RateRequest);
    c.var.local.rates.set(login, resource, remaining);
    return c.json({});
  });
  app.post("/_control/settle", async (c) => {
    await settleWebhooks(c.var.local);
    return c.json({});
  });
  controlRepositories(app);
  controlCreate(app);
  controlApps(app);
  controlPeople(app);
}
