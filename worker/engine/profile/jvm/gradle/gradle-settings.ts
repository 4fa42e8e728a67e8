import { blankComments } from "../../blank-comments.ts";
import type { Folder } from "../../folder.ts";
import { joinPath } from "../../folder-paths.ts";

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
        /\bproject\(\s*["']([^"'\n]+)["']\s*\)\.projectDir\s*=\s*(?:new\s+File|file|File)\(\s*(?:(?:settingsDir|rootDir|rootProject\.projectDir)\s*,\s*)?["']([^"'\n]+)["']/g,
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
  return { projects: [...new Set(below)].sort(), builds: builds.filter((path) => path !== null) };
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
