/** Reads unified diffs, as git and our engine write them, into rows for the page. Pure; never throws. */

export type DiffRow =
  | {
      readonly kind: "context" | "added" | "removed";
      readonly before?: number;
      readonly after?: number;
      readonly text: string;
    }
  | { readonly kind: "hunk" | "note"; readonly text: string };

export type DiffFile = {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
  readonly rows: readonly DiffRow[];
};

type Draft = { path: string; rows: DiffRow[]; before: number; after: number; beforeLeft: number; afterLeft: number };

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

function pathOf(line: string): string {
  const path = line.slice(4).split("\t")[0] ?? "";
  return path.replace(/^[ab]\//, "");
}

function startHunk(draft: Draft, match: RegExpExecArray): void {
  draft.before = Number(match[1]);
  draft.beforeLeft = Number(match[2] ?? 1);
  draft.after = Number(match[3]);
  draft.afterLeft = Number(match[4] ?? 1);
  draft.rows.push({ kind: "hunk", text: match[5] ?? "" });
}

function addRow(draft: Draft, line: string): void {
  const text = line.slice(1);
  if (line.startsWith("+")) {
    draft.afterLeft -= 1;
    draft.rows.push({ kind: "added", after: draft.after++, text });
  } else if (line.startsWith("-")) {
    draft.beforeLeft -= 1;
    draft.rows.push({ kind: "removed", before: draft.before++, text });
  } else {
    draft.beforeLeft -= 1;
    draft.afterLeft -= 1;
    draft.rows.push({ kind: "context", before: draft.before++, after: draft.after++, text });
  }
}

function newDraft(path: string): Draft {
  return { path, rows: [], before: 0, after: 0, beforeLeft: 0, afterLeft: 0 };
}

function isInHunk(draft: Draft | undefined): draft is Draft {
  return draft !== undefined && (draft.beforeLeft > 0 || draft.afterLeft > 0);
}

/** A line outside of hunks: a file begins, a hunk begins, or git says something that the page does not need. */
function readHeader(files: Draft[], line: string, fallbackPath: string): void {
  const hunk = HUNK.exec(line);
  if (hunk) {
    const draft = files.at(-1) ?? newDraft(fallbackPath);
    if (files.length === 0) files.push(draft);
    startHunk(draft, hunk);
  } else if (line.startsWith("--- ")) {
    files.push(newDraft(pathOf(line)));
  } else if (line.startsWith("+++ ") && line !== "+++ /dev/null") {
    const draft = files.at(-1);
    if (draft) draft.path = pathOf(line);
  } else if (line.startsWith("\\ ")) {
    files.at(-1)?.rows.push({ kind: "note", text: line.slice(2) });
  }
}

function countOf(rows: readonly DiffRow[], kind: DiffRow["kind"]): number {
  return rows.filter((row) => row.kind === kind).length;
}

/** Files of a unified diff. `fallbackPath` names a diff that starts with its first hunk. */
export function parseDiff(diff: string, fallbackPath = ""): DiffFile[] {
  const files: Draft[] = [];
  for (const line of diff.replace(/\r?\n$/, "").split(/\r?\n/)) {
    const current = files.at(-1);
    if (isInHunk(current) && !line.startsWith("\\ ")) addRow(current, line);
    else readHeader(files, line, fallbackPath);
  }
  return files.map(({ path, rows }) => ({
    path,
    rows,
    added: countOf(rows, "added"),
    removed: countOf(rows, "removed"),
  }));
}
