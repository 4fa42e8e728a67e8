import { blankComments } from "../../blank-comments.ts";
import type { Folder } from "../../folder.ts";
import { folderOf, joinPath } from "../../folder-paths.ts";

export interface GradleSettings {
  /** Folders of included projects from the root of the repository. */
  readonly projects: readonly string[];
  /** Folders of builds of their own that this one includes: convention plugins. */
  readonly builds: readonly string[];
}

/** Reads `include`, `includeBuild` and folders that are set with `projectDir`. What is computed is left out. */
export function readSettings(folder: Folder): GradleSettings {
  const name = folder.first("settings.gradle.kts", "settings.gradle");
  const text = name === null ? "" : blankComments(folder.text(name));
  const moved = new Map(
    [
      ...text.matchAll(
        /\bproject\(\s*["']([^"'\n]+)["']\s*\)\.projectDir\s*=\s*(?:(?:new\s+File|file|File)\(\s*(?:(?:settingsDir|rootDir|rootProject\.projectDir)\s*,\s*)?)?["']([^"'\n]+)["']/g,
      ),
    ].map(
      ([, project = "", path = ""]) =>
        [
          project.replace(/^:?/, ":"),
          path.replace(/^\$\{?(?:rootDir|settingsDir|rootProject\.projectDir)\}?\//, ""),
        ] as const,
    ),
  );
  const projects = listsAfter(text, /\binclude\b[\s(]*/g).map((project) => {
    const path = project.replace(/^:?/, ":");
    return joinPath(folder.path, moved.get(path) ?? path.slice(1).replaceAll(":", "/"));
  });
  const builds = listsAfter(text, /\bincludeBuild\b[\s(]*/g).map((path) => joinPath(folder.path, path));
  const below = projects.filter((path) => path !== null).filter((path) => existsBelow(folder, path));
  const included = builds.filter((path) => path !== null);
  const listed = name === null || below.length > 0 ? below : computed(folder, text, included);
  return { projects: [...new Set(listed)].sort(), builds: included };
}

/** What an `include` of a variable or of found folders reaches: every build file that has no settings of its own. */
function computed(folder: Folder, text: string, included: readonly string[]): string[] {
  if (!/\binclude\b(?!Build)/.test(text)) return [];
  return buildFolders(folder).filter(
    (path) => !included.some((build) => path === build || path.startsWith(`${build}/`)),
  );
}

/** Folders below this one with a build file that no settings nearer than this folder's own claim. */
export function buildFolders(folder: Folder): string[] {
  const settings = folder.below
    .filter((path) => /\/settings\.gradle(?:\.kts)?$/.test(path))
    .map((path) => folderOf(path));
  const builds = folder.below.filter((path) => /\/build\.gradle(?:\.kts)?$/.test(path)).map((path) => folderOf(path));
  const isOther = (path: string) =>
    /(?:^|\/)buildSrc(?:\/|$)/.test(path) || settings.some((at) => path === at || path.startsWith(`${at}/`));
  return [...new Set(builds)].filter((path) => !isOther(path)).map((path) => folder.at(path));
}

function existsBelow(folder: Folder, path: string): boolean {
  return folder.repository.snapshot.paths.some((each) => each.startsWith(`${path}/`));
}

/** The quoted texts that follow each match, parted by commas. */
function listsAfter(text: string, start: RegExp): string[] {
  return [...text.matchAll(start)].flatMap((match) => {
    const found: string[] = [];
    const item = /[\s,]*["']([^"'\n]*)["']/y;
    item.lastIndex = match.index + match[0].length;
    for (let next = item.exec(text); next; next = item.exec(text)) if (next[1]) found.push(next[1]);
    return found;
  });
}
