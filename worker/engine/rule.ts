import type { Category, Edit, FixClass, Severity } from "./finding.ts";
import type { Lookups } from "./lookups.ts";
import type { BrokenFile, RepositoryModel } from "./model/repository.ts";
import type { SourceFile } from "./model/source-file.ts";
import type { Action, JobPlace, StepPlace, Workflow } from "./model/workflow.ts";
import type { Span } from "./parse/line-index.ts";

/** How much a run reports: `strict` adds rules and cases that teams must opt in to. */
export type RuleProfile = "default" | "strict";

/** A rule's identity and its documentation. The docs pages and `/api/rules` are generated from it; texts are Markdown. */
export interface RuleMeta {
  /** Kebab-case, stable for ever, equal to the file's name. */
  readonly id: string;
  readonly category: Category;
  /** The usual severity; a hit may say another. */
  readonly severity: Severity;
  /** What is wrong, as a headline without a full stop. */
  readonly title: string;
  readonly fixClass: FixClass | "none";
  /** `strict`: silent unless the caller asks for the strict profile. Absent: always on. */
  readonly profile?: "strict";
  /** `repository`: depends on more than one file, so that a fix anywhere runs it again. Absent: each file alone, with the list of paths. */
  readonly scope?: "repository";
  /** `workflow`: its fix changes values in jobs that have no place of the finding, such as references to a renamed job. */
  readonly reach?: "workflow";
  /** Its fix names what the file misnamed, so that other rules judge it for the first time: what they find, if milder than what is resolved, was there before. */
  readonly reveals?: true;
  readonly docs: {
    /** What the rule reports. */
    readonly what: string;
    /** What it costs or risks, with the source of every fact. */
    readonly why: string;
    /** What looks alike and is not reported, and why. */
    readonly notReported: string;
    /** What to do, and what our fix writes. */
    readonly fix: string;
    readonly example: { readonly before: string; readonly after: string };
  };
}

/** What a check may look at. Everything is data of the snapshot or an argument: no clock, no network. */
export interface RuleContext {
  /** The workflows to check now: all of them, or only the file that a fix changed. */
  readonly workflows: readonly Workflow[];
  /** The `action.yml` files to check now. */
  readonly actions: readonly Action[];
  /** Pipeline files that could not be read, to check now. */
  readonly broken: readonly BrokenFile[];
  /** Every file that was read, to check now: for rules on Dockerfiles, GitLab CI and the like. Their models are memoised by file. */
  readonly files: readonly SourceFile[];
  /** Every job of the workflows above, in file order. */
  readonly jobs: readonly JobPlace[];
  /** Every step of the workflows and composite actions above, in file order. */
  readonly steps: readonly StepPlace[];
  /** The whole repository, for questions across files. */
  readonly repository: RepositoryModel;
  readonly lookups: Lookups;
  /** Milliseconds since the epoch, for dated tables. */
  readonly now: number;
  readonly strict: boolean;
}

/** One thing that a rule found. */
export interface Hit {
  /** What is wrong here and what to do, one sentence or two. */
  readonly message: string;
  readonly path: string;
  readonly at: Span;
  /** Where it is in the structure (job id, step identity, key path), never a line or a version. */
  readonly anchor: string;
  readonly severity?: Severity;
  /** What several rules may name in their own words; a fix that only turns one such finding into another raises no new one. */
  readonly cause?: string;
  /** Other places of the same finding: shown as evidence, not counted. */
  readonly related?: readonly { readonly path: string; readonly at: Span }[];
  /** Stretches of the hit's file that the evidence must not show. */
  readonly redact?: readonly Span[];
  /** Drafts the fix. Called only when a fix is wanted. */
  readonly fix?: () => FixOutcome;
}

/** A fix before it is proved. Edits are in offsets of the original texts and must not overlap. */
export interface FixDraft {
  readonly edits: readonly Edit[];
  /** Imperative, as the title of a pull request. */
  readonly title: string;
  /** Why this is right and what to look at before merging; Markdown. */
  readonly explanation: string;
  /** Overrides the rule's class where a case is more or less certain. */
  readonly fixClass?: FixClass;
}

/** A draft, or why there is none: the reason is shown to the user. */
export type FixOutcome = FixDraft | { readonly abstain: string };

export interface Rule {
  readonly meta: RuleMeta;
  check(context: RuleContext): Iterable<Hit>;
}

/** Declares a rule. One file each, its export named after the id in camel case; the registry is generated. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
