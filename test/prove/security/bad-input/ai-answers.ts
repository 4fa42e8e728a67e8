/** What a model or its provider may answer: the analysis ends with all that the rules found, and nothing stands that is not so. */
import { setTimeout as pause } from "node:timers/promises";
import type { ScriptInput } from "../../../../local/ai/script.ts";
import { AI_FAULTS, GOOD_ANSWER, markedFiles } from "../../../support/ai-faults.ts";
import { type BadInput, bad, type Group } from "./case.ts";
import type { Ground, Heard } from "./ground.ts";

type Answer = NonNullable<ScriptInput["answer"]>;
type Ended = {
  readonly id: string;
  readonly phase: string;
  readonly state: string;
  readonly ai_status: string;
  readonly ai: {
    readonly reason: string | null;
    readonly kept: number;
    readonly dropped: Readonly<Record<string, number>>;
    readonly input_tokens: number;
    readonly output_tokens: number;
  } | null;
};
type Finding = {
  readonly id: string;
  readonly rule: string;
  readonly origin: string;
  readonly message: string;
  readonly title: string;
};
type Seen = { readonly analysis: Ended; readonly findings: readonly Finding[] };

const PATIENCE_MS = 90_000;
const POLL_MS = 50;
const ADDS = { repositories: 1, jobs: 1, analyses: 1 };
const [CLAIM] = GOOD_ANSWER.claims;
const MAX_CLAIMS = 200;
const MAX_MESSAGE = 2_000;
let made = 0;

/** A new repository, analysed to the end while the model answers so; what its analysis and its findings say. */
export async function analysed(to: Ground, answer: Answer, files = markedFiles): Promise<Heard> {
  made += 1;
  const mark = `answer-${made}-x`;
  await to.ai.script({ match: { data: mark }, times: -1, answer });
  const id = await to.connect(mark, files(mark));
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(POLL_MS)) {
    const page = await to.ask({ path: `/api/analysis/repository/${id}` });
    const [analysis] = (JSON.parse(page.text) as { items: Ended[] }).items;
    if (!analysis || !["completed", "failed"].includes(analysis.phase)) continue;
    const found = await to.ask({ path: `/api/analysis/${analysis.id}/recommendations?limit=100` });
    const { items } = JSON.parse(found.text) as { items: Finding[] };
    return { ...found, text: JSON.stringify({ analysis, findings: items } satisfies Seen) };
  }
  throw new Error(`The analysis of ${mark} did not end.`);
}

export const seen = ({ text }: Heard) => JSON.parse(text) as Seen;
const ofRules = ({ findings }: Seen) => findings.filter(({ origin }) => origin === "rule");
const ofModel = ({ findings }: Seen) => findings.filter(({ origin }) => origin === "ai");

/** Complete, with what the rules found, whatever the model said. */
function isWhole(facts: Seen, status: string): boolean {
  const { state, ai_status: ai } = facts.analysis;
  return state === "completed" && ai === status && ofRules(facts).length > 0;
}

/** How an answer is met; `holds` looks at what became of the analysis. */
function answered(what: string, answer: Answer, holds: (facts: Seen) => boolean): BadInput {
  const also = (heard: Heard) => holds(seen(heard));
  return { ...bad(what, { status: 200, also, adds: ADDS }, (to) => analysed(to, answer)), mayBeLong: true };
}

/** Failures of content alone: those of the server and the network would open the circuit for the others. */
const REASONS = ["malformed", "cut", "blocked", "model"];
const FAULTS = AI_FAULTS.filter(({ reason }) => reason === null || REASONS.includes(reason)).map((fault) =>
  answered(`an AI's answer: ${fault.name}`, fault.answer, (facts) => {
    const reason = facts.analysis.ai?.reason ?? null;
    return isWhole(facts, fault.status) && reason === fault.reason;
  }),
);

