import { nextSupported } from "../../../data/end-of-life.ts";
import { replaceSpan } from "../../../edit/edit-yaml.ts";
import type { Workflow } from "../../../model/workflow.ts";
import type { FixOutcome } from "../../../rule.ts";
import type { UsedLine } from "./used-lines.ts";

/** Suffixes of image tags that every line has. */
const COMMON_SUFFIX = /^(?:-(?:alpine|slim|cli|fpm|jdk|jre))*$/;

/** Replaces the version by the next supported line, in its own quotes; a version with a dot is quoted. */
export function useNextLine({ file }: Workflow, used: UsedLine, now: number): FixOutcome {
  const { node, version, label, line } = used;
  const next = nextSupported(line, now);
  if (!next)
    return {
      abstain: `Which ${label} version to move to is yours to choose: our table names no supported one behind ${line.line}.`,
    };
  const source = file.slice(node.content);
  const at = used.from === "image" ? source.lastIndexOf(`:${version}`) + 1 : source.indexOf(version);
  const suffix = source.slice(at + version.length).trim();
  const isPlain =
    at >= 0 && source.indexOf(version, at + 1) === -1 && node.style !== "literal" && node.style !== "folded";
  if (!isPlain)
    return { abstain: `The version is written in a form that cannot be edited safely; use ${label} ${next.line}.` };
  const isSuffixFine = used.from === "image" ? COMMON_SUFFIX.test(suffix) : /^(?:\.[xX*])*$/.test(suffix);
  if (!isSuffixFine)
    return { abstain: `Whether \`${suffix}\` exists for ${label} ${next.line} is not known; choose the tag by hand.` };
  const written = newVersion(used, next.line);
  const needsQuotes = node.style === "plain" && used.from === "input" && /^\d+\.\d+$/.test(written + suffix);
  const span = { start: node.content.start + at, end: node.content.start + at + version.length };
  return {
    edits: [replaceSpan(file, span, needsQuotes ? `"${written}"` : written)],
    title: `Move from ${label} ${line.line} to ${next.line}`,
    explanation: `${label} ${line.line} is past its end of life since ${line.end} (${line.source}). ${next.line} is the next supported line${next.end ? `, until ${next.end}` : ""}. Make sure that the pipeline passes on it and that what you deploy moves too.`,
  };
}

/** A version with a wildcard keeps it: `6.0.x` becomes `10.0.x`. */
function newVersion({ version }: UsedLine, line: string): string {
  const wildcard = /(?:\.[xX*])+$/.exec(version)?.[0] ?? "";
  const prefix = version.startsWith("v") ? "v" : "";
  return `${prefix}${line}${wildcard}`;
}
