import type { Severity } from "../finding.ts";
import type { AiTask } from "./task.ts";

/** One line as the model gets it. Lines that are not sent (comments, blank ones) have no `SentLine`. */
export interface SentLine {
  /** Line in the repository's file, 1-based. */
  readonly line: number;
  /** Redacted and cleaned text: no secrets, no bidirectional, zero-width or tag characters. */
  readonly text: string;
}

/** Why a file is sent; the most telling first. */
export type FileRole = "subject" | "related" | "manifest" | "source";

/** A file as the model gets it. The model counts its lines from 1 in the order of `lines`: line n is `lines[n - 1]`. */
export interface SentFile {
  readonly path: string;
  /** Git blob id of the text that the lines come from. */
  readonly sha: string;
  readonly role: FileRole;
  readonly lines: readonly SentLine[];
}

/** A finding of the rules that the model must neither repeat nor contradict. Lines as in the repository's file. */
export interface KnownFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

/** A file that was wanted and is not sent. */
export interface LeftFile {
  readonly path: string;
  /** `not_read`: it exists, but the analysis did not fetch it. */
  readonly reason: "denied_path" | "over_budget" | "redaction_failed" | "not_text" | "not_read";
}

/**
 * Everything of a repository that one request carries. Equal contexts have equal hashes, whatever repository they come
 * from: no names, no commit, nothing that differs between clones of one pipeline.
 */
export interface AiContext {
  readonly task: AiTask;
  /** What the request is about: the path of a pipeline, or `repository`. */
  readonly subject: string;
  readonly files: readonly SentFile[];
  /** Short statements that the engine derived, in its own words: `The stack uses npm.` Never repository text. */
  readonly facts: readonly string[];
  readonly known: readonly KnownFinding[];
  readonly left: readonly LeftFile[];
  /** Secrets replaced, and invisible characters removed, in what is sent. */
  readonly redacted: number;
  readonly removed: number;
  /** SHA-256 hex over task, subject, files, facts and known findings. */
  readonly hash: string;
}
