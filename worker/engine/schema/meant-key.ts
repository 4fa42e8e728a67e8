import type { Action, Workflow } from "../model/workflow.ts";
import { nearest } from "../names/nearest.ts";
import { keyText, type YamlMap } from "../parse/yaml-node.ts";
import { checkDocument, type GrammarProblem } from "./check-document.ts";

/** A key that the grammar does not know at its place. */
export type UnknownKey = Extract<GrammarProblem, { kind: "unknown_key" }>;

/** The key that a misspelt one was most likely meant to be: one that fits there, is near, and is missing; null when none is. */
export function meantKey({ key, known, map }: UnknownKey): string | null {
  const present = new Set(map.pairs.map((pair) => keyText(pair)));
  return nearest(
    key,
    known.filter((each) => !present.has(each)),
  );
}

/** True when a key of this mapping is a misspelling of the one that is missing, so that both are one mistake. */
export function isMisspelt(document: Workflow | Action, map: YamlMap, missing: string): boolean {
  return checkDocument(document).problems.some(
    (problem) => problem.kind === "unknown_key" && problem.map === map && meantKey(problem) === missing,
  );
}
