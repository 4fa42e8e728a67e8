import { diffLines } from "diff";
import type { Edit } from "../finding.ts";

/**
 * Edits, whole lines each, that turn `before` into `after`. Lines that are only added are written together with the line above
 * them, because they may be its value: a key that had none then stands inside the edit.
 */
export function lineEdits(path: string, before: string, after: string): Edit[] {
  const edits: Edit[] = [];
  let offset = 0;
  let start = 0;
  let removed = 0;
  let text = "";
  const flush = () => {
    const isAdded = removed === 0 && text !== "" && start > 0;
    const from = isAdded ? before.lastIndexOf("\n", start - 2) + 1 : start;
    if (removed > 0 || text !== "") {
      edits.push({ path, start: from, end: start + removed, text: before.slice(from, start) + text });
    }
    removed = 0;
    text = "";
  };
  for (const part of diffLines(before, after)) {
    if (part.added) text += part.value;
    else if (part.removed) {
      removed += part.value.length;
      offset += part.value.length;
    } else {
      flush();
      offset += part.value.length;
      start = offset;
    }
  }
  flush();
  return edits;
}
