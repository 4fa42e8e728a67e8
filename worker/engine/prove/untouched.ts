import type { Edit } from "../finding.ts";
import type { Span } from "../parse/line-index.ts";
import type { YamlNode } from "../parse/yaml-node.ts";
import { commentsOf } from "./comments.ts";
import { flatten, type Leaf, type MapOffset } from "./flatten.ts";

export interface YamlVersion {
  readonly text: string;
  readonly roots: readonly (YamlNode | null)[];
}

/** True when every value and every comment outside the edits is the same before and after, at the place where it moved to. */
export function isUntouchedElsewhere(before: YamlVersion, after: YamlVersion, edits: readonly Edit[]): boolean {
  if (before.roots.length !== after.roots.length) return false;
  const moves = new Moves(edits);
  const isSame = before.roots.every((root, index) => {
    const old = flatten(before.text, root, (offset) => moves.map(offset));
    const now = flatten(after.text, after.roots[index] ?? null, (offset) => offset);
    return keepsOldValues(old, now, moves) && addsOnlyDeclared(old, now, moves);
  });
  return isSame && keepsComments(before, after, moves);
}

function keepsOldValues(old: ReadonlyMap<string, Leaf>, now: ReadonlyMap<string, Leaf>, moves: Moves): boolean {
  for (const [way, leaf] of old) {
    const other = now.get(way);
    const isSame = other !== undefined && other.value === leaf.value;
    if (!isSame && (leaf.viaAlias || !moves.isTouched(leaf.span))) return false;
    if (other && changesOnlyBlanks(leaf.value, other.value)) return false;
  }
  return true;
}

/** No fix moves blanks around inside a value; at its end line breaks may go. Values are JSON, so breaks are written `\\n`. */
function changesOnlyBlanks(old: string, now: string): boolean {
  const trim = (value: string) => value.replace(/(?:\\n|\\r| )+(?=",)/, "");
  const squeeze = (value: string) => value.replaceAll(/(?:\\n|\\r|\\t|\s)+/g, "");
  return trim(old) !== trim(now) && squeeze(old) === squeeze(now);
}

function addsOnlyDeclared(old: ReadonlyMap<string, Leaf>, now: ReadonlyMap<string, Leaf>, moves: Moves): boolean {
  for (const [way, leaf] of now) if (!old.has(way) && !moves.isWritten(leaf.span)) return false;
  return true;
}

/** A comment stays where it was, is rewritten as a comment, or goes with the code that it stood beside. */
function keepsComments(before: YamlVersion, after: YamlVersion, moves: Moves): boolean {
  const now = commentsOf(after.text, after.roots);
  return commentsOf(before.text, before.roots).every((comment) => {
    const edit = moves.overlapping(comment);
    const moved = moves.map(comment.start);
    if (!edit) return moved !== null && now.some(({ start, end }) => start <= moved && moved < end);
    const written = now.filter((other) => moves.wrote(edit, other));
    const said = before.text.slice(comment.start, comment.end);
    const isKept = written.some(({ start, end }) => after.text.slice(start, end).trimEnd() === said.trimEnd());
    const isRewritten = edit.end <= comment.end && written.length > 0;
    return isKept || isRewritten || goesWithItsCode(before.text, comment, edit);
  });
}

/** The edit takes the whole line away, and does not write its code again without the comment. */
function goesWithItsCode(text: string, comment: Span, edit: Edit): boolean {
  const line = text.lastIndexOf("\n", comment.start - 1) + 1;
  const code = text.slice(line, comment.start);
  const begin = line + code.length - code.trimStart().length;
  return edit.start <= begin && (code.trim() === "" || !edit.text.includes(code.trim()));
}

/** Where offsets of the original text went. */
class Moves {
  readonly #edits: readonly Edit[];

  constructor(edits: readonly Edit[]) {
    this.#edits = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  }

  /** MapOffset: the offset in the patched text, null when its unit was replaced. */
  map: MapOffset = (offset) => {
    let shift = 0;
    for (const edit of this.#edits) {
      if (edit.start > offset) break;
      if (edit.end > offset) return null;
      shift += edit.text.length - (edit.end - edit.start);
    }
    return offset + shift;
  };

  /** The edit that takes something of the stretch of the original text away; undefined for none. */
  overlapping(span: Span): Edit | undefined {
    return this.#edits.find((edit) => edit.start < span.end && edit.end > span.start);
  }

  /** True when the stretch of the patched text lies at least partly in what the edit wrote. */
  wrote(edit: Edit, span: Span): boolean {
    let shift = 0;
    for (const other of this.#edits) {
      const start = other.start + shift;
      if (other === edit) return span.start <= start + other.text.length && span.end >= start;
      shift += other.text.length - (other.end - other.start);
    }
    return false;
  }

  /** True when an edit overlaps or touches the stretch of the original text. */
  isTouched(span: Span): boolean {
    return this.#edits.some((edit) => edit.start <= span.end && edit.end >= span.start);
  }

  /** True when the stretch of the patched text begins inside, or right behind, what an edit wrote. */
  isWritten(span: Span): boolean {
    let shift = 0;
    for (const edit of this.#edits) {
      const start = edit.start + shift;
      if (span.start >= start && span.start <= start + edit.text.length) return true;
      shift += edit.text.length - (edit.end - edit.start);
    }
    return false;
  }
}
