import type { Folder } from "../folder.ts";

/** The first match among all files below a folder, those of tools and tests that `below` leaves out too; null without one. */
export function findBelow(folder: Folder, pattern: RegExp): RegExpExecArray | null {
  const prefix = folder.path === "." ? "" : `${folder.path}/`;
  for (const path of folder.repository.snapshot.paths) {
    const found = path.startsWith(prefix) ? pattern.exec(path.slice(prefix.length)) : null;
    if (found) return found;
  }
  return null;
}

/** True when the names of some files are not known, so that nothing follows from a missing one. */
export function isPartial(folder: Folder): boolean {
  return folder.repository.snapshot.notes.some(({ code }) => code === "tree_truncated");
}
