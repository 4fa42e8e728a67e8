import type { Action } from "../../../model/workflow.ts";
import { nearest } from "../../../names/nearest.ts";
import { asMap, findValue, keyText, type YamlPair } from "../../../parse/yaml-node.ts";
import type { Hit } from "../../../rule.ts";
import { checkDocument } from "../../../schema/check-document.ts";
import { meantKey, type UnknownKey } from "../../../schema/meant-key.ts";
import { isSaidByMixture, onOtherKindOfStep } from "../../../schema/step-kinds.ts";

type Problem = Pick<Hit, "message" | "at" | "anchor">;

interface RunsKind {
  readonly name: string;
  readonly keys: readonly string[];
}

/** Keys of `runs` by kind of action: docs.github.com, "Metadata syntax reference", seen 2026-11-21. */
const COMPOSITE: RunsKind = { name: "a composite action", keys: ["using", "steps"] };
const SCRIPT: RunsKind = {
  name: "a JavaScript action",
  keys: ["using", "main", "pre", "pre-if", "post", "post-if"],
};
const DOCKER: RunsKind = {
  name: "a Docker action",
  keys: ["using", "image", "env", "args", "entrypoint", "pre-entrypoint", "pre-if", "post-entrypoint", "post-if"],
};
const INPUT_KEYS = ["description", "required", "default", "deprecationMessage"];

/** Keys under `runs` that GitHub refuses, and misspelt ones elsewhere, where it ignores what it does not know. */
export function* strangeKeys(action: Action): Generator<Problem> {
  yield* inRuns(action);
  for (const problem of checkDocument(action).problems) {
    if (problem.kind === "unknown_key") yield* fromGrammar(problem);
  }
  for (const input of asMap(findValue(action.root, "inputs"))?.pairs ?? []) yield* inInput(input);
}

/** The grammar takes `runs` itself for the kind that its keys resemble, not for the one that it names. */
function* fromGrammar(problem: UnknownKey): Generator<Problem> {
  const { way, pair } = problem;
  if (way[0] !== "runs") yield* misspelt(pair, way, meantKey(problem));
  else if (way.length > 1 && !isSaidByMixture(problem)) yield inStep(problem);
}

function* inRuns({ root, using }: Action): Generator<Problem> {
  const kind = kindOf(using?.value.trim().toLowerCase() ?? "");
  const pairs = asMap(findValue(root, "runs"))?.pairs ?? [];
  for (const pair of kind ? pairs : []) {
    const key = keyText(pair) ?? "";
    if (!kind || kind.keys.includes(key) || key === "<<") continue;
    const message = `\`${key}\` is no key of \`runs\` in ${kind.name}; ${hint(nearest(key, missing(kind.keys, pairs)), kind.keys)}.`;
    yield { message, at: pair.key, anchor: `runs.${key}` };
  }
}

function kindOf(using: string): RunsKind | null {
  if (using === "composite") return COMPOSITE;
  if (using === "docker") return DOCKER;
  return /^node\d+$/.test(using) ? SCRIPT : null;
}

function inStep(problem: UnknownKey): Problem {
  const { way, key, pair, known } = problem;
  const message =
    onOtherKindOfStep(problem) ??
    `\`${key}\` is no key of a step of a composite action; ${hint(meantKey(problem), known)}.`;
  return { message, at: pair.key, anchor: [...way, key].join(".") };
}

function* inInput(input: YamlPair): Generator<Problem> {
  const pairs = asMap(input.value)?.pairs ?? [];
  for (const pair of pairs) {
    const key = keyText(pair) ?? "";
    if (INPUT_KEYS.includes(key)) continue;
    yield* misspelt(pair, ["inputs", keyText(input) ?? ""], nearest(key, missing(INPUT_KEYS, pairs)));
  }
}

function* misspelt(pair: YamlPair, way: readonly string[], meant: string | null): Generator<Problem> {
  const key = keyText(pair) ?? "";
  if (meant === null) return;
  const message = `GitHub ignores \`${key}\`; \`${meant}\` is the key that it reads here.`;
  yield { message, at: pair.key, anchor: [...way, key].join(".") };
}

function missing(keys: readonly string[], pairs: readonly YamlPair[]): readonly string[] {
  const present = new Set(pairs.map((pair) => keyText(pair)));
  return keys.filter((key) => !present.has(key));
}

function hint(meant: string | null, keys: readonly string[]): string {
  return meant ? `\`${meant}\` is one` : `it may have ${keys.map((key) => `\`${key}\``).join(", ")}`;
}
