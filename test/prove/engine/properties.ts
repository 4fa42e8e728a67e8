import fc from "fast-check";
import { type AnalyzeOptions, analyze } from "../../../worker/engine/analyze.ts";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { parseYaml } from "../../../worker/engine/parse/yaml.ts";
import { asMap, findValue, keyText } from "../../../worker/engine/parse/yaml-node.ts";
import { composeRemediations } from "../../../worker/engine/prove/compose.ts";
import type { Snapshot } from "../../../worker/engine/snapshot.ts";
import { NOW, patchedTexts, snapshot, WORKFLOW } from "../../support/engine.ts";
import type { Report } from "../report.ts";
import { FILES, SAMPLE } from "./corpus.ts";

const OPTIONS: AnalyzeOptions = { now: NOW, lookups: tableLookups() };

/** What must hold for every input: order, noise, repetition and locality change nothing that they should not. */
export function proveProperties(report: Report, runs: number): void {
  property(report, runs, { name: "shuffled file order gives the same bytes", check: orderIsIrrelevant });
  property(report, runs, { name: "comments, blank lines and CRLF leave the findings alone", check: noiseIsIrrelevant });
  property(report, Math.max(5, runs / 10), { name: "fixing twice is fixing once", check: fixesConverge });
  property(report, runs, { name: "a fix changes no job but those it names", check: fixesAreLocal });
}

interface Property {
  readonly name: string;
  readonly check: (seed: number) => boolean;
}

function property(report: Report, runs: number, { name, check }: Property): void {
  const result = fc.check(fc.property(fc.nat(), check), { numRuns: Math.ceil(runs) });
  const figure = result.failed ? `failed for seed ${result.counterexample?.[0]}` : `${result.numRuns} cases`;
  report.claim(name, !result.failed, figure);
}

/** Numbers from a seed, so that a failing case can be had again. */
function randomOf(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39) >>> 0;
    return state / 2 ** 32;
  };
}

function orderIsIrrelevant(seed: number): boolean {
  const random = randomOf(seed);
  const shuffle = <T>(items: readonly T[]) =>
    items
      .map((item) => ({ item, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  const shuffled: Snapshot = { ...SAMPLE, files: shuffle(SAMPLE.files), paths: shuffle(SAMPLE.paths) };
  return withoutPlaces(shuffled) === withoutPlaces(SAMPLE);
}

const texts = new Map<string, string>();

/** The findings of a snapshot as text; those of the sample are computed once. */
function withoutPlaces(source: Snapshot): string {
  const key = JSON.stringify(source.paths);
  const known = source === SAMPLE ? texts.get("sample") : undefined;
  const text =
    known ??
    JSON.stringify(
      analyze({ ...source, files: source.files, paths: JSON.parse(key) }, OPTIONS).findings.map(
        ({ fingerprint, message }) => [fingerprint, message],
      ),
    );
  if (source === SAMPLE) texts.set("sample", text);
  return text;
}

function noiseIsIrrelevant(seed: number): boolean {
  const random = randomOf(seed);
  const lines = String(FILES[WORKFLOW]).split("\n");
  let isScript = false;
  const noisy = lines.flatMap((line) => {
    isScript = /\|\s*$/.test(line) || (isScript && /^ {10}/.test(line));
    if (isScript) return [line];
    const extra = random() < 0.2 ? [random() < 0.5 ? "" : `${" ".repeat(Math.floor(random() * 6))}# noise`] : [];
    return [...extra, line + (random() < 0.1 && !line.includes("#") && line !== "" ? "   # said" : "")];
  });
  const text = noisy.join(random() < 0.5 ? "\r\n" : "\n");
  const prints = (source: Snapshot) =>
    analyze(source, OPTIONS)
      .findings.map(({ fingerprint }) => fingerprint)
      .sort()
      .join();
  return prints(snapshot({ ...FILES, [WORKFLOW]: text })) === prints(SAMPLE);
}

/** Some of the fixes, applied; then all that is still offered, until nothing is. */
function fixesConverge(seed: number): boolean {
  const random = randomOf(seed);
  let source = SAMPLE;
  for (let round = 0; round < 6; round += 1) {
    const { remediations } = analyze(source, OPTIONS);
    const chosen = round === 0 ? remediations.filter(() => random() < 0.6) : remediations;
    const { edits } = composeRemediations(source, chosen, OPTIONS);
    if (edits.length === 0) return round > 0 || chosen.length === 0;
    source = snapshot({ ...FILES, ...patchedTexts(source, edits) });
  }
  return false;
}

const remediations = analyze(SAMPLE, OPTIONS).remediations;

/** Jobs without an edit in them read the same before and after. */
function fixesAreLocal(seed: number): boolean {
  const chosen = remediations[seed % remediations.length];
  if (!chosen) return false;
  const after = patchedTexts(SAMPLE, chosen.edits);
  return SAMPLE.files.every(({ path, text }) => {
    const edits = chosen.edits.filter((edit) => edit.path === path);
    return jobsOf(text).every(({ id, start, end, source }) => {
      const isTouched = edits.some((edit) => edit.start <= end && edit.end >= start);
      return isTouched || jobsOf(after[path] ?? "").some((job) => job.id === id && job.source === source);
    });
  });
}

function jobsOf(text: string): { id: string; start: number; end: number; source: string }[] {
  const yaml = parseYaml(text);
  const jobs = yaml.ok ? asMap(findValue(yaml.documents[0]?.root, "jobs")) : null;
  return (jobs?.pairs ?? []).map((pair) => {
    const { start } = pair.key;
    const end = Math.max(pair.value.end, pair.key.end);
    return { id: keyText(pair) ?? "", start, end, source: text.slice(start, end) };
  });
}
