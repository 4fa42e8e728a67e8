import type { RepositoryModel } from "../../model/repository.ts";
import { Folder } from "../folder.ts";
import { foldersWith, joinPath, matchesPattern } from "../folder-paths.ts";
import type { Dependency } from "../mark-dependencies.ts";
import { record, texts, valueAt } from "../read-value.ts";

export const MANIFEST = "Cargo.toml";

/** Folders of a workspace from the root, its own first when it has a package: named, matched by a pattern, or reached by a path dependency. */
export function workspaceMembers(folder: Folder): string[] {
  const manifest = folder.toml(MANIFEST);
  const workspace = valueAt(manifest, "workspace");
  const own = valueAt(manifest, "package") === undefined ? [] : [folder.path];
  if (workspace === undefined) return own;
  const known = new Set(foldersWith(folder, MANIFEST));
  const patterns = (key: string) =>
    texts(valueAt(workspace, key))
      .map((pattern) => joinPath(folder.path, pattern))
      .filter((path) => path !== null);
  const excluded = patterns("exclude");
  const isExcluded = (path: string) => excluded.some((each) => path === each || path.startsWith(`${each}/`));
  const wanted = patterns("members");
  const listed = [...known].filter(
    (path) => wanted.some((pattern) => matchesPattern(pattern, path)) && !isExcluded(path),
  );
  return reach([...new Set([...own, ...listed])], (path) =>
    pathDependencies(folder.repository, path).filter((other) => known.has(other) && !isExcluded(other)),
  );
}

/** The folders and all that they lead to. */
function reach(start: readonly string[], next: (path: string) => readonly string[]): string[] {
  const seen = new Set(start);
  for (const path of seen) for (const other of next(path)) seen.add(other);
  return [...seen];
}

function pathDependencies(repository: RepositoryModel, path: string): string[] {
  const manifest = new Folder(repository, path, []).toml(MANIFEST);
  return dependencyTables(manifest).flatMap(({ table }) =>
    Object.values(record(table)).flatMap((value) => {
      const target = valueAt(value, "path");
      return (typeof target === "string" ? joinPath(path, target) : null) ?? [];
    }),
  );
}

interface DependencyTable {
  readonly table: unknown;
  readonly isTest: boolean;
}

function dependencyTables(manifest: unknown): DependencyTable[] {
  const targets = Object.values(record(valueAt(manifest, "target")));
  return [manifest, ...targets].flatMap((owner) => [
    { table: valueAt(owner, "dependencies"), isTest: false },
    { table: valueAt(owner, "dev-dependencies"), isTest: true },
  ]);
}

export interface Crate extends Dependency {
  /** Features that the manifest turns on. */
  readonly features: readonly string[];
}

/** What the package of a folder depends on, by the name on crates.io; features that its workspace turns on are its own. */
export function cratesOf(folder: Folder, workspace: unknown): Crate[] {
  const lines = linesOfKeys(folder.text(MANIFEST));
  return dependencyTables(folder.toml(MANIFEST)).flatMap(({ table, isTest }) =>
    Object.entries(record(table)).map(([key, value]) => {
      const shared = valueAt(value, "workspace") === true ? valueAt(workspace, "dependencies", key) : undefined;
      const name = valueAt(value, "package") ?? valueAt(shared, "package");
      const features = [...texts(valueAt(value, "features")), ...texts(valueAt(shared, "features"))];
      const line = lines.get(key) ?? null;
      return { name: typeof name === "string" ? name : key, path: folder.at(MANIFEST), line, isTest, features };
    }),
  );
}

/** The first line of each dependency: `axum = …`, `"axum" = …`, `axum.workspace = true`, `[dependencies.axum]`. */
function linesOfKeys(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split("\n").entries()) {
    const header = /^[ \t]*\[[\w.'"()=-]*dependencies\."?([\w-]+)"?\]/.exec(line);
    const key = (header ?? /^[ \t]*"?([\w-]+)"?[ \t]*[.=]/.exec(line))?.[1];
    if (key !== undefined && !lines.has(key)) lines.set(key, index + 1);
  }
  return lines;
}
