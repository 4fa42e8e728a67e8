import { decodeUtf8, splitRecords } from "./tree.ts";
import type { View } from "./view.ts";

type FileStatus = "added" | "removed" | "modified" | "renamed" | "copied" | "changed";

export type FileDiff = {
  path: string;
  previousPath: string | null;
  status: FileStatus;
  /** Blob after the change; before it, for a removed file. */
  sha: string;
  additions: number;
  deletions: number;
  /** Hunks as GitHub shows them; null for binary files and very long ones. */
  patch: string | null;
};

/** SHA of git's empty tree: what a root commit is compared with. */
export const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

const MAX_PATCH_FILES = 300;
const MAX_PATCH_LINES = 20_000;
const FILE_WEIGHT = 400;
const STATUSES: Record<string, FileStatus> = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  C: "copied",
  T: "changed",
};

/** Files that differ between two commits or trees given by SHA, in git's order, kept in memory. */
export function diffTrees(view: View, before: string, after: string): Promise<FileDiff[]> {
  const weigh = (files: FileDiff[]) =>
    files.reduce((sum, file) => sum + FILE_WEIGHT + (file.patch?.length ?? 0) * 2, 0);
  return view.cache.through(`diff:${before}:${after}`, weigh, () => computeDiff(view, before, after));
}

async function computeDiff(view: View, before: string, after: string): Promise<FileDiff[]> {
  const options = ["diff-tree", "-r", "-M", "--no-ext-diff", "--no-textconv", "--no-color"];
  const listing = await view.git.run({
    dir: view.dir,
    args: [...options, "-z", "--raw", "--numstat", "--abbrev=40", before, after],
  });
  const files = parseListing([...splitRecords(listing.stdout)]);
  const changed = files.reduce((sum, file) => sum + file.additions + file.deletions, 0);
  if (files.length === 0 || files.length > MAX_PATCH_FILES || changed > MAX_PATCH_LINES * 5) return files;
  const patch = await view.git.text({ dir: view.dir, args: [...options, "-p", "--full-index", before, after] });
  return withPatches(files, patch);
}

function parseListing(records: Buffer[]): FileDiff[] {
  const texts = records.map((record) => decodeUtf8(record) ?? record.toString("latin1"));
  const files: FileDiff[] = [];
  let index = 0;
  for (let head = texts[0]; head?.startsWith(":"); head = texts[index]) {
    const file = parseRaw(head, texts.slice(index + 1, index + 3));
    files.push(file);
    index += file.previousPath === null ? 2 : 3;
  }
  addCounts(files, texts.slice(index));
  return files;
}

/** One `--raw` record: `:mode mode sha sha letter`, then the path, or both paths of a rename or copy. */
function parseRaw(head: string, [first = "", second = ""]: string[]): FileDiff {
  const [, , before = "", after = "", letter = "M"] = head.split(" ");
  const status = STATUSES[letter.charAt(0)] ?? "changed";
  const moved = status === "renamed" || status === "copied";
  const names = moved ? { path: second, previousPath: first } : { path: first, previousPath: null };
  return { ...names, status, sha: status === "removed" ? before : after, additions: 0, deletions: 0, patch: null };
}

/** Number records follow in the order of the files; a renamed file's two names come as two more records. */
function addCounts(files: FileDiff[], texts: string[]): void {
  let index = 0;
  for (const file of files) {
    const [additions = "0", deletions = "0"] = (texts[index] ?? "").split("\t");
    file.additions = Number.parseInt(additions, 10) || 0;
    file.deletions = Number.parseInt(deletions, 10) || 0;
    index += file.previousPath === null ? 1 : 3;
  }
}

/** A line of a hunk never starts with `diff --git`, so that splits the output into the files, in the same order. */
function withPatches(files: FileDiff[], output: string): FileDiff[] {
  const sections = output.split(/(?<=\n)(?=diff --git )/);
  if (sections.length !== files.length) return files;
  return files.map((file, index) => {
    const section = sections[index] ?? "";
    const start = section.indexOf("\n@@ ") + 1;
    if (start === 0 || file.additions + file.deletions > MAX_PATCH_LINES) return file;
    return { ...file, patch: section.slice(start).replace(/\n$/, "") };
  });
}
