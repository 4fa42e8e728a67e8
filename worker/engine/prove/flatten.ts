import type { Span } from "../parse/line-index.ts";
import { scalarValue, type YamlNode, type YamlSeq } from "../parse/yaml-node.ts";
import { skipBlank } from "../parse/yaml-positions.ts";

/** A value of a document with the way to it; items of a list are named by where their dash stands. */
export interface Leaf {
  readonly value: string;
  readonly span: Span;
  /** True under an alias: `span` is then the alias, not the value. */
  readonly viaAlias: boolean;
}

/** Maps an offset of the original text to the patched one; null inside a replaced stretch. Identity for the patched text itself. */
export type MapOffset = (offset: number) => number | null;

interface Position {
  readonly way: string;
  /** Set below an alias, where offsets belong to another place. */
  readonly alias: Span | null;
}

/** Every value of a document by its way from the root, aliases followed. Ways are in the patched text's offsets. */
export function flatten(text: string, root: YamlNode | null, mapOffset: MapOffset): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const visit = (node: YamlNode, { way, alias }: Position): void => {
    if (node.kind === "alias") return visit(node.target, { way, alias: alias ?? node });
    const isEmpty = node.kind === "map" ? node.pairs.length === 0 : node.kind === "seq" && node.items.length === 0;
    if (node.kind === "scalar" || isEmpty) {
      const value = node.kind === "scalar" ? JSON.stringify([scalarValue(node), node.tag]) : node.kind;
      leaves.set(way, { value, span: alias ?? wholeSpan(node), viaAlias: alias !== null });
    } else if (node.kind === "map") {
      for (const { key, value } of node.pairs) visit(value, { way: `${way}/${keyName(key)}`, alias });
    } else {
      let from = node.start;
      for (const [index, item] of node.items.entries()) {
        const mark = markOf(text, node, item, from);
        visit(item, { way: `${way}/[${alias ? index : (mapOffset(mark) ?? "gone")}]`, alias });
        from = wholeSpan(item).end;
      }
    }
  };
  if (root) visit(root, { way: "", alias: null });
  return leaves;
}

function markOf(text: string, seq: YamlSeq, item: YamlNode, from: number): number {
  return seq.flow ? item.outerStart : skipBlank(text, from);
}

function keyName(key: YamlNode): string {
  return key.kind === "scalar" ? key.value.replaceAll("/", "~1") : `?${key.kind}`;
}

function wholeSpan(node: YamlNode): Span {
  if (node.kind === "scalar") return { start: node.outerStart, end: Math.max(node.end, node.content.end) };
  const last = node.kind === "map" ? node.pairs.at(-1)?.value : node.kind === "seq" ? node.items.at(-1) : undefined;
  const end = last && !(node.kind !== "alias" && node.flow) ? wholeSpan(last).end : node.end;
  return { start: node.outerStart, end };
}
