import { asMap, asScalar, asSeq, keyText, type YamlNode } from "../../parse/yaml-node.ts";
import { pairIn } from "../gitlab/merged-map.ts";
import type { CircleciStep } from "./config.ts";

const MAX_DEPTH = 8;

/** The steps of a list, those inside `when`, `unless` and nested lists in their place. */
export function stepsOf(list: YamlNode | null, depth = 0): CircleciStep[] {
  if (depth > MAX_DEPTH) return [];
  return (asSeq(list)?.items ?? []).flatMap((item) => stepsAt(item, depth));
}

function stepsAt(item: YamlNode, depth: number): CircleciStep[] {
  if (asSeq(item)) return stepsOf(item, depth + 1);
  const alone = asScalar(item);
  if (alone) return [{ name: alone.value, value: null, node: item }];
  const pair = asMap(item)?.pairs[0];
  const name = pair && keyText(pair);
  if (!pair || !name) return [];
  const isCondition = name === "when" || name === "unless";
  if (isCondition) return stepsOf(pairIn(asMap(pair.value), "steps")?.pair.value ?? null, depth + 1);
  return [{ name, value: pair.value, node: item }];
}

/** The script of a `run` step, in its short or its long form; null for another step. */
export function commandOf({ name, value }: CircleciStep): string | null {
  if (name !== "run") return null;
  return asScalar(value)?.value ?? asScalar(pairIn(asMap(value), "command")?.pair.value)?.value ?? null;
}
