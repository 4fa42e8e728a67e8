/** The words for what a pull request brings, as GitHub shows them. Pure; text of the repository is made harmless. */
import type { Annotation, CheckConclusion, PullDetails } from "../../adapters/github/pull-port.ts";
import { type Finding, SEVERITIES, type Severity } from "../../engine/finding.ts";
import { RULE_SET_VERSION } from "../../engine/version.ts";
import { count } from "../jobs/read-files-steps.ts";
import { neutralCode, neutralProse, neutralTitle } from "../remediations/neutral-text.ts";
import { findRule } from "../rules/rules.ts";
import type { OnChangedLines, PullDifference } from "./compare-pull.ts";

export type PullReport = {
  readonly conclusion: CheckConclusion;
  /** One line, at most 140 characters. */
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** On changed lines alone. */
  readonly annotations: readonly Annotation[];
};

type Subject = {
  readonly pull: Pick<PullDetails, "base" | "head">;
  readonly difference: PullDifference;
  /** The repository's page on GitHub, and ours. */
  readonly htmlUrl: string;
  readonly detailsUrl: string;
};

const LISTED = 20;
const MAX_MESSAGE = 500;
const MAX_ANNOTATIONS = 200;
const MAX_TITLE = 140;
const MAX_ANNOTATION_TITLE = 255;
const BLOCKING: readonly Severity[] = ["critical", "high"];
const LEVELS: Readonly<Record<Severity, Annotation["level"]>> = {
  critical: "failure",
  high: "failure",
  medium: "warning",
  low: "notice",
  info: "notice",
};

export function reportOf(subject: Subject): PullReport {
  const { added, fixed, onChangedLines } = subject.difference;
  return {
    conclusion: conclusionOf(added),
    title: titleOf(added, fixed).slice(0, MAX_TITLE),
    summary: summaryOf(subject),
    annotations: onChangedLines.slice(0, MAX_ANNOTATIONS).map(annotationOf),
  };
}

/** What blocks is new and high or worse; what is new and less is shown without blocking. */
function conclusionOf(added: readonly Finding[]): CheckConclusion {
  if (added.length === 0) return "success";
  return added.some(({ severity }) => BLOCKING.includes(severity)) ? "failure" : "neutral";
}

function titleOf(added: readonly Finding[], fixed: number): string {
  const gone = fixed === 0 ? "" : `, ${fixed} fixed`;
  if (added.length === 0) return `No new findings${gone}`;
  const numbers = SEVERITIES.map((severity) => [
    severity,
    added.filter((finding) => finding.severity === severity).length,
  ]);
  const parts = numbers.filter(([, number]) => number !== 0).map(([severity, number]) => `${number} ${severity}`);
  return `${count(added.length, "new finding")} (${parts.join(", ")})${gone}`;
}

function summaryOf(subject: Subject): string {
  const { pull, difference, detailsUrl } = subject;
  const { added, fixed } = difference;
  const listed = added.slice(0, LISTED).map((finding) => lineOf(subject, finding));
  const more = added.length > LISTED ? [`- and ${added.length - LISTED} more`] : [];
  const range = `Compared \`${pull.head.slice(0, 7)}\` with \`${pull.base.slice(0, 7)}\`, where it left its base`;
  return [
    `**${titleOf(added, fixed)}**`,
    ...(listed.length > 0 ? [[...listed, ...more].join("\n")] : []),
    `${range}, by rule set ${RULE_SET_VERSION}. [Everything about the repository](${detailsUrl})`,
  ].join("\n\n");
}

function lineOf({ htmlUrl, pull }: Subject, { severity, path, range, message, rule }: Finding): string {
  const address = `${htmlUrl}/blob/${pull.head}/${path.split("/").map(encodeURIComponent).join("/")}#L${range.line}`;
  const place = `[${neutralCode(`${path}:${range.line}`)}](${address.replace(/[()]/g, percent)})`;
  return `- **${severity}** ${place} ${neutralProse(message.slice(0, MAX_MESSAGE))} (${neutralCode(rule)})`;
}

/** Brackets would end the address of a Markdown link. */
function percent(bracket: string): string {
  return bracket === "(" ? "%28" : "%29";
}

function annotationOf({ finding, startLine, endLine }: OnChangedLines): Annotation {
  return {
    path: finding.path,
    startLine,
    endLine,
    level: LEVELS[finding.severity],
    title: neutralTitle(findRule(finding.rule)?.title ?? finding.rule).slice(0, MAX_ANNOTATION_TITLE),
    message: `${neutralTitle(finding.message.slice(0, MAX_MESSAGE))} (${finding.rule}, ${finding.severity})`,
  };
}
