// Which request meets which fault. Pure but for the counters of the rules themselves.
import * as z from "zod";

const WebhookFault = z.enum(["drop", "duplicate", "reorder", "delay", "badSignature", "malformed", "huge"]);

/** What happens to a request that a rule matches; the parts can be combined. */
export const FaultAction = z.strictObject({
  /** Wait before the work. */
  delayMs: z.number().int().min(0).optional(),
  /** Answer this; without `after` the work is not done. */
  status: z.number().int().min(200).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  /** Cut the connection: before the work, before the answer, or after `afterBytes` of its body. */
  drop: z.enum(["connect", "headers", "body"]).optional(),
  afterBytes: z.number().int().min(0).optional(),
  /** Bytes a second of the answer's body. */
  trickle: z.number().int().min(1).optional(),
  /** Never answer. */
  hang: z.boolean().optional(),
  /** Send the first half of the JSON as if it were all. */
  truncateJson: z.boolean().optional(),
  /** JSON pointers of the answer and what to put there; `null` puts null, `{"remove":true}` takes it out. */
  mutate: z.record(z.string(), z.unknown()).optional(),
  /** Do the work first, then spoil the answer. */
  after: z.literal("apply").optional(),
  /** Moves the `Date` header. */
  skewMs: z.number().int().optional(),
  /** Takes back the token of the request before it is read. */
  revokeToken: z.boolean().optional(),
  /** Lets someone else create the reference first. */
  refRace: z.boolean().optional(),
  /** Spoils deliveries of our webhooks instead of answers to requests. */
  webhook: WebhookFault.optional(),
});
export type FaultAction = z.infer<typeof FaultAction>;

export const FaultMatch = z.strictObject({
  method: z.string().optional(),
  /** Of the path; `*` stands for any characters. */
  path: z.string().optional(),
  /** Contained in the query string. */
  query: z.string().optional(),
  host: z.string().optional(),
  token: z.string().optional(),
  bodyIncludes: z.string().optional(),
  /** Webhook event, for `webhook` actions. */
  event: z.string().optional(),
});
export type FaultMatch = z.infer<typeof FaultMatch>;

export interface FaultRule {
  id: number;
  name: string;
  match: FaultMatch;
  /** Let so many matching requests pass first. */
  skip: number;
  /** Then meet so many; -1 for all. */
  times: number;
  /** Chance of each to be met, drawn from `seed`. */
  prob: number;
  seed: number;
  action: FaultAction;
  hits: number;
}

/** What rules look at; `body` is read only when a rule asks for it. */
export interface Observed {
  method: string;
  path: string;
  query: string;
  host: string;
  token: string | null;
  body: () => Promise<string>;
  event: string | null;
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i");
}

async function fits(match: FaultMatch, seen: Observed): Promise<boolean> {
  const exact: [string | undefined, string | null][] = [
    [match.method?.toUpperCase(), seen.method],
    [match.host, seen.host],
    [match.token, seen.token],
    [match.event, seen.event],
  ];
  if (exact.some(([wanted, actual]) => wanted !== undefined && wanted !== actual)) return false;
  if (match.path !== undefined && !wildcard(match.path).test(seen.path)) return false;
  if (match.query !== undefined && !seen.query.includes(match.query)) return false;
  return match.bodyIncludes === undefined || (await seen.body()).includes(match.bodyIncludes);
}

/** The next number in [0, 1) of a rule's own sequence, the same in every run (mulberry32). */
function draw(rule: FaultRule): number {
  rule.seed = (rule.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(rule.seed ^ (rule.seed >>> 15), 1 | rule.seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

function isDue(rule: FaultRule): boolean {
  if (rule.skip > 0) {
    rule.skip -= 1;
    return false;
  }
  if (rule.times === 0 || draw(rule) >= rule.prob) return false;
  if (rule.times > 0) rule.times -= 1;
  rule.hits += 1;
  return true;
}

/** The first rule that this request, or this delivery, meets; counts it. */
export async function takeRule(rules: FaultRule[], seen: Observed): Promise<FaultRule | undefined> {
  const isDelivery = seen.event !== null;
  for (const rule of rules) {
    const isForDelivery = rule.action.webhook !== undefined;
    if (isForDelivery === isDelivery && (await fits(rule.match, seen)) && isDue(rule)) return rule;
  }
  return undefined;
}
