import type { Category, Severity } from "../finding.ts";

/** Something that the model says about a file, as it said it: nothing of it is checked but its shape. Lines count `SentFile.lines`, from 1. */
export interface RawClaim {
  /** Which question of the closed list it answers; `TOPICS` says which of them the rules decide. */
  readonly topic: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  /** Verbatim text of those lines. */
  readonly quote: string;
}

export interface ClaimsAnswer {
  readonly claims: readonly RawClaim[];
}

/** Whole lines `line` to `endLine` (sent lines, from 1) become `replacement`; an empty one deletes them. */
export interface RawEdit {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  /** Verbatim text of those lines, so that an edit of other lines than it means is refused. */
  readonly quote: string;
  readonly replacement: string;
}

export interface RemediationAnswer {
  readonly title: string;
  readonly explanation: string;
  /** Empty when the model has no safe change. */
  readonly edits: readonly RawEdit[];
}

export interface ConfigurationAnswer {
  /** The whole file. */
  readonly text: string;
  readonly explanation: string;
}

/** A claim that stands: its quote was found where it says, no rule says the same or the contrary. */
export interface Claim {
  readonly topic: string;
  readonly category: Category;
  /** At most `medium`, unless a rule agrees. */
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly path: string;
  /** Lines of the repository's file, 1-based. */
  readonly line: number;
  readonly endLine: number;
  /** The lines as they were sent. */
  readonly quote: string;
  /** 32 hex digits over task, topic, path and the anchor of the quote; the same claim on moved lines has the same one. */
  readonly fingerprint: string;
}

export type DropReason =
  | "unknown_path"
  | "bad_lines"
  | "quote_mismatch"
  | "empty_quote"
  | "repeats_rule"
  | "contradicts_rule"
  | "contradicts_claim"
  | "duplicate"
  | "unknown_topic"
  | "unsafe_text"
  | "over_limit";

export interface DroppedClaim {
  readonly reason: DropReason;
  readonly path: string;
}

export interface CheckedClaims {
  readonly claims: readonly Claim[];
  readonly dropped: readonly DroppedClaim[];
  /** Claims whose severity was cut to `medium`. */
  readonly lowered: number;
}
