import { badPath } from "./paths.ts";
import type { View } from "./view.ts";

export type TreeEntry = {
  path: string;
  mode: string;
  type: "blob" | "tree" | "commit";
  sha: string;
  /** Bytes; only for blobs. */
  size?: number;
};

/** `unreadable` counts entries left out because their name is not UTF-8. */
export type TreeListing = { entries: TreeEntry[]; unreadable: number };

const ENTRY = /^(\d{6}) (blob|tree|commit) ([0-9a-f]{40}) +(\d+|-)\t(.+)$/s;
const ENTRY_WEIGHT = 160;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Entries of a tree given by its SHA, in git's order, kept in memory. */
export function listTree(view: View, sha: string, recursive: boolean): Promise<TreeListing> {
  const weigh = ({ entries }: TreeListing) => (entries.length + 1) * ENTRY_WEIGHT;
  return view.cache.through(`tree:${recursive}:${sha}`, weigh, async () => {
    const deep = recursive ? ["-r", "-t"] : [];
    const { stdout } = await view.git.run({
      dir: view.dir,
      args: ["ls-tree", ...deep, "-l", "-z", "--full-tree", sha],
    });
    return parseListing(stdout);
  });
}

/** The entry at `path` in a commit or tree; null when there is none. */
export async function findEntry(view: View, sha: string, path: string): Promise<TreeEntry | null> {
  if (badPath(path)) return null;
  const { stdout } = await view.git.run({
    dir: view.dir,
    args: ["ls-tree", "-l", "-z", "--full-tree", sha, "--", path],
  });
  return parseListing(stdout).entries.find((entry) => entry.path === path) ?? null;
}

function parseListing(output: Buffer): TreeListing {
  const entries: TreeEntry[] = [];
  let unreadable = 0;
  for (const record of splitRecords(output)) {
    const entry = parseEntry(record);
    if (entry) entries.push(entry);
    else unreadable += 1;
  }
  return { entries, unreadable };
}

/** The parts of a `-z` output, each without its NUL. */
export function* splitRecords(output: Buffer): Generator<Buffer> {
  let start = 0;
  while (start < output.length) {
    const found = output.indexOf(0, start);
    const end = found === -1 ? output.length : found;
    yield output.subarray(start, end);
    start = end + 1;
  }
}

/** Bytes as text, or null when they are not UTF-8. */
export function decodeUtf8(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function parseEntry(record: Buffer): TreeEntry | null {
  const match = ENTRY.exec(decodeUtf8(record) ?? "");
  if (!match) return null;
  const [, mode = "", type, sha = "", size = "-", path = ""] = match;
  return { path, mode, type: type as TreeEntry["type"], sha, ...(size === "-" ? {} : { size: Number(size) }) };
}
