/** The AI's part: settings, usage, requests, estimates, fixes and reviews, in the states that a page can meet. */
import type {
  AiEstimate,
  AiFix,
  AiProviderState,
  AiRequest,
  AiSettings,
  AiSource,
  AiSummary,
  Recommendation,
  Review,
} from "../../../web/src/api-types.ts";
import { FINDINGS, FIXES } from "./findings.ts";
import { ago, idOf } from "./ids.ts";

const DAY = 24 * 60;
const MODEL = "gemini-3.5-flash-lite";

export const SOURCE: AiSource = {
  provider: "gemini",
  model: MODEL,
  prompt_version: 3,
  answered_at: ago(12.3),
  cached: false,
};

export const SUMMARY_OF_AI: AiSummary = {
  status: "done",
  reason: null,
  retry_at: null,
  asked: 3,
  cached: 1,
  not_asked: 2,
  kept: 2,
  dropped: { quote_mismatch: 2, repeats_rule: 1 },
  lowered: 1,
  input_tokens: 6412,
  output_tokens: 733,
  cost_usd: 0.0009345,
  sources: [SOURCE, { ...SOURCE, cached: true, answered_at: "2026-11-12T09:30:00.000Z" }],
};

const NOTHING = { asked: 0, cached: 0, not_asked: 0, kept: 0, dropped: {}, lowered: 0 } as const;
const UNSPENT = { input_tokens: 0, output_tokens: 0, cost_usd: 0, sources: [] };

/** Of a pipeline that the AI went over: its first draft was refused, the second was kept. */
export const GONE_OVER: AiSummary = {
  ...SUMMARY_OF_AI,
  asked: 2,
  cached: 0,
  not_asked: 0,
  kept: 1,
  lowered: 0,
  dropped: { refused: 1 },
  sources: [SOURCE],
};

export const OFF: AiSummary = { ...NOTHING, ...UNSPENT, status: "off", reason: "no_key", retry_at: null };
export const DEFERRED: AiSummary = {
  ...OFF,
  status: "deferred",
  reason: "organization_month",
  retry_at: ago(-DAY * 10),
};
export const DEGRADED: AiSummary = { ...OFF, status: "degraded", reason: "server", retry_at: ago(-5) };

/** Markup in a claim must stay text. */
const CLAIM_SEEDS = [
  {
    rule: "secret_in_log",
    title: "Debug output can print the deploy token",
    category: "security",
    severity: "medium",
    message:
      "`set -x` echoes each command with its arguments, so the token that the next line passes to curl ends in the log. <img src=x onerror=alert(1)> [more](https://example.com)",
    line: 12,
    quote: '          set -x\n          curl --header "Authorization: Bearer $DEPLOY_TOKEN" "$DEPLOY_URL"',
  },
  {
    rule: "flaky_step",
    title: "The retry hides a failing migration",
    category: "quality",
    severity: "low",
    message: "The step goes on after the third failure, so a deployment can run against the old schema.",
    line: 38,
    quote: "          npm run migrate || npm run migrate || npm run migrate || true",
  },
] as const;

export const CLAIMS: readonly Recommendation[] = CLAIM_SEEDS.map(({ quote, ...seed }, index) => {
  const end_line = seed.line + quote.split("\n").length - 1;
  const path = ".github/workflows/release.yml";
  return {
    ...seed,
    id: idOf("finding", 40 + index),
    analysis_id: idOf("analysis", 1),
    why: "",
    path,
    end_line,
    column: 1,
    evidence: [{ path, line: seed.line, end_line, quote }],
    fingerprint: String(40 + index).padStart(32, "0"),
    state: "open",
    remediation_id: null,
    origin: "ai",
    source: index === 0 ? SOURCE : { ...SOURCE, cached: true, answered_at: "2026-11-12T09:30:00.000Z" },
  };
});

const CAPS = { task: 32_000, user_day: 100_000, user_month: 2_000_000, organization_month: 6_000_000 };

const GEMINI: AiProviderState = {
  provider: "gemini",
  key: "own",
  plan: "paid",
  state: "works",
  created_at: ago(DAY * 9),
  checked_at: ago(34),
  models: { usual: MODEL, hard: "gemini-3.8-flash" },
  price: { input_usd: 0.1, output_usd: 0.4, per_tokens: 1_000_000, seen: "2026-11-20" },
  circuit: "closed",
};
const ANTHROPIC: AiProviderState = {
  ...GEMINI,
  provider: "anthropic",
  key: "operator",
  plan: "free",
  state: "refused",
  created_at: null,
  checked_at: ago(DAY * 2),
  models: { usual: "claude-haiku-5", hard: "claude-sonnet-5" },
  price: { input_usd: 1, output_usd: 5, per_tokens: 1_000_000, seen: "2026-11-20" },
  circuit: "open",
};
const OPENAI: AiProviderState = {
  ...GEMINI,
  provider: "openai",
  key: "none",
  plan: null,
  state: null,
  created_at: null,
  checked_at: null,
  models: { usual: "gpt-6-mini", hard: "gpt-6" },
  price: null,
};

