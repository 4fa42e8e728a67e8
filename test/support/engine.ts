import { type AnalyzeOptions, prepare } from "../../worker/engine/analyze.ts";
import { applyToFiles } from "../../worker/engine/edit/apply-edits.ts";
import type { Edit, Finding, Remediation } from "../../worker/engine/finding.ts";
import { NO_LOOKUPS } from "../../worker/engine/lookups.ts";
import { prove } from "../../worker/engine/prove/prove.ts";
import type { Rule } from "../../worker/engine/rule.ts";
import { RULES } from "../../worker/engine/rules/index.ts";
import type { Snapshot } from "../../worker/engine/snapshot.ts";

/** Where `workflow` puts its text. */
export const WORKFLOW = ".github/workflows/ci.yml";

/** 21 November 2026, the day on which the tables were last checked. */
export const NOW = Date.UTC(2026, 10, 21);

/** File texts by path; a path with `null` exists but was not read. */
export type Files = Readonly<Record<string, string | null>>;

export type RunOptions = Partial<AnalyzeOptions> & { readonly defaultBranch?: string | null };

/** A snapshot of the given files; a text alone is a workflow. */
export function snapshot(files: string | Files, defaultBranch: string | null = "main"): Snapshot {
  const all = typeof files === "string" ? { [WORKFLOW]: files } : files;
  const paths = Object.keys(all).sort();
  const read = paths.flatMap((path) => {
    const text = all[path];
    return typeof text === "string" ? [{ path, sha: "0".repeat(40), text }] : [];
  });
  return { commit: "a".repeat(40), defaultBranch, files: read, paths, notes: [] };
}

/** A snapshot with one workflow. */
export function workflow(text: string): Snapshot {
  return snapshot(text);
}

/** The texts of a snapshot with edits applied, by path; files that the edits create are among them. Throws when the edits do not fit. */
export function patchedTexts(source: Snapshot, edits: readonly Edit[]): Record<string, string> {
  const texts = new Map(source.files.map(({ path, text }) => [path, text]));
  for (const { path } of edits) if (!texts.has(path)) texts.set(path, "");
  const patched = applyToFiles(texts, edits);
  if (!patched) throw new Error("The edits do not fit the files.");
  return Object.fromEntries([...texts, ...patched]);
}

/** What one rule finds. */
export function findingsOf(rule: Rule, files: string | Files, options: RunOptions = {}): readonly Finding[] {
  return groundOf([rule], files, options).located.map(({ finding }) => finding);
}

/** The findings as `path:line:column severity`, without the path when it is the workflow's: short enough for a table. */
export function placesOf(rule: Rule, files: string | Files, options: RunOptions = {}): string[] {
  return findingsOf(rule, files, options).map(({ path, range, severity }) => {
    const place = `${range.line}:${range.column} ${severity}`;
    return path === WORKFLOW ? place : `${path}:${place}`;
  });
}

export interface FixResult {
  /** The patched text of the workflow, or of the only file that changed; null when no fix is offered. */
  readonly text: string | null;
  readonly files: ReadonlyMap<string, string>;
  readonly remediation: Remediation | null;
  /** Why there is no fix. */
  readonly reason: string | null;
}

/** Drafts, applies and proves the fix of a rule's first finding, against all rules. A second run must find nothing to fix: the proof asks. */
export function fixOf(rule: Rule, files: string | Files, options: RunOptions = {}): FixResult {
  const rules = RULES.includes(rule) ? RULES : [...RULES, rule];
  const ground = groundOf(rules, files, options);
  const located = ground.located.find((item) => item.rule === rule);
  const none = { text: null, files: new Map<string, string>(), remediation: null };
  if (!located?.hit.fix) return { ...none, reason: located ? "The finding has no fix." : "The rule finds nothing." };
  const draft = located.hit.fix();
  if ("abstain" in draft) return { ...none, reason: draft.abstain };
  const fixClass = rule.meta.fixClass === "none" ? "review" : rule.meta.fixClass;
  const proof = prove(ground, { rule: rule.meta.id, fixClass, resolves: [located], draft });
  if (!proof.ok) return { ...none, reason: proof.reason };
  const texts = new Map(ground.repository.snapshot.files.map(({ path, text }) => [path, text]));
  for (const { path } of draft.edits) if (!texts.has(path)) texts.set(path, "");
  const patched = applyToFiles(texts, proof.remediation.edits) ?? new Map<string, string>();
  const text = patched.get(WORKFLOW) ?? [...patched.values()][0] ?? null;
  return { text, files: patched, remediation: proof.remediation, reason: null };
}

function groundOf(rules: readonly Rule[], files: string | Files, options: RunOptions) {
  const { defaultBranch = "main", ...rest } = options;
  const ground = prepare(snapshot(files, defaultBranch), { now: NOW, lookups: NO_LOOKUPS, ...rest, rules });
  const [failure] = ground.failures;
  if (failure) throw new Error(`${failure.rule}: ${failure.reason}`);
  return ground;
}
