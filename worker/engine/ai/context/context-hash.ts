import { sha256Hex } from "../../fingerprint.ts";
import type { AiContext, KnownFinding, SentFile } from "../context.ts";

/** Raised when the same lines would have to be asked about again. */
const HASH_VERSION = 1;

/**
 * SHA-256 hex of all that a model gets to see of a context. Lines count as they are sent, so that a comment more or less
 * changes nothing; blob ids, and lines of the repository's files, do not count.
 */
export function hashOf(context: Pick<AiContext, "task" | "subject" | "files" | "facts" | "known">): string {
  const { task, subject, files, facts, known } = context;
  const sent = files.map(({ path, role, lines }) => [path, role, lines.map(({ text }) => text)]);
  const findings = known.map((finding) => [finding.rule, finding.severity, finding.path, ...sentLines(finding, files)]);
  return sha256Hex(JSON.stringify([HASH_VERSION, task, subject, sent, facts, findings]));
}

/** First and last line of a finding among those that are sent, from 1; zeros where none is. */
export function sentLines(
  { path, line, endLine }: Pick<KnownFinding, "path" | "line" | "endLine">,
  files: readonly SentFile[],
): readonly [first: number, last: number] {
  const lines = files.find((file) => file.path === path)?.lines ?? [];
  const first = lines.findIndex((sent) => sent.line >= line);
  const last = lines.findLastIndex((sent) => sent.line <= endLine);
  return first === -1 || last < first ? [0, 0] : [first + 1, last + 1];
}
