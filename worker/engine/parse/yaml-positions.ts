import type { YamlMap, YamlNode, YamlSeq } from "./yaml-node.ts";

/** Positions that the event stream leaves out, found by reading on from what was consumed last. */

/** Offset of the first unit at or after `from` that is neither white space, one of `skipped`, nor in a comment. */
export function skipBlank(text: string, from: number, skipped = ""): number {
  let at = from;
  while (at < text.length) {
    const unit = text.charAt(at);
    if (unit === "#" && (at === 0 || /[\s,[\]{}]/.test(text.charAt(at - 1)))) {
      const newline = text.indexOf("\n", at);
      at = newline === -1 ? text.length : newline;
    } else if (unit === " " || unit === "\t" || unit === "\r" || unit === "\n" || skipped.includes(unit)) at += 1;
    else return at;
  }
  return at;
}

/** Offset of the `|` or `>` of a block scalar whose lines begin at `contentStart`. */
export function skipToBlockHeader(text: string, from: number, contentStart: number): number {
  return Math.min(skipBlank(text, from, ":-?,"), contentStart);
}

/** Offset behind the bracket that closes a flow collection; behind its last child for a pair without braces, as in `[a: b]`. */
export function flowEnd(text: string, node: YamlMap | YamlSeq, from: number): number {
  const opener = text.charAt(node.start);
  const closer = node.kind === "seq" ? "]" : "}";
  if (opener !== "[" && opener !== "{") return from;
  const at = skipBlank(text, Math.max(from, node.start + 1), ",:");
  return text.charAt(at) === closer ? at + 1 : from;
}

/** Where an absent value would begin: right behind the colon of its key or the dash of its item. */
export function pointOfAbsentValue(
  text: string,
  cursor: number,
  parent: { readonly node: YamlMap | YamlSeq; readonly key: YamlNode | null } | undefined,
): number {
  if (!parent) return cursor;
  const isItem = parent.node.kind === "seq";
  if (!isItem && parent.key === null) return cursor;
  const at = skipBlank(text, isItem ? cursor : (parent.key?.end ?? cursor));
  return text.charAt(at) === (isItem ? "-" : ":") ? at + 1 : cursor;
}
