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
  }
  return true;
}

function addsOnlyDeclared(old: ReadonlyMap<string, Leaf>, now: ReadonlyMap<string, Leaf>, moves: Moves): boolean {
  for (const [way, leaf] of now) if (!old.has(way) && !moves.isWritten(leaf.span)) return false;
  return true;
}

function keepsComments(before: YamlVersion, after: YamlVersion, moves: Moves): boolean {
  const now = new Set(commentsOf(after.text, after.roots).map((comment) => comment.start));
  return commentsOf(before.text, before.roots).every((comment) => {
    if (moves.isTouched(comment)) return true;
    const moved = moves.map(comment.start);
    return moved !== null && now.has(moved);
  });
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
