/** Counted and estimated tokens against what the tokenizers' packages count, on files that no table was fitted on. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type SampleFile, sampleFiles } from "../../../scripts/fit-tokens/sample-files.ts";
import { countTokens as trueCount } from "../../../scripts/fit-tokens/true-tokens.ts";
import { selectContexts } from "../../../worker/engine/ai/context/select-contexts.ts";
import { renderPrompt } from "../../../worker/engine/ai/prompts/render-prompt.ts";
import { countTokens, inputTokens } from "../../../worker/engine/ai/tokens/count-tokens.ts";
import { estimateTokens } from "../../../worker/engine/ai/tokens/estimate-tokens.ts";
import type { Vocabulary } from "../../../worker/engine/ai/tokens/vocabulary.ts";
import { contextGround } from "../../support/ai-contexts.ts";
import type { Report } from "../report.ts";
import { proveVocabularies } from "./vocabularies.ts";

const FAMILIES = ["gemini", "openai"] as const;
/** Shorter texts vary by chance; they have a margin of tokens instead. */
const SHORT_TEXT = 200;
const LOWEST = -0.05;
const HIGHEST = 0.15;
/** What pipelines are made of, and what they call. */
const PIPELINE_KINDS = /^(?:ya?ml|json|toml|sh|bash|Dockerfile|Makefile|mk|md|lock)$/;
/** For 100,000 characters. */
const MOST_MS = 10;
const FENCE = "3f9a1c5e7b2d4860a1c3e5f708192b4d";
/** Input tokens of a context, and of the frame that its prompt puts around it. */
const BUDGET = 4000;
const OWN_WORDS = 600;
/** Blank to the package and not to OpenAI's own tokenizer, or the other way round. */
const READ_OTHERWISE = /[\ufeff\u0085]/;
const OWN_FILES = /\.(?:ts|mjs|json|ya?ml|toml|md|sql)$/;

type Family = (typeof FAMILIES)[number];

interface Measured {
  readonly name: string;
  readonly count: number;
  readonly error: number;
}

function measure(files: readonly SampleFile[], family: Family): Measured[] {
  return files.map(({ path, text }) => {
    const count = trueCount(text, family);
    return { name: path, count, error: estimateTokens(text, family) / count - 1 };
  });
}

