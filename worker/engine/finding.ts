/** The words of a result: findings, edits, remediations, receipts, scores. Plain data, JSON-safe. */

/** Worst first. */
export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;

export type Severity = (typeof SEVERITIES)[number];

/** The four axes of health. Every rule belongs to exactly one. */
export type Category = "security" | "ci_cd" | "performance" | "quality";

/** Lines and columns are 1-based; `endColumn` is exclusive; columns count UTF-16 units. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A verbatim piece of a file that shows what a finding says. */
export interface Evidence {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  /** The whole lines `line` to `endLine`, joined by `\n`, at most 10 lines. Credentials are replaced by asterisks. */
  readonly quote: string;
}

export interface Finding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly path: string;
  readonly range: Range;
  /** Says what is wrong here and what to do, one sentence or two. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** 32 hex digits over rule id, path and structural anchor: survives line moves and version bumps. */
  readonly fingerprint: string;
  /** True when a proved remediation for it is in the same result. */
  readonly fixable: boolean;
}

/** Replaces the UTF-16 units `start` (inclusive) to `end` (exclusive) of a file's original text. */
export interface Edit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How far a fix can be trusted unasked: RULES.md's classes without `assist`. */
export type FixClass = "safe" | "lookup" | "review";

export interface ReceiptCheck {
  readonly name:
    | "parses"
    | "valid_for_platform"
    | "finding_gone"
    | "no_new_finding"
    | "untouched_elsewhere"
    | "idempotent";
  readonly passed: boolean;
}

/** What was proved on the patched snapshot. Recomputable from the snapshot and the edits alone. */
export interface Receipt {
  /** Version of the rule set, for example `2026.11.2`. */
  readonly ruleSetVersion: string;
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  readonly findingsBefore: number;
  readonly findingsAfter: number;
  readonly resolved: readonly string[];
  readonly checks: readonly ReceiptCheck[];
}

/** A proved fix. `before`/`after` in the receipt are SHA-256 of the file's UTF-8 bytes. */
export interface Remediation {
  readonly rule: string;
  readonly fixClass: FixClass;
  /** Fingerprints of the findings that it resolves. */
  readonly resolves: readonly string[];
  readonly title: string;
  /** Why this is right and what to look at before merging; Markdown without links to unknown hosts. */
  readonly explanation: string;
  readonly edits: readonly Edit[];
  /** Unified diff with `a/` and `b/` prefixes. */
  readonly diff: string;
  readonly receipt: Receipt;
}

/** 0 to 100; null on an axis that does not apply to this snapshot. */
export interface Scores {
  readonly overall: number;
  readonly security: number | null;
  readonly ci_cd: number | null;
  readonly performance: number | null;
  readonly quality: number | null;
}