const LIES: Readonly<Record<string, object>> = {
  "in a file that is not there": { path: ".github/workflows/other.yml" },
  "in a file outside": { path: "../../etc/passwd" },
  "in line 0": { line: 0, endLine: 0 },
  "in line -1": { line: -1, endLine: -1 },
  "in line 10^9": { line: 1_000_000_000, endLine: 1_000_000_000 },
  "with words that stand nowhere": { quote: "      - run: rm -rf /" },
  "with no words": { quote: "" },
};

const claims = (...told: readonly object[]): Answer => ({
  json: { claims: told.map((one) => ({ ...CLAIM, ...one })) },
});

const LIE_OF_SHORT = "with words that stand nowhere";

const GROUNDING = Object.entries(LIES).map(([what, lie]): BadInput => {
  const holds = (facts: Seen) =>
    facts.analysis.state === "completed" && ofRules(facts).length > 0 && ofModel(facts).length === 0;
  const row = answered(`an AI's finding ${what}`, claims(lie), holds);
  return what === LIE_OF_SHORT ? { ...row, isShort: true } : row;
});

const BULK = [
  answered("10,000 findings of an AI", claims(...Array.from({ length: 10_000 }, () => ({}))), (facts) => {
    return facts.analysis.state === "completed" && ofModel(facts).length <= MAX_CLAIMS;
  }),
  answered(
    "a finding of an AI in 500,000 letters",
    claims({ message: "many words ".repeat(50_000) }),
    (facts) => isWhole(facts, "done") && ofModel(facts).every(({ message }) => message.length <= MAX_MESSAGE),
  ),
  answered(
    "a finding of an AI full of markup",
    claims({ title: "<img src=x onerror=alert(1)> @everyone /deploy" }),
    (facts) => isWhole(facts, "done") && ofModel(facts).every(({ title }) => !/[<>@]|\/deploy/.test(title)),
  ),
];

const COUNTS: Readonly<Record<string, NonNullable<Answer["usage"]>>> = {
  "less than nothing": { input: -5_000, output: -5_000 },
  "half a token": { input: 10.5, output: 0.5 },
  "a text": { input: "7", output: "many" },
  "more than there are": { input: 1e300, output: 1e300 },
  nothing: { input: null, output: null },
};

/** What is charged is a sane number, whatever the provider says. */
const TOKENS = Object.entries(COUNTS).map(([what, usage]) =>
  answered(`an AI's provider that counts ${what}`, { json: GOOD_ANSWER, usage }, (facts) => {
    const spent = [facts.analysis.ai?.input_tokens, facts.analysis.ai?.output_tokens];
    return isWhole(facts, "done") && spent.every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
  }),
);

/** Quotas that nothing here reaches. */
const AMPLE = { task: 200_000, user_day: 1_000_000_000, user_month: 1_000_000_000, organization_month: 1_000_000_000 };

async function cap(to: Ground, caps: object): Promise<void> {
  const { status, text } = await to.change("PUT", "/api/ai/settings", { body: { caps } });
  if (status !== 200) throw new Error(`The caps were not taken: ${text}`);
}

/** The quota is used up before the analysis asks. */
async function withoutQuota(to: Ground): Promise<Heard> {
  await cap(to, { ...AMPLE, user_day: 1_000 });
  return analysed(to, { json: GOOD_ANSWER }).finally(() => cap(to, AMPLE));
}

const isPutOff = (heard: Heard) => {
  const facts = seen(heard);
  return isWhole(facts, "deferred") && facts.analysis.ai?.reason === "user_day" && ofModel(facts).length === 0;
};

const QUOTA = [
  {
    ...bad(
      "an analysis without any quota left",
      { status: 200, also: isPutOff, adds: ADDS, isShort: true },
      withoutQuota,
    ),
    mayBeLong: true as const,
  },
];

export const AI_ANSWERS: Group = {
  name: "answers of an AI",
  rows: [...FAULTS, ...GROUNDING, ...BULK, ...TOKENS, ...QUOTA],
  prepare: (to) => cap(to, AMPLE),
};