function isInside({ error }: Measured): boolean {
  return error >= LOWEST && error <= HIGHEST;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function figureOf(measured: readonly Measured[]): string {
  const errors = measured.map(({ error }) => error).sort((a, b) => a - b);
  const inside = measured.filter(isInside).length / Math.max(measured.length, 1);
  const [lowest = 0, highest = 0, middle = 0] = [errors[0], errors.at(-1), errors[errors.length >> 1]];
  return `${percent(inside)} of ${measured.length} inside, ${percent(lowest)} to ${percent(highest)}, median ${percent(middle)}`;
}

/** Every few files of this repository, as git lists them. */
function ownFiles(every: number, wanted: RegExp = OWN_FILES): SampleFile[] {
  const listed = execFileSync("git", ["ls-files"], { encoding: "utf8", maxBuffer: 2 ** 26 }).split("\n");
  const paths = listed.filter((path) => wanted.test(path)).filter((_, index) => index % every === 0);
  return paths.map((path) => ({ path, kind: "own", text: readFileSync(path, "utf8").slice(0, 20_000) }));
}

/** The prompt of a pipeline with this text, cut to a small budget where it is long. */
function promptOf({ path, text }: SampleFile): SampleFile[] {
  const ground = contextGround({ ".circleci/config.yml": text, "package.json": '{"scripts": {"test": "vitest"}}' });
  const { contexts } = selectContexts(ground, { task: "ci_cd", budget: BUDGET, limit: 1 });
  return contexts.map((context) => {
    const { data } = renderPrompt(context, [], FENCE);
    return { path: `prompt of ${path}`, kind: "prompt", text: data };
  });
}

export function proveTokens(report: Report, short: boolean): void {
  const text = ownFiles(10)
    .map((file) => file.text)
    .join("\n");
  const vocabularies = proveVocabularies(report, { text, line: short ? 100_000 : 1_000_000 });
  const packages = sampleFiles(["node_modules"], 1);
  const others = packages.filter((_, index) => index % (short ? 5 : 1) === 0);
  const pipelines = [...packages, ...ownFiles(short ? 3 : 1, /\.ya?ml$/)].filter(({ path }) => /\.ya?ml$/.test(path));
  const own = ownFiles(short ? 40 : 1);
  const prompts = pipelines.slice(0, short ? 12 : 60).flatMap(promptOf);
  for (const family of FAMILIES) {
    proveCounts(report, vocabularies[family], { own, others, prompts });
    proveEstimates(report, family, { own, others, prompts });
  }
  proveAnthropic(report, vocabularies.openai, { own, prompts });
  const each = costOf(text);
  report.claim("an estimate is cheap", each <= MOST_MS, `${each.toFixed(1)} ms of CPU for 100,000 characters`);
}

interface Samples {
  readonly own: readonly SampleFile[];
  readonly others: readonly SampleFile[];
  readonly prompts: readonly SampleFile[];
}

/** `atLeast` is the share of files that the estimator has to come close to. */
type NamedFiles = readonly [name: string, files: readonly SampleFile[], atLeast: number];

function groupsOf({ own, others, prompts }: Samples): NamedFiles[] {
  const pipeline = others.filter(({ kind }) => PIPELINE_KINDS.test(kind));
  return [
    ["files of this repository", own, 0.95],
    ["pipeline files, manifests and texts of packages", pipeline, 0.95],
    ["sources of packages", others.filter((file) => !pipeline.includes(file)), 0.9],
    ["whole prompts", prompts, 0.95],
  ];
}

function proveCounts(report: Report, vocabulary: Vocabulary, samples: Samples): void {
  const { family } = vocabulary;
  for (const [name, files] of groupsOf(samples)) {
    const same = files.filter(({ text }) => family !== "openai" || !READ_OTHERWISE.test(text));
    const wrong = same.filter(({ text }) => countTokens(text, vocabulary) !== trueCount(text, family));
    const figures = [
      `${wrong.length} of ${same.length} differ`,
      `${files.length - same.length} left out for U+FEFF or U+0085`,
      ...wrong.map(({ path }) => path),
    ];
    report.claim(`${family}: counts of ${name} are exact`, wrong.length === 0 && same.length > 0, figures.join("; "));
  }
}

/** What stands in where no vocabulary could be loaded. */
function proveEstimates(report: Report, family: Family, samples: Samples): void {
  for (const [name, files, atLeast] of groupsOf(samples)) {
    const measured = measure(files, family);
    const long = measured.filter(({ count }) => count >= SHORT_TEXT);
    const share = long.filter(isInside).length / Math.max(long.length, 1);
    report.claim(
      `${family}: without a vocabulary ${name} are estimated 5 % under to 15 % over, ${percent(atLeast)} of them`,
      share >= atLeast,
      figureOf(long),
    );
    const under = measured.filter(({ count, error }) => count < SHORT_TEXT && error * count < -0.05 * count - 10);
    if (under.length > 0) report.claim(`${family}: short ${name} are not much too low`, false, `${under.length} are`);
  }
}

/** Milliseconds of CPU that the estimator takes for 100,000 characters, once warm. */
function costOf(text: string): number {
  const rounds = 10;
  estimateTokens(text, "gemini");
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) estimateTokens(text, "gemini");
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / rounds / (text.length / 100_000);
}

/** No tokenizer to count with: only that the factor over OpenAI's, which others measured, is always there. */
function proveAnthropic(report: Report, vocabulary: Vocabulary, { own, prompts }: Omit<Samples, "others">): void {
  const lowest = (tokens: (text: string) => number) =>
    Math.min(...own.map(({ text }) => tokens(text) / trueCount(text, "openai")));
  const counted = lowest((text) => inputTokens(text, "anthropic", vocabulary));
  const estimated = lowest((text) => estimateTokens(text, "anthropic"));
  report.claim(
    "anthropic: no file is below 1.75 times OpenAI's count, nor estimated below 1.5",
    counted >= 1.75 && estimated >= 1.5,
    `${counted.toFixed(2)} and ${estimated.toFixed(2)} times at least`,
  );
  const most = Math.max(...prompts.map(({ text }) => inputTokens(text, "anthropic", vocabulary)));
  report.claim(
    "no prompt costs more than its context's budget and our own words",
    most <= BUDGET + OWN_WORDS,
    `${most} tokens at most, of ${BUDGET} and ${OWN_WORDS}`,
  );
}
