import type { Folder } from "./folder.ts";

/** A path that a manifest names, from the root of the repository: `.` for the root, null for what leaves it or is absolute. */
export function joinPath(folder: string, path: string): string | null {
  const written = path.trim().replaceAll("\\", "/");
  if (/^(?:\/|[A-Za-z]:)/.test(written)) return null;
  const parts: string[] = [];
  for (const part of `${folder}/${written}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/") || ".";
}

/** The folder of a path from the root: `.` for files in the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}

/** The folder itself and those above it, the nearest first, the root last. */
export function upward(folder: string): string[] {
  const above = [folder];
  for (let here = folder; here !== "."; ) {
    here = folderOf(here);
    above.push(here);
  }
  return above;
}

/** Folders from the root, at any depth below this one and it itself, that hold a file of this name. */
export function foldersWith(folder: Folder, name: string): string[] {
  return folder.below
    .filter((path) => path === name || path.endsWith(`/${name}`))
    .map((path) => folderOf(folder.at(path)));
}

/** The nearest file of one of these names, in the folder or above it: a path from the root, null without one. */
export function nearest(folder: Folder, ...names: readonly string[]): string | null {
  for (const here of upward(folder.path)) {
    for (const name of names) {
      const path = here === "." ? name : `${here}/${name}`;
      if (folder.repository.has(path)) return path;
    }
  }
  return null;
}

/** More would take exponential time and mean the same. */
const MAX_ANY_DEPTH = 3;

/** In the part of a Flutter or React Native application that its tool made for one system: no project of its own. */
export function isPlatformFolder({ repository, path }: Folder): boolean {
  return upward(path).some((here) => {
    const above = folderOf(here);
    const name = here.slice(here.lastIndexOf("/") + 1);
    const has = (file: string) => repository.has(above === "." ? file : `${above}/${file}`);
    if (/^(?:android|ios|macos|linux|windows)$/.test(name) && has("pubspec.yaml")) return true;
    return /^(?:android|ios)$/.test(name) && has("package.json");
  });
}

/** Folders that match a pattern of a workspace: `crates/*`, `packages/**`, `app-?`. Patterns and folders are from the root. */
export function matchesPattern(pattern: string, folder: string): boolean {
  const parts = pattern.split("/");
  const isTooWide = parts.filter((part) => part === "**").length > MAX_ANY_DEPTH;
  return !isTooWide && matchParts(parts, folder.split("/"));
}

function matchParts(pattern: readonly string[], parts: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return parts.length === 0;
  if (first === "**") return parts.some((_, index) => matchParts(rest, parts.slice(index))) || matchParts(rest, []);
  const [part, ...others] = parts;
  return part !== undefined && matchName(first, part) && matchParts(rest, others);
}

/** `*` is any text, `?` one character; walks both once, going back to the last `*` only. */
function matchName(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < name.length; ) {
    const wanted = pattern[at];
    if (wanted === "*") {
      star = at;
      resume = index;
      at += 1;
    } else if (wanted === "?" || wanted === name[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
