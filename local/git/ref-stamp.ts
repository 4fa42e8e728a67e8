/**
 * A sign of whether references may have moved, by the times of the files that git replaces when they do: a few looks at the file
 * system instead of a process.
 */
import { type BigIntStats, existsSync, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { View } from "./view.ts";

export type RefStamp = {
  readonly text: string;
  /** Newest of the times, in ns since the epoch. */
  readonly newest: bigint;
};

/** With more files git is asked: looking at each would take as long. */
const MOST_FILES = 200;
const REFS = ["refs/heads", "refs/tags"];
const NS_PER_MS = 1_000_000n;
const NS_PER_S = 1_000_000_000n;
/** A change in the same tick of the file system's clock leaves no sign. Linux ticks at least every 10 ms; FAT every 2 s. */
const FINE_TICK_NS = 50n * NS_PER_MS;
const COARSE_TICK_NS = 3n * NS_PER_S;

/** Folders of a repository's references and of its HEAD. */
type Places = { readonly refs: string; readonly head: string };

/** Null for a linked worktree, whose HEAD is elsewhere. */
function placesOf({ found, dir }: View): Places | null {
  if (!found) return { refs: dir, head: dir };
  if (existsSync(join(found.dir, "refs"))) return { refs: found.commonDir, head: found.dir };
  const gitDir = join(found.dir, ".git");
  const isPlain = existsSync(gitDir) && statSync(gitDir).isDirectory();
  return isPlain ? { refs: found.commonDir, head: gitDir } : null;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** Null for what is not there. */
async function look(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** The folder and everything below it. */
async function pathsBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [folder];
  const entries = await readdir(folder, { recursive: true });
  return [folder, ...entries.map((entry) => join(folder, entry))];
}

/** The stamp of the references as they are; null where files do not tell, or change while they are looked at. */
export async function stampOf(view: View): Promise<RefStamp | null> {
  try {
    const places = placesOf(view);
    return places && (await stampAt(places));
  } catch (error) {
    // Git removes folders that became empty, and says itself what it cannot read.
    if (codeOf(error) === undefined) throw error;
    return null;
  }
}

async function stampAt(places: Places): Promise<RefStamp | null> {
  const below = await Promise.all(REFS.map((folder) => pathsBelow(join(places.refs, folder))));
  const paths = [join(places.head, "HEAD"), join(places.refs, "packed-refs"), ...below.flat()];
  if (paths.length > MOST_FILES) return null;
  const stats = await Promise.all(paths.map(look));
  const lines = stats.map(
    (found, index) => `${paths[index]} ${found ? `${found.mtimeNs} ${found.ino} ${found.size}` : "-"}`,
  );
  let newest = 0n;
  for (const found of stats) if (found && found.mtimeNs > newest) newest = found.mtimeNs;
  return { text: lines.join("\n"), newest };
}

/** True when whatever changes after `now` (ms) will change the stamp: nothing changed in the tick that is still going on. */
export function isSettled({ newest }: RefStamp, now: number): boolean {
  const tick = newest % NS_PER_S === 0n ? COARSE_TICK_NS : FINE_TICK_NS;
  return newest + tick < BigInt(now) * NS_PER_MS;
}
