import { type AnalyzeOptions, prepare } from "../../../worker/engine/analyze.ts";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { cpuTimeMsOf } from "../../support/cpu-time.ts";
import { NOW, snapshot } from "../../support/engine.ts";
import type { Report } from "../report.ts";
import { documentedTexts, FILES, installedYaml } from "./corpus.ts";

const OPTIONS: AnalyzeOptions = { now: NOW, lookups: tableLookups(), profile: "strict" };
/** No file may take longer, so that one repository cannot hold up the others. */
const LIMIT_MS = 200;
/** One text is read as each of these, since rules look at names first. */
const PLACES = [
  ".github/workflows/x.yml",
  "action.yml",
  ".gitlab-ci.yml",
  ".circleci/config.yml",
  ".github/dependabot.yml",
  "Dockerfile",
];

interface Outcome {
  failures: number;
  slowestMs: number;
  slowest: string;
  firstFailure: string;
}

/** Every YAML file of the dependencies, and damaged ones: no rule throws, no file takes long. */
export async function proveRobustness(report: Report, mutations: number): Promise<void> {
  const installed = await installedYaml();
  tell(report, {
    name: `${installed.length} installed YAML files, each as ${PLACES.length} kinds of file`,
    files: installed.map(({ path, text }) => ({ name: path, text })),
    placesOf: () => PLACES,
  });
  const seeds = [
    ...documentedTexts(),
    ...Object.values(FILES).filter((text) => text !== null),
    ...installed.slice(0, 100).map(({ text }) => text),
  ].filter((text) => text.length < 20_000);
  const damaged = Array.from({ length: mutations }, (_, index) => ({
    name: `mutation ${index}`,
    text: damage(seeds[index % seeds.length] ?? "", index),
  }));
  tell(report, {
    name: `${mutations} damaged files`,
    files: damaged,
    placesOf: (index) => [PLACES[index % PLACES.length] ?? ""],
  });
}

type Named = { readonly name: string; readonly text: string };

interface Batch {
  readonly name: string;
  readonly files: readonly Named[];
  readonly placesOf: (index: number) => readonly string[];
}

function tell(report: Report, { name, files, placesOf }: Batch): void {
  const outcome: Outcome = { failures: 0, slowestMs: 0, slowest: "", firstFailure: "" };
  for (const [index, file] of files.entries()) for (const path of placesOf(index)) audit(file, path, outcome);
  report.claim(
    `${name}: no rule throws`,
    outcome.failures === 0,
    outcome.failures === 0 ? "0 failures" : `${outcome.failures} failures, first: ${outcome.firstFailure}`,
  );
  report.claim(
    `${name}: none takes over ${LIMIT_MS} ms of processor time`,
    outcome.slowestMs <= LIMIT_MS,
    `slowest ${outcome.slowestMs.toFixed(0)} ms (${outcome.slowest})`,
  );
}

function audit({ name, text }: Named, path: string, outcome: Outcome): void {
  const source = snapshot({ [path]: text });
  let first = "";
  const ms = cpuTimeMsOf(() => {
    try {
      first = prepare(source, OPTIONS).failures.map(({ rule, reason }) => `${rule}: ${reason}`)[0] ?? "";
    } catch (error) {
      first = String(error);
    }
  });
  if (first !== "") {
    outcome.failures += 1;
    if (outcome.firstFailure === "") outcome.firstFailure = `${name} as ${path}: ${first}`;
  }
  // The first files pay for compiling the rules.
  const again = ms > LIMIT_MS ? cpuTimeMsOf(() => prepare(source, OPTIONS)) : ms;
  if (again > outcome.slowestMs) [outcome.slowestMs, outcome.slowest] = [again, `${name} as ${path}`];
}

const NOISE = [
  "\t",
  "\0",
  "\ufeff",
  ": ",
  "- ",
  "&a ",
  "*a",
  "${{",
  "}}",
  "'",
  '"',
  "|",
  "#",
  "[",
  "}",
  "\r\n",
  "<<: *a",
  "!!str ",
  "? ",
  "%",
  "𝄞",
  "  ",
];

/** Deletes, repeats, swaps or inserts a few pieces; the same for the same number. */
function damage(text: string, seed: number): string {
  let state = (seed + 1) * 2654435761;
  const next = (limit: number) => {
    state = (Math.imul(state ^ (state >>> 13), 1274126177) + 1) >>> 0;
    return limit === 0 ? 0 : state % limit;
  };
  let result = text;
  for (let round = 0; round <= next(4); round += 1) {
    const [start, length] = [next(result.length), next(40)];
    const piece = result.slice(start, start + length);
    const kinds = ["", piece + piece, NOISE[next(NOISE.length)] ?? "", piece.split("").reverse().join("")];
    result = result.slice(0, start) + kinds[next(kinds.length)] + result.slice(start + (next(2) === 0 ? length : 0));
  }
  return result;
}
