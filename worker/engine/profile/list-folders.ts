import type { RepositoryModel } from "../model/repository.ts";
import { Folder } from "./folder.ts";

/** Folders of copies and output: what stands in them is no part of what the repository ships. */
const SKIPPED =
  /(?:^|\/)(?:node_modules|bower_components|vendor|third_party|target|dist|testdata|fixtures|__fixtures__|__tests__|\.venv|venv|site-packages|\.git|\.yarn|Pods|Carthage|deps)\//;
const SAMPLES = /(?:^|\/)(?:examples?|samples?|demos?|templates?|tests?|spec|boilerplates?|playgrounds?|snippets)\//;

/** Folders that may hold a component, the root first, then by depth and name. */
export function listFolders(repository: RepositoryModel): Folder[] {
  const paths = repository.snapshot.paths.filter((path) => !SKIPPED.test(path));
  const folders = new Set(["."]);
  for (const path of paths) if (path.includes("/") && !SAMPLES.test(path)) folders.add(folderOf(path));
  return [...folders].sort(byDepth).map((path) => new Folder(repository, path, () => pathsBelow(paths, path)));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function byDepth(a: string, b: string): number {
  return depthOf(a) - depthOf(b) || (a < b ? -1 : 1);
}

/** 0 for the root. */
export function depthOf(path: string): number {
  return path === "." ? 0 : path.split("/").length;
}

/** Relative paths; `paths` is sorted, so that those of one folder stand together. */
function pathsBelow(paths: readonly string[], folder: string): readonly string[] {
  if (folder === ".") return paths;
  const prefix = `${folder}/`;
  const start = firstFrom(paths, prefix);
  const below: string[] = [];
  for (let at = start; at < paths.length; at += 1) {
    const path = paths[at];
    if (!path?.startsWith(prefix)) break;
    below.push(path.slice(prefix.length));
  }
  return below;
}

/** Index of the first path that is not before `prefix`. */
function firstFrom(paths: readonly string[], prefix: string): number {
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paths[middle] ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}
