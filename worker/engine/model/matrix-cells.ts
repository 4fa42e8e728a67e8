import { memo } from "../memo.ts";
import { asMap, asSeq, findValue, keyText, resolve, type YamlNode } from "../parse/yaml-node.ts";
import type { Job } from "./workflow.ts";

/** Values of each dimension of a matrix by its name; null where any of it is computed. */
export const dimensionsOf = memo((job: Job): ReadonlyMap<string, readonly YamlNode[]> | null => {
  const matrix = asMap(job.matrix);
  if (!matrix) return null;
  const dimensions = new Map<string, readonly YamlNode[]>();
  for (const pair of matrix.pairs) {
    const name = keyText(pair) ?? "";
    const items = asSeq(pair.value)?.items;
    if (!items || items.some(isComputed)) return null;
    if (name !== "include" && name !== "exclude") dimensions.set(name, items);
  }
  return dimensions;
});

/** How many jobs a matrix makes, exclusions taken off and inclusions that only widen a cell not counted; null where it is computed. */
export function cellCount(job: Job): number | null {
  const dimensions = dimensionsOf(job);
  if (!dimensions) return null;
  const product = [...dimensions.values()].reduce(
    (count, values) => count * values.length,
    dimensions.size === 0 ? 0 : 1,
  );
  const added =
    asSeq(findValue(job.matrix, "include"))?.items.filter((item) => isOwnCell(item, dimensions)).length ?? 0;
  const removed = asSeq(findValue(job.matrix, "exclude"))?.items.length ?? 0;
  return Math.max(0, product - removed) + added;
}

/** An entry of `include` makes a cell of its own when it names a value that its dimension does not have. */
function isOwnCell(item: YamlNode, dimensions: ReadonlyMap<string, readonly YamlNode[]>): boolean {
  const pairs = asMap(item)?.pairs ?? [];
  const named = pairs.filter((pair) => dimensions.has(keyText(pair) ?? ""));
  return named.length === 0
    ? dimensions.size === 0
    : named.some((pair) => !dimensions.get(keyText(pair) ?? "")?.some((value) => textOf(value) === textOf(pair.value)));
}

function isComputed(node: YamlNode): boolean {
  const target = resolve(node);
  return target.kind === "scalar" && target.value.includes("${{");
}

function textOf(node: YamlNode): string {
  const target = resolve(node);
  return target.kind === "scalar" ? target.value : `${target.kind} ${target.start}`;
}
