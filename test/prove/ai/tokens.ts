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
/** Shorter texts vary by chance; they have a margin of tokens instead. */
const SHORT_TEXT = 200;
const LOWEST = -0.05;
const HIGHEST = 0.15;
/** What pipelines are made of, and what they call. */
const PIPELINE_KINDS = /^(?:ya?ml|json|toml|sh|bash|Dockerfile|Makefile|mk|md|lock)$/;
const FENCE = "3f9a1c5e7b2d4860a1c3e5f708192b4d";
/** Input tokens of a context, and of the frame that its prompt puts around it. */
const BUDGET = 4000;
const OWN_WORDS = 600;
/** Twice what it takes on a quiet machine. */
const MOST_MS = 10;
const OWN_FILES = /\.(?:ts|mjs|json|ya?ml|toml|md|sql)$/;

type Family = (typeof FAMILIES)[number];

interface Measured {
  readonly name: string;
  readonly count: number;
  readonly error: number;
}

function measure(files: readonly SampleFile[], family: Family): Measured[] {
  return files.map(({ path, text }) => {
    const count = countTokens(text, family);
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
  const packages = sampleFiles(["node_modules"], 1);
  const others = packages.filter((_, index) => index % (short ? 25 : 4) === 0);
  const pipelines = [...packages, ...ownFiles(short ? 3 : 1, /\.ya?ml$/)].filter(({ path }) => /\.ya?ml$/.test(path));
  const own = ownFiles(short ? 80 : 10);
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
  const each = costOf(own.map(({ text }) => text).join("\n"));
  report.claim("an estimate is cheap", each <= MOST_MS, `${each.toFixed(1)} ms of CPU for 100,000 characters`);
}

/** Milliseconds of CPU for 100,000 characters, once warm. */
function costOf(text: string): number {
  const rounds = 10;
  estimateTokens(text, "gemini");
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) estimateTokens(text, "gemini");
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / rounds / (text.length / 100_000);
}

interface Samples {
  readonly own: readonly SampleFile[];
  readonly others: readonly SampleFile[];
  readonly prompts: readonly SampleFile[];
}

function proveFamily(report: Report, family: Family, { own, others, prompts }: Samples): void {
  const pipeline = others.filter(({ kind }) => PIPELINE_KINDS.test(kind));
  const sets: readonly (readonly [name: string, files: readonly SampleFile[], atLeast: number])[] = [
    ["files of this repository", own, 0.95],
    ["pipeline files, manifests and texts of packages", pipeline, 0.95],
    ["sources of packages", others.filter((file) => !pipeline.includes(file)), 0.9],
    ["whole prompts", prompts, 0.95],
  ];
  for (const [name, files, atLeast] of sets) {
    const measured = measure(files, family);
    const long = measured.filter(({ count }) => count >= SHORT_TEXT);
    const share = long.filter(isInside).length / Math.max(long.length, 1);
    report.claim(`${family}: ${name} are estimated 5 % under to 15 % over`, share >= atLeast, figureOf(long));
    const under = measured.filter(({ count, error }) => count < SHORT_TEXT && error * count < -0.05 * count - 10);
    if (under.length > 0) report.claim(`${family}: short ${name} are not much too low`, false, `${under.length} are`);
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
