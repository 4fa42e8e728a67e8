/** Sessions, API tokens, the audit log and what is sealed; what is changed is not kept. */
import type { ApiToken, AuditRow, AuditVerdict, Encryption, Person, Session } from "../../../web/src/api-types.ts";
import type { MockReply, MockRequest } from "./api.ts";
import { ME } from "./fleet.ts";
import { ago, idOf } from "./ids.ts";

const DAY = 24 * 60;
const MONA: Person = ME.user;
const HUBOT: Person = { id: idOf("other", 3), login: "hubot-with-a-rather-long-name", name: "Hubot", avatar_url: null };

function session(number: number, seed: Partial<Session>): Session {
  return {
    id: idOf("other", 400 + number),
    current: false,
    organization: { id: ME.organization.id, name: ME.organization.name },
    device: "Firefox on Windows",
    network: "203.0.113.0/24",
    country: "CH",
    city: "Zurich",
    signed_in_at: ago(DAY * 2),
    last_seen_at: ago(90),
    expires_at: ago(-DAY * 5),
    ...seed,
  };
}

const SESSIONS: readonly Session[] = [
  session(1, { current: true, device: "Chrome on macOS", signed_in_at: ago(1), last_seen_at: ago(0) }),
  session(2, {}),
  session(3, { device: "Safari on iPhone", network: "2001:db8:42::/48", city: null, country: "PT" }),
  session(4, { device: "unknown", network: null, country: null, city: null, organization: null }),
];

function token(number: number, seed: Partial<ApiToken>): ApiToken {
  return {
    id: idOf("other", 420 + number),
    name: "Nightly report",
    prefix: "ado_7Fq2",
    scopes: ["read"],
    user: MONA,
    created_at: ago(DAY * 12),
    expires_at: ago(-DAY * 78 - 60),
    last_used_at: ago(42),
    last_network: "198.51.100.0/24",
    ...seed,
  };
}

const TOKENS: readonly ApiToken[] = [
  token(1, {}),
  token(2, {
    name: "Deploy bot of the storefront, which analyses before every release",
    prefix: "ado_Zx81",
    scopes: ["read", "run", "publish"],
    expires_at: ago(-DAY * 3 - 60),
  }),
  token(3, {
    name: "Compliance",
    prefix: "ado_kQ0c",
    scopes: ["audit"],
    user: HUBOT,
    last_used_at: null,
    last_network: null,
  }),
  token(4, { name: "Trial", prefix: "ado_1aB4", expires_at: ago(DAY), last_used_at: ago(DAY * 2) }),
];
const SECRET = "ado_4mPq9sTfLx0aVbN7cKd2YwRhJ3uGzE1k0Q5r";

type AuditSeed = Partial<AuditRow> & Pick<AuditRow, "action">;
const PERSONS = { kind: "user", id: MONA.id, user: MONA, via: "session" } as const;
const SYSTEM = { kind: "system", id: null, user: null, via: null } as const;

const SEEDS: readonly AuditSeed[] = [
  {
    action: "member.role_changed",
    target: { kind: "user", id: HUBOT.id },
    meta: { before: { role: "member" }, after: { role: "admin" }, login: HUBOT.login },
  },
  {
    action: "ai.settings_changed",
    target: { kind: "organization", id: ME.organization.id },
    meta: {
      before: { enabled: false, private_code: false, monthly_usd: 20 },
      after: { enabled: true, private_code: false, monthly_usd: 50 },
    },
  },
  {
    action: "access.denied",
    actor: { kind: "user", id: HUBOT.id, user: HUBOT, via: "token" },
    target: { kind: "route", id: null },
    meta: { permission: "organization.delete", role: "admin" },
  },
  {
    action: "session.reuse_detected",
    actor: { kind: "user", id: HUBOT.id, user: HUBOT, via: null },
    target: { kind: "session", id: idOf("other", 402) },
  },
  {
    action: "webhook.received",
    actor: { kind: "webhook", id: "72d3162e", user: null, via: null },
    meta: { event: "push" },
  },
  {
    action: "auth.signed_in",
    target: { kind: "session", id: idOf("other", 401) },
    meta: { scopes: ["repo", "workflow"] },
  },
  { action: "audit.pruned", actor: SYSTEM, target: { kind: "audit_log", id: null }, meta: { rows: 120 } },
  {
    action: "token.created",
    actor: { kind: "user", id: idOf("other", 9), user: null, via: "session" },
    target: { kind: "token", id: idOf("other", 421) },
    meta: { name: "Nightly report", scopes: ["read"], expires_in_days: 90 },
  },
];
const LAST_SEQ = 1204;

