import type { Folder } from "../folder.ts";
import { matchesGlobs } from "./path-glob.ts";
import { withParents } from "./pinned-tool.ts";
import { type WorkspaceGlobs, workspaceGlobs } from "./workspace-globs.ts";

/** A workspace and the folders of its packages, from the root of the repository, sorted. */
interface Workspace extends WorkspaceGlobs {
  readonly packages: readonly string[];
}

const MANIFEST = /^(.+)\/package\.json5?$/;
const INSTALLED = /(?:^|\/)node_modules\//;

/** The workspace whose root a folder is; null where it declares none, or nothing of what it declares exists. */
export function readWorkspace(folder: Folder): Workspace | null {
  const declared = workspaceGlobs(folder);
  if (declared === null) return null;
  const folders = folder.below.flatMap((path) => (INSTALLED.test(path) ? [] : (MANIFEST.exec(path)?.[1] ?? [])));
  const packages = folders.filter((path) => matchesGlobs(path, declared.globs)).map((path) => folder.at(path));
  return packages.length > 0 ? { ...declared, packages: [...new Set(packages)].sort() } : null;
}

/** The root of the workspace that a folder is a package of; null for one that stands alone. */
export function workspaceRootOf(folder: Folder): Folder | null {
  const isMember = (root: Folder) => {
    const globs = workspaceGlobs(root)?.globs;
    return globs !== undefined && matchesGlobs(relative(root, folder), globs);
  };
  return withParents(folder).slice(1).find(isMember) ?? null;
}

function relative(root: Folder, folder: Folder): string {
  return root.path === "." ? folder.path : folder.path.slice(root.path.length + 1);
}
