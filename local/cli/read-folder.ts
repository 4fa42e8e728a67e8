import { createHash } from "node:crypto";
import { type Dirent, readdirSync } from "node:fs";
import { lstat, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ReadEntry, selectPaths, type TreeEntry } from "../../worker/engine/select.ts";
import { readPriority } from "../../worker/engine/select-names.ts";
import type { Snapshot, SnapshotFile, SnapshotNote } from "../../worker/engine/snapshot.ts";
import { readGit } from "./read-git.ts";

/** A folder that cannot be audited, in one sentence. */
export class FolderError extends Error {}

const SKIPPED_FOLDERS = new Set([".git", "node_modules"]);

/** Throws FolderError unless `dir` is a folder that can be listed. */
export async function requireFolder(dir: string): Promise<void> {
  const found = await stat(dir).catch(() => null);
  if (!found) throw new FolderError(`There is no folder \`${dir}\`; name one that exists.`);
  if (!found.isDirectory()) throw new FolderError(`\`${dir}\` is a file; name the folder of a repository.`);
  try {
    readdirSync(dir);
  } catch {
    throw new FolderError(`The folder \`${dir}\` cannot be read; check its permissions.`);
  }
}

/** The snapshot of a folder as it is on disk now: symbolic links are not followed, large and binary files not read. */
export async function readFolder(dir: string): Promise<Snapshot> {
  const { paths, notes } = listFiles(dir);
  const entries = await Promise.all(paths.map((path) => toEntry(dir, path)));
  const selection = selectPaths(entries.filter((entry) => entry !== null));
  const read = await readAll(dir, selection.read);
  const git = await readGit(dir);
  return {
    ...git,
    files: read.files,
    paths: selection.paths,
    notes: [...notes, ...selection.notes, ...read.notes],
  };
}

/** Every file below the folder, as `/`-separated paths from it. Links and special files are left out. */
function listFiles(root: string): { paths: string[]; notes: SnapshotNote[] } {
  const paths: string[] = [];
  const notes: SnapshotNote[] = [];
  const pending = [""];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of listFolder(root, folder, notes)) {
      if (entry.isFile()) paths.push(folder + entry.name);
      else if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) pending.push(`${folder}${entry.name}/`);
    }
  }
  return { paths, notes };
}

function listFolder(root: string, folder: string, notes: SnapshotNote[]): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    notes.push(unreadable(folder));
    return [];
  }
}

/** Only files that may be read need a size. */
async function toEntry(root: string, path: string): Promise<TreeEntry | null> {
  if (readPriority(path) === null) return { path, sha: "", size: 0, type: "blob" };
  const found = await lstat(join(root, path)).catch(() => null);
  return { path, sha: "", size: found?.size ?? 0, type: "blob" };
}

async function readAll(
  root: string,
  entries: readonly ReadEntry[],
): Promise<{ files: SnapshotFile[]; notes: SnapshotNote[] }> {
  const files: SnapshotFile[] = [];
  const notes: SnapshotNote[] = [];
  for (const { path } of entries) {
    const bytes = await readFile(join(root, path)).catch(() => null);
    const text = bytes === null ? null : decode(bytes);
    if (bytes === null) notes.push(unreadable(path));
    else if (text === null) notes.push(binary(path));
    else files.push({ path, sha: blobId(bytes), text });
  }
  return { files, notes };
}

/** The text of UTF-8 bytes with its byte order mark; null for anything else. */
function decode(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

/** The id that git gives a file of these bytes. */
function blobId(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

function unreadable(path: string): SnapshotNote {
  return {
    code: "unreadable_path",
    path,
    detail: `${path} could not be read, so it was left out; check its permissions.`,
  };
}

function binary(path: string): SnapshotNote {
  return { code: "binary_file", path, detail: `${path} is not text in UTF-8, so it was left out.` };
}
