import type { MiddlewareHandler } from "hono";
import type { LocalContext } from "./context.ts";
import { cut, cutBody, hang, pause, prescribed, spoilContent } from "./fault-answers.ts";
import { type FaultAction, type FaultRule, type Observed, takeRule } from "./fault-rules.ts";
import type { LocalC, LocalEnv } from "./github/env.ts";
import { findToken, revokeToken } from "./github/tokens.ts";
import { raceForRef } from "./ref-race.ts";

const DEFAULT_CUT_BYTES = 16;
const rulesOf = new WeakMap<LocalContext, FaultRule[]>();

/** The rules of one server, first match first; the control routes add and clear them. */
export function faultRules(local: LocalContext): FaultRule[] {
  const rules = rulesOf.get(local) ?? [];
  rulesOf.set(local, rules);
  return rules;
}

function tokenOf(c: LocalC): string | null {
  return /^(?:bearer|token)\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? null;
}

function observe(c: LocalC): Observed {
  const url = new URL(c.req.url);
  return {
    method: c.req.method,
    path: url.pathname,
    query: url.search.slice(1),
    host: url.hostname,
    token: tokenOf(c),
    body: () => c.req.text(),
    event: null,
  };
}

function refusesWork(action: FaultAction): boolean {
  if (action.after === "apply") return false;
  return action.status !== undefined || action.hang === true || action.drop === "connect" || action.drop === "headers";
}

async function prepare(c: LocalC, action: FaultAction): Promise<void> {
  if (action.delayMs !== undefined) await pause(action.delayMs);
  const token = tokenOf(c);
  const record = action.revokeToken && token ? findToken(c.var.local, token) : undefined;
  if (record) revokeToken(c.var.local, record);
  if (action.refRace) await raceForRef(c);
}

async function answer(c: LocalC, worked: Response | null, action: FaultAction): Promise<Response> {
  if (action.hang) return hang(c);
  if (action.drop === "connect" || action.drop === "headers") return cut(c);
  const response = action.status === undefined && worked ? worked : prescribed(c.var.local, action);
  const spoiled = await spoilContent(response, action);
  return action.drop === "body" ? cutBody(c, spoiled, action.afterBytes ?? DEFAULT_CUT_BYTES) : spoiled;
}

/** Spoils the requests that a rule names. Without rules it costs one look at an empty list. */
export function faults(local: LocalContext): MiddlewareHandler<LocalEnv> {
  return async function meetFault(c, next) {
    const rules = faultRules(local);
    if (rules.length === 0 || c.req.path.startsWith("/_control/")) return next();
    c.set("local", local);
    const rule = await takeRule(rules, observe(c));
    if (!rule) return next();
    c.set("fault", rule.name);
    await prepare(c, rule.action);
    if (refusesWork(rule.action)) return answer(c, null, rule.action);
    await next();
    const spoiled = await answer(c, c.res, rule.action);
    c.res = undefined;
    c.res = spoiled;
  };
}
