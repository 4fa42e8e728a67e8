/** What AI providers do on bad days, and what has to become of an analysis then. */
import type { ScriptInput } from "../../local/ai/script.ts";

export type AiFault = {
  readonly name: string;
  readonly answer: NonNullable<ScriptInput["answer"]>;
  /** `ai_status` of the analysis, and why. */
  readonly status: "degraded" | "done";
  readonly reason: string | null;
  /** Requests that reach the provider; one that was cut is asked once more with half of its files. */
  readonly calls: number;
  /** Takes as long as a call may take. */
  readonly isSlow?: true;
};

/** What a good answer to `claimedFile` says: one claim that stands. */
const CLAIM = {
  topic: "fixed-wait",
  category: "ci_cd",
  severity: "low",
  title: "Waits a fixed time",
  message: "The step waits 30 seconds whether the service is up or not.",
  path: ".github/workflows/ci.yml",
  line: 11,
  endLine: 11,
  quote: "      - run: sleep 30",
};
export const GOOD_ANSWER = { claims: [CLAIM] };

/** A workflow that rules find fault with, and that `GOOD_ANSWER` is about; `mark` makes it another one. */
export function markedFiles(mark: string): Record<string, string> {
  const workflow = [
    `name: ${mark}`,
    "on: push",
    "permissions:",
    "  contents: read",
    "jobs:",
    "  test:",
    "    runs-on: ubuntu-24.04",
    "    steps:",
    "      - uses: actions/checkout@v4",
    "      - run: npm install",
    "      - run: sleep 30",
    "      - run: npm test",
  ];
  return {
    ".github/workflows/ci.yml": `${workflow.join("\n")}\n`,
    "package.json": '{"scripts":{"test":"node --test"}}\n',
  };
}

/** Stands in answers of a wrong shape, of which nothing may be stored. */
export const GARBAGE = "garbage-that-nobody-checked";

const json = GOOD_ANSWER;
const degraded = (reason: string, calls: number) => ({ status: "degraded" as const, reason, calls });
const DONE = { status: "done", reason: null, calls: 1 } as const;
const wrong = (claim: object) => JSON.stringify({ claims: [{ ...CLAIM, message: GARBAGE, ...claim }] });

export const AI_FAULTS: readonly AiFault[] = [
  { name: "429 with a time to wait", answer: { kind: "rate" }, ...degraded("rate", 1) },
  { name: "429 without one", answer: { kind: "rate_bare" }, ...degraded("rate", 3) },
  { name: "500", answer: { kind: "internal" }, ...degraded("server", 3) },
  { name: "503", answer: { kind: "unavailable" }, ...degraded("server", 3) },
  { name: "400, a field that is wrong", answer: { kind: "bad_field" }, ...degraded("request", 1) },
  { name: "403", answer: { kind: "forbidden" }, ...degraded("key", 1) },
  { name: "the connection reset", answer: { transport: { reset: true } }, ...degraded("network", 3) },
  {
    name: "reset in the middle of the body",
    answer: { json, transport: { cutAfterBytes: 40 } },
    ...degraded("network", 3),
  },
  {
    name: "the first byte after 61 s",
    answer: { json, transport: { delayMs: 61_000 } },
    ...degraded("timeout", 1),
    isSlow: true,
  },
  {
    name: "one byte a second",
    answer: { json, transport: { bytesPerSecond: 1 } },
    ...degraded("timeout", 1),
    isSlow: true,
  },
  { name: "an HTML page", answer: { kind: "html" }, ...degraded("server", 3) },
  { name: "an empty body", answer: { kind: "empty_body" }, ...degraded("malformed", 1) },
  { name: "no candidates", answer: { kind: "no_candidates" }, ...degraded("malformed", 1) },
  { name: "MAX_TOKENS before the first word", answer: { kind: "max_tokens_empty" }, ...degraded("cut", 2) },
  { name: "MAX_TOKENS in the middle", answer: { kind: "cut_json", json }, ...degraded("cut", 2) },
  { name: "SAFETY", answer: { kind: "safety" }, ...degraded("blocked", 1) },
  { name: "RECITATION", answer: { kind: "recitation" }, ...degraded("blocked", 1) },
  { name: "PROHIBITED_CONTENT", answer: { kind: "prohibited" }, ...degraded("blocked", 1) },
  { name: "OTHER", answer: { kind: "other_stop" }, ...degraded("blocked", 1) },
  { name: "a reason that is not known", answer: { kind: "unknown_stop" }, ...degraded("malformed", 1) },
  { name: "the prompt refused", answer: { kind: "prompt_blocked" }, ...degraded("blocked", 1) },
  { name: "JSON in a fence", answer: { kind: "fenced", json }, ...DONE },
  { name: "prose around JSON", answer: { kind: "prose", json }, ...DONE },
  { name: "thoughts before the answer", answer: { kind: "thoughts", json }, ...DONE },
  { name: "an answer in three parts", answer: { kind: "three_parts", json }, ...DONE },
  { name: "JSON that stops", answer: { text: wrong({}).slice(0, -20) }, ...degraded("cut", 2) },
  { name: "no JSON", answer: { text: `All is well. ${GARBAGE}` }, ...degraded("malformed", 1) },
  { name: "10 MB", answer: { kind: "huge" }, ...degraded("malformed", 1) },
  { name: "50 levels", answer: { kind: "deep" }, ...degraded("malformed", 1) },
  { name: "wrong types", answer: { text: wrong({ line: "eleven" }) }, ...degraded("malformed", 1) },
  { name: "NaN", answer: { text: wrong({}).replace('"line":11', '"line":NaN') }, ...degraded("malformed", 1) },
  { name: "keys that nobody asked for", answer: { text: wrong({ fix: GARBAGE }) }, ...degraded("malformed", 1) },
  { name: "another shape", answer: { kind: "wrong_schema" }, ...degraded("malformed", 1) },
  {
    name: "a topic that is not in the list",
    answer: {
      text: wrong({
        topic: "made-up",
        message: "Of the right shape, so it may be kept in the cache; it is never shown.",
      }),
    },
    ...DONE,
  },
  { name: "the model is gone", answer: { kind: "not_found" }, ...degraded("model", 2) },
  // The last one: it holds the circuit of the key open until tomorrow.
  { name: "429 for the rest of the day", answer: { kind: "day_quota" }, ...degraded("day_quota", 1) },
];

/** Much like another one: the whole proof alone meets them. */
const ALIKE: ReadonlySet<string> = new Set([
  "400, a field that is wrong",
  "no candidates",
  "MAX_TOKENS in the middle",
  "PROHIBITED_CONTENT",
  "OTHER",
  "a reason that is not known",
  "thoughts before the answer",
  "no JSON",
  "NaN",
  "another shape",
]);

/** Those that the short proof over the running product meets. */
export const SHORT_FAULTS: ReadonlySet<string> = new Set([
  "429 without one",
  "503",
  "the connection reset",
  "SAFETY",
  "prose around JSON",
  "10 MB",
  "wrong types",
  "403",
]);

/** The others, which the Worker's own tests meet. */
export const WORKER_FAULTS = AI_FAULTS.filter(({ name }) => !SHORT_FAULTS.has(name) && !ALIKE.has(name));
