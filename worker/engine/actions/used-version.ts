import { attached } from "../attached.ts";
import { ACTION_PINS } from "../data/action-pins.ts";
import type { SourceFile } from "../model/source-file.ts";
import { trailingComment } from "../model/trailing-comment.ts";
import { isFullSha, type Uses } from "../model/uses.ts";

/** The numbers of a version as far as they are written: `v4` is `[4]`, `v4.2.2` is `[4, 2, 2]`. */
export type WrittenVersion = readonly number[];

const VERSION = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/;
const COMMENT = /^(?:\S+[@=:]\s*)?v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\s|$)/;

const tagsBySha = new Map(ACTION_PINS.map(({ sha, tag }) => [sha, tag]));
const known = attached<Uses, WrittenVersion | null>();

/** Which version of an action is used: what the ref says, else what is known of the commit, else its comment. Null when nothing tells. */
export function usedVersion(file: SourceFile, uses: Uses): WrittenVersion | null {
  const found = known.get(uses);
  if (found !== undefined) return found;
  const version = readVersion(file, uses);
  known.set(uses, version);
  return version;
}

function readVersion(file: SourceFile, uses: Uses): WrittenVersion | null {
  if (uses.kind !== "action" || uses.ref === null) return null;
  if (!isFullSha(uses.ref)) return numbersOf(VERSION.exec(uses.ref));
  const tag = tagsBySha.get(uses.ref.toLowerCase());
  const version = tag === undefined ? null : numbersOf(VERSION.exec(tag));
  return version ?? numbersOf(COMMENT.exec(trailingComment(file, uses.node)?.text ?? ""));
}

function numbersOf(match: RegExpExecArray | null): WrittenVersion | null {
  if (!match) return null;
  return match
    .slice(1, 4)
    .filter((part) => part !== undefined)
    .map(Number);
}

/** True when a version is certainly before another; a version with fewer parts, such as `v4`, means the newest of its line. */
export function isBefore(version: WrittenVersion, limit: readonly number[]): boolean {
  for (const [at, part] of limit.entries()) {
    const written = version[at];
    if (written === undefined) return false;
    if (written !== part) return written < part;
  }
  return false;
}
