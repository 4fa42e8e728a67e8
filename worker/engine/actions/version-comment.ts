import type { SourceFile } from "../model/source-file.ts";
import { trailingComment } from "../model/trailing-comment.ts";
import type { Span } from "../parse/line-index.ts";
import type { YamlNode } from "../parse/yaml-node.ts";

/** The version that a comment names, at its own place. */
export interface VersionComment {
  readonly at: Span;
  /** As written, for example `v4.2.2`. */
  readonly version: string;
}

/** What pinning tools write in front: `tag=v4`, `pin@v4`, `ratchet:actions/checkout@v4`. */
const LEADING =
  /^((?:(?:tag|pin|version|release|ref)[=:@][ \t]*|(?:ratchet:|pin:)?[\w./-]+@)?)(v?\d{1,8}(?:\.\d+){0,3}(?:-[\w.]+)?)(?=[\s,;]|$)/i;

/** The version at the head of the comment behind a value; null where there is no comment or it speaks of something else. */
export function versionComment(file: SourceFile, node: YamlNode): VersionComment | null {
  const comment = trailingComment(file, node);
  if (!comment) return null;
  const found = versionIn(comment.text);
  if (!found) return null;
  const start = file.text.indexOf(comment.text, comment.start + 1) + found.offset;
  return { at: { start, end: start + found.version.length }, version: found.version };
}

/** The version at the head of a comment's text without its `#`, and where in it. A bare number with other words is none. */
export function versionIn(text: string): { readonly version: string; readonly offset: number } | null {
  const match = LEADING.exec(text);
  const [, prefix = "", version = ""] = match ?? [];
  if (!match) return null;
  const isBare = prefix === "" && /^\d+$/.test(version);
  if (isBare && (version.length > 3 || text.length > version.length)) return null;
  return { version, offset: prefix.length };
}

/** The numbers of a written version: `v4.2` is `[4, 2]`; empty for anything but a release, such as `v1.0.0-rc.1`. */
export function versionNumbers(version: string): number[] {
  return /^v?\d+(?:\.\d+)*$/i.test(version) ? version.replace(/^v/i, "").split(".").map(Number) : [];
}

/** The most precise of several tags: the one with the most numbers, of those the highest; null when none is a version. */
export function mostPrecise(tags: readonly string[]): string | null {
  const versions = tags.filter((tag) => versionNumbers(tag).length > 0);
  return versions.toSorted(byPrecision)[0] ?? null;
}

function byPrecision(a: string, b: string): number {
  const [left, right] = [versionNumbers(a), versionNumbers(b)];
  if (left.length !== right.length) return right.length - left.length;
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? 0 : (right[at] ?? 0) - (left[at] ?? 0);
}
