/** Estimated tokens against those that the tokenizers count, on files that no table was fitted on. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type SampleFile, sampleFiles } from "../../../scripts/fit-tokens/sample-files.ts";
import { countTokens } from "../../../scripts/fit-tokens/true-tokens.ts";
import { selectContexts } from "../../../worker/engine/ai/context/select-contexts.ts";
import { renderPrompt } from "../../../worker/engine/ai/prompts/render-prompt.ts";
import { estimateTokens } from "../../../worker/engine/ai/tokens/estimate-tokens.ts";
import { contextGround } from "../../support/ai-contexts.ts";
import type { Report } from "../report.ts";

const FAMILIES = ["gemini", "openai"] as const;
const LOWEST = -0.05;
const HIGHEST = 0.15;
/** Characters of a text in which chance evens out; shorter ones have a margin of tokens. */
const SHORT_TEXT = 200;
const MARGIN = 5;
/** What pipelines are made of, and what they call. */
const PIPELINE_KINDS = /^(?:ya?ml|json|toml|sh|bash|Dockerfile|Makefile|mk|md|lock)$/;
const FENCE = "3f9a1c5e7b2d4860a1c3e5f708192b4d";
/** Input tokens of a context, and of the frame that its prompt puts around it. */
const BUDGET = 4000;
const OWN_WORDS = 600;
/** Of CPU for a character: twice what it takes on a quiet machine. */
const MOST_NANOSECONDS = 80;
const OWN_FILES = /\.(?:ts|mjs|json|ya?ml|toml|md|sql)$/;

type Family = (typeof FAMILIES)[number];

interface Measured {
  readonly name: string;
  readonly error: number;
  readonly isInside: boolean;
}

function measure(files: readonly SampleFile[], family: Family): Measured[] {
  return files.map(({ path, text }) => {
    const count = countTokens(text, family);
    const error = estimateTokens(text, family) / count - 1;
    const isLong = text.length >= SHORT_TEXT;
    const isInside = isLong
      ? error >= LOWEST && error <= HIGHEST
      : Math.abs(error * count) <= Math.max(HIGHEST * count, MARGIN);
    return { name: path, error, isInside };
  });
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

/** How many are inside, and which are the furthest out. */
function figureOf(measured: readonly Measured[]): string {
  const sorted = measured.toSorted((a, b) => a.error - b.error);
  const ends = [sorted[0], sorted.at(-1)].map((end) => `${percent(end?.error ?? 0)} (${end?.name ?? "none"})`);
  const inside = measured.filter(({ isInside }) => isInside).length;
  const outside = measured.filter(({ isInside }) => !isInside).map(({ name, error }) => `${name} ${percent(error)}`);
  return [
    `${inside} of ${measured.length} inside, ${ends.join(" to ")}, median ${percent(sorted[sorted.length >> 1]?.error ?? 0)}`,
    ...outside.map((file) => `outside: ${file}`),
  ].join("; ");
}

/** Every few files of this repository, as git lists them. */
function ownFiles(every: number, wanted: RegExp = OWN_FILES): SampleFile[] {
  const listed = execFileSync("git", ["ls-files"], { encoding: "utf8", maxBuffer: 2 ** 26 }).split("\n");
  const paths = listed.filter((path) => wanted.test(path)).filter((_, index) => index % every === 0);
  const files = paths.map((path) => ({
    path,
    kind: "own",
    project: "",
    text: readFileSync(path, "utf8").slice(0, 20_000),
  }));
  return files.filter(({ text }) => text !== "");
}

/** The prompt of a pipeline with this text, cut to a small budget where it is long. */
function promptOf({ path, text }: SampleFile): SampleFile[] {
  const ground = contextGround({ ".circleci/config.yml": text, "package.json": '{"scripts": {"test": "vitest"}}' });
  const { contexts } = selectContexts(ground, { task: "ci_cd", budget: BUDGET, limit: 1 });
  return contexts.map((context) => {
    const { data } = renderPrompt(context, [], FENCE);
    return { path: `prompt of ${path}`, kind: "prompt", project: "", text: data };
  });
}

export function proveTokens(report: Report, short: boolean): void {
  const packages = sampleFiles(["node_modules"], 1);
  const others = packages.filter((_, index) => index % (short ? 10 : 1) === 0);
  const pipelines = [...packages, ...ownFiles(short ? 3 : 1, /\.ya?ml$/)].filter(({ path }) => /\.ya?ml$/.test(path));
  const own = ownFiles(short ? 10 : 1);
  const prompts = pipelines.slice(0, short ? 12 : 60).flatMap(promptOf);
  const over = prompts
    .filter(({ text }) => estimateTokens(text, "anthropic") > BUDGET + OWN_WORDS)
    .map(({ path }) => path);
  report.claim(
    "no prompt costs more than its context's budget and our own words",
    over.length === 0,
    `${over.length} of ${prompts.length}`,
  );
  for (const family of FAMILIES) proveFamily(report, family, { own, others, prompts });
  proveAnthropic(report, own);
  proveCost(report, own.map(({ text }) => text).join("\n"));
}

/** Real text, and what an estimate could be slow on: a million characters of one line. */
function proveCost(report: Report, text: string): void {
  const million = 1_000_000;
  const hostile = ["a", "aB", " ", "-", "<", "é", "漢字", "\u{1f600}", "\r\n", "x.", "'s"].map((unit) =>
    unit.repeat(million / unit.length),
  );
  const costs = [text, ...hostile].map(nanosecondsOf);
  const figures = costs.map((cost) => cost.toFixed(0)).join(", ");
  report.claim("an estimate is cheap on any text", Math.max(...costs) <= MOST_NANOSECONDS, `${figures} ns a character`);
}

/** Of CPU for each character, once warm. */
function nanosecondsOf(text: string): number {
  const rounds = 3;
  estimateTokens(text, "openai");
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) estimateTokens(text, "openai");
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1000) / rounds / text.length;
}

interface Samples {
  readonly own: readonly SampleFile[];
  readonly others: readonly SampleFile[];
  readonly prompts: readonly SampleFile[];
}

function proveFamily(report: Report, family: Family, { own, others, prompts }: Samples): void {
  const pipeline = others.filter(({ kind }) => PIPELINE_KINDS.test(kind));
  const sets: readonly (readonly [name: string, files: readonly SampleFile[]])[] = [
    ["files of this repository", own],
    ["pipeline files, manifests and texts of packages", pipeline],
    ["sources of packages", others.filter((file) => !pipeline.includes(file))],
    ["whole prompts", prompts],
  ];
  for (const [name, files] of sets) {
    const measured = measure(files, family);
    const areInside = measured.every(({ isInside }) => isInside);
    report.claim(`${family}: all ${name} are estimated 5 % under to 15 % over`, areInside, figureOf(measured));
  }
}

/** No tokenizer to count with: only that the factor over OpenAI's, which others measured, is always there. */
function proveAnthropic(report: Report, files: readonly SampleFile[]): void {
  const factors = files.map(({ text }) => estimateTokens(text, "anthropic") / countTokens(text, "openai"));
  const lowest = Math.min(...factors);
  report.claim(
    "anthropic: no file is estimated below 1.5 times OpenAI's count",
    lowest >= 1.5,
    `${lowest.toFixed(2)} times at least`,
  );
}
