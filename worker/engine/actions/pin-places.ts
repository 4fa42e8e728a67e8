import { insertAt, insertKey, replaceSpan } from "../edit/edit-yaml.ts";
import type { Edit } from "../finding.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { Uses } from "../model/uses.ts";
import { findEntry } from "../model/workflow.ts";
import { asMap, findValue } from "../parse/yaml-node.ts";
import type { UsePlace } from "./use-places.ts";
import { versionIn } from "./version-comment.ts";

interface Pin {
  readonly sha: string;
  /** For the comment: the most precise tag, or the ref that was there. */
  readonly version: string;
}

/** Edits that pin every place; null where one of them cannot be edited. */
export function pinPlaces(file: SourceFile, places: readonly UsePlace[], pin: Pin): Edit[] | null {
  const edits: Edit[] = [];
  for (const place of places) {
    const pinned = pinPlace(file, place, pin);
    if (pinned === null) return null;
    edits.push(...pinned);
  }
  return edits;
}

/** Some actions read their own ref as the version of what they install. Source: README of `dtolnay/rust-toolchain`. */
export function isRefAnInput(uses: Uses): boolean {
  return uses.name === "dtolnay/rust-toolchain";
}

function pinPlace(file: SourceFile, place: UsePlace, pin: Pin): Edit[] | null {
  const { node, ref } = place.uses;
  const source = file.slice(node.content);
  const from = node.content.start + source.lastIndexOf(`@${ref}`) + 1;
  const isPlainText = source.trimEnd().endsWith(`@${ref}`) && !source.includes("\n");
  const comment = commentEdit(file, node.end, pin.version);
  const input = inputEdits(file, place);
  if (ref === null || !isPlainText || comment === null || input === null) return null;
  return [replaceSpan(file, { start: from, end: from + ref.length }, pin.sha), ...comment, ...input];
}

/** Puts the version behind the value, in front of a comment that is there; a version that the comment begins with is replaced. */
export function commentEdit(file: SourceFile, end: number, version: string): Edit[] | null {
  const lineEnd = file.lines.endOf(file.lines.lineAt(end));
  const rest = file.text.slice(end, lineEnd);
  const at = rest.search(/\s#/);
  if (at === -1) {
    const isFlow = rest.trim() !== "";
    if (isFlow && /["']/.test(rest)) return [];
    return [replaceSpan(file, { start: end + rest.trimEnd().length, end: lineEnd }, ` # ${version}`)];
  }
  const start = end + at + rest.slice(at).search(/#/);
  const text = file.text.slice(start + 1, lineEnd).trim();
  const found = versionIn(text);
  if (found?.version === version) return [];
  const hasOnlyBrackets = /^[\s\]},]*$/.test(rest.slice(0, at));
  if (found && hasOnlyBrackets) {
    const from = file.text.indexOf(text, start + 1) + found.offset;
    return [replaceSpan(file, { start: from, end: from + found.version.length }, version)];
  }
  if (rest.slice(0, at).trim() !== "") return [];
  return [insertAt(file, start, `# ${version} `)];
}

/** `dtolnay/rust-toolchain@nightly` becomes the same commit with `toolchain: nightly`. */
function inputEdits(file: SourceFile, { uses, step }: UsePlace): Edit[] | null {
  if (!isRefAnInput(uses) || step === null || findEntry(step.with, "toolchain")) return [];
  if (uses.ref === "master" || uses.ref === "v1") return [];
  const inputs = asMap(findValue(step.node, "with"));
  const value = /^[a-z]/.test(uses.ref ?? "") ? (uses.ref ?? "") : `"${uses.ref}"`;
  if (inputs) return insertKey(file, inputs, { key: "toolchain", value });
  if (findValue(step.node, "with") !== null) return null;
  const inner = step.node.flow ? `{ toolchain: ${value} }` : `\n  toolchain: ${value}`;
  return insertKey(file, step.node, { key: "with", value: inner, after: ["uses"] });
}
