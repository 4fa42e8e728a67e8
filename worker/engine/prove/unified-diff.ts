import { createTwoFilesPatch } from "diff";

/** Unified diff of several files with `a/` and `b/` prefixes and three lines of context, in path order. */
export function unifiedDiff(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string {
  const paths = [...after.keys()].sort();
  return paths.map((path) => fileDiff(path, before.get(path) ?? "", after.get(path) ?? "")).join("");
}

function fileDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, "");
}