const ROWS: readonly AuditRow[] = SEEDS.map((seed, index) => ({
  seq: LAST_SEQ - index,
  id: idOf("other", 500 + index),
  at: ago(index * 47 + 3),
  actor: PERSONS,
  target: { kind: "repository", id: idOf("repository", 1) },
  meta: {},
  network: "203.0.113.0/24",
  country: "CH",
  city: "Zurich",
  correlation_id: idOf("other", 600 + index),
  hash: `${index}c6f3e1b5a7d9024f8e6c1d3b5a79f0e2d4c6b8a09182736455463728190abc${index}f`.slice(0, 64).padEnd(64, "e"),
  ...seed,
}));

/** One page of two, so that there is more to show. */
function auditPage({ scenario, url }: MockRequest): MockReply {
  const action = url.searchParams.get("action");
  const actor = url.searchParams.get("actor_id");
  if (scenario === "empty") return { status: 200, body: { items: [], next_cursor: null } };
  const rows = ROWS.filter(
    (row) =>
      (action === null || row.action === action || row.action.startsWith(`${action}.`)) &&
      (actor === null || row.actor.id === actor),
  );
  if (rows.length < ROWS.length) return { status: 200, body: { items: rows, next_cursor: null } };
  const isFirst = !url.searchParams.has("cursor");
  const items = isFirst ? ROWS.slice(0, 6) : ROWS.slice(6);
  return { status: 200, body: { items, next_cursor: isFirst ? "more" : null } };
}

function verdictOf(scenario: string): AuditVerdict {
  const intact = scenario !== "tampered";
  return {
    intact,
    rows: LAST_SEQ,
    first_seq: 1,
    last_seq: LAST_SEQ,
    head: ROWS[0]?.hash ?? "",
    checked_at: ago(0),
    fault: intact ? null : { seq: 731, kind: "altered" },
  };
}

function answerAudit(noun: string, request: MockRequest): MockReply {
  if (noun === "verify") return { status: 200, body: verdictOf(request.scenario) };
  if (noun !== "export") return auditPage(request);
  const headers = { "content-disposition": 'attachment; filename="audit-mona.csv"' };
  return { status: 200, body: "seq,at,action", headers };
}

function encryptionOf(scenario: string): Encryption {
  if (scenario === "empty") return { active_kid: "2026-11", items: [], outdated: 0 };
  const isOld = scenario === "behind";
  const old: Encryption["items"] = [
    { place: "github_tokens", kid: "2026-05", active: false, count: 2 },
    { place: "webhooks", kid: "2026-05", active: false, count: 31 },
  ];
  return {
    active_kid: "2026-11",
    items: [
      { place: "github_tokens", kid: "2026-11", active: true, count: 4 },
      { place: "ai_keys", kid: "2026-11", active: true, count: 1 },
      { place: "webhooks", kid: "2026-11", active: true, count: 1204 },
      ...(isOld ? old : []),
    ],
    outdated: isOld ? 33 : 0,
  };
}

const NOTHING: MockReply = { status: 204, body: null };
const found = (body: unknown): MockReply => ({ status: 200, body });

function answerTokens({ body, method, scenario }: MockRequest): MockReply {
  if (method === "POST") return { status: 201, body: { ...token(9, JSON.parse(body)), secret: SECRET } };
  if (method === "DELETE") return NOTHING;
  return found({ items: scenario === "empty" ? [] : TOKENS, next_cursor: null });
}

function answerEncryption({ method, scenario }: MockRequest): MockReply {
  return found(method === "GET" ? encryptionOf(scenario) : { resealed: 33, unreadable: 0, remaining: 0 });
}

/** The pages about security. Undefined for what is not theirs. */
export function answerSecurity(request: MockRequest): MockReply | undefined {
  const [, , noun, id = ""] = request.url.pathname.split("/");
  if (noun === "auth" && id === "sessions") return request.method === "GET" ? found({ items: SESSIONS }) : NOTHING;
  if (noun === "auth" && (id === "signout-all" || id === "account")) return NOTHING;
  if (noun === "tokens") return answerTokens(request);
  if (noun === "audit") return answerAudit(id, request);
  return noun === "encryption" ? answerEncryption(request) : undefined;
}
