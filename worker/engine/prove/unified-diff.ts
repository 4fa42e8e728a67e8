import { createTwoFilesPatch } from "diff";

/** Unified diff of several files with `a/` and `b/` prefixes and three lines of context, in path order. A file that was not there comes from `/dev/null`. */
export function unifiedDiff(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string {
  const paths = [...after.keys()].sort();
  return paths.map((path) => fileDiff(path, before.get(path), after.get(path) ?? "")).join("");
}

function fileDiff(path: string, before: string | undefined, after: string): string {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const patch = createTwoFilesPatch(from, `b/${path}`, before ?? "", after, undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, "");
}
