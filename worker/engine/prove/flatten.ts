import type { Span } from "../parse/line-index.ts";
import { scalarValue, type YamlMap, type YamlNode, type YamlScalar, type YamlSeq } from "../parse/yaml-node.ts";
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

interface Place {
  readonly way: string;
  /** Set below an alias, where offsets belong to another place. */
  readonly alias: Span | null;
}

/** Every value of a document by its way from the root, aliases followed. Ways are in the patched text's offsets. */
export function flatten(text: string, root: YamlNode | null, mapOffset: MapOffset): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const pending = root ? [{ node: root, place: { way: "", alias: null } as Place }] : [];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, place } = next;
    if (node.kind === "alias") pending.push({ node: node.target, place: { ...place, alias: place.alias ?? node } });
    else if (node.kind === "scalar" || isEmpty(node)) leaves.set(place.way, toLeaf(node, place));
    else if (node.kind === "map") pending.push(...pairsOf(node, place));
    else pending.push(...itemsOf({ text, node, place, mapOffset }));
  }
  return leaves;
}

function isEmpty(node: YamlMap | YamlSeq): boolean {
  return (node.kind === "map" ? node.pairs : node.items).length === 0;
}

function toLeaf(node: YamlScalar | YamlMap | YamlSeq, { alias }: Place): Leaf {
  const value = node.kind === "scalar" ? JSON.stringify([scalarValue(node), node.tag]) : node.kind;
  return { value, span: alias ?? wholeSpan(node), viaAlias: alias !== null };
}

function pairsOf(node: YamlMap, { way, alias }: Place): { node: YamlNode; place: Place }[] {
  return node.pairs.map(({ key, value }) => ({ node: value, place: { way: `${way}/${keyName(key)}`, alias } }));
}

interface ListPlace {
  readonly text: string;
  readonly node: YamlSeq;
  readonly place: Place;
  readonly mapOffset: MapOffset;
}

function itemsOf({ text, node, place, mapOffset }: ListPlace): { node: YamlNode; place: Place }[] {
  const { way, alias } = place;
  let from = node.start;
  return node.items.map((item, index) => {
    const mark = node.flow ? item.outerStart : skipBlank(text, from);
    from = wholeSpan(item).end;
    const name = alias ? index : (mapOffset(mark) ?? "gone");
    return { node: item, place: { way: `${way}/[${name}]`, alias } };
  });
}

function keyName(key: YamlNode): string {
  return key.kind === "scalar" ? key.value.replaceAll("/", "~1") : `?${key.kind}`;
}

/** With anchor and tag in front, and with all lines of a block scalar behind. */
function wholeSpan(node: YamlNode): Span {
  return { start: node.outerStart, end: wholeEnd(node) };
}

function wholeEnd(node: YamlNode): number {
  if (node.kind === "scalar") return Math.max(node.end, node.content.end);
  if (node.kind === "alias" || node.flow) return node.end;
  const last = node.kind === "map" ? node.pairs.at(-1)?.value : node.items.at(-1);
  return last ? Math.max(node.end, wholeEnd(last)) : node.end;
}