const SETTINGS: AiSettings = {
  enabled: true,
  available: true,
  providers: [GEMINI, ANTHROPIC, OPENAI],
  order: ["gemini", "anthropic"],
  private_code: "paid_keys",
  caps: { ...CAPS, organization_month: 4_000_000 },
  default_caps: CAPS,
};

/** Settings of a scenario; `empty` has no key at all. */
export function settingsOf(scenario: string): AiSettings {
  if (scenario !== "empty") return SETTINGS;
  const providers = SETTINGS.providers.map((state) => ({
    ...state,
    ...{ key: "none", plan: null, state: null, created_at: null, checked_at: null, circuit: "closed" },
  })) as AiProviderState[];
  return { ...SETTINGS, enabled: true, available: false, providers, caps: CAPS };
}

const REQUEST: AiRequest = {
  id: idOf("other", 90),
  at: ago(12),
  repository_id: idOf("repository", 1),
  job_id: idOf("job", 1),
  user_id: idOf("other", 1),
  task: "analysis",
  provider: "gemini",
  model: MODEL,
  prompt_version: 3,
  context_hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
  outcome: "answered",
  reason: null,
  estimated_tokens: 3400,
  input_tokens: 3206,
  output_tokens: 401,
  cost_usd: 0.000481,
  attempts: 1,
  duration_ms: 2140,
  kept: 2,
  dropped: 3,
};
const UNANSWERED = { provider: null, model: null, input_tokens: 0, output_tokens: 0, cost_usd: 0, kept: 0, dropped: 0 };

export const REQUESTS: readonly AiRequest[] = [
  REQUEST,
  { ...REQUEST, id: idOf("other", 91), at: ago(13), outcome: "cached", duration_ms: 18, cost_usd: 0, input_tokens: 0 },
  { ...REQUEST, id: idOf("other", 92), at: ago(200), task: "remediation", model: "gemini-3.8-flash", attempts: 3 },
  { ...REQUEST, ...UNANSWERED, id: idOf("other", 93), at: ago(DAY), outcome: "deferred", reason: "user_day" },
  { ...REQUEST, ...UNANSWERED, id: idOf("other", 94), at: ago(DAY * 2), outcome: "degraded", reason: "timeout" },
  { ...REQUEST, id: idOf("other", 95), at: ago(DAY * 3), task: "ci_generation", user_id: null },
];

export function estimateOf(scenario: string): AiEstimate {
  const available = settingsOf(scenario).available;
  return {
    available,
    reason: available ? null : "no_key",
    commit: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    questions: 3,
    cached: 1,
    input_tokens: 7200,
    max_output_tokens: 4096,
    max_cost_usd: 0.0023584,
    model: MODEL,
  };
}

/** The first finding without a fix gets one, every other one is refused. */
export function fixAnswerOf(findingId: string): AiFix {
  const [fix] = FIXES;
  const first = FINDINGS.find(({ remediation_id: id }) => id === null)?.id;
  if (fix && findingId === first) {
    const written = { origin: "ai", source: SOURCE, pull_request: null, fix_class: "review" } as const;
    const diff = fix.diff.replaceAll("ci.yml", "release.yml");
    const remediation = { ...fix, ...written, diff, id: idOf("fix", 40), resolves: [findingId] };
    return { status: "proved", remediation, reasons: [], retry_at: null, source: SOURCE };
  }
  const reasons = [
    "The finding is still there after the change.",
    "The change brings a new finding of `unpinned-action` at line 9.",
  ];
  return { status: "refused", remediation: null, reasons, retry_at: null, source: SOURCE };
}

/** Pull request 7 touches no pipeline. */
export function reviewOf(pullNumber: number): Review {
  const sides = { base: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", head: "0cc175b9c0f1b6a831c399e269772661badc0ffe" };
  if (pullNumber === 7) return { pull_number: 7, ...sides, paths: [], notes: [], ai: OFF };
  const notes = [FINDINGS[2], FINDINGS[0], ...CLAIMS].flatMap((finding) => {
    if (!finding) return [];
    const { origin, rule: id, category, severity, title, message, path, line, end_line, evidence } = finding;
    return [{ origin, id, category, severity, title, message, path, line, end_line, evidence }];
  });
  return { pull_number: pullNumber, ...sides, paths: [".github/workflows/ci.yml"], notes, ai: SUMMARY_OF_AI };
}
