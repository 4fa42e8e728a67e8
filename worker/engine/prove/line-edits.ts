import { diffLines } from "diff";
import type { Edit } from "../finding.ts";

/** Edits, whole lines each, that turn `before` into `after`. */
export function lineEdits(path: string, before: string, after: string): Edit[] {
  const edits: Edit[] = [];
  let offset = 0;
  let start = 0;
  let removed = 0;
  let text = "";
  const flush = () => {
    if (removed > 0 || text !== "") edits.push({ path, start, end: start + removed, text });
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
