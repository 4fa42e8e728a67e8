/** Branch filters of triggers. Source: docs.github.com, workflow syntax, "Filter pattern cheat sheet", read 2026-11-21. */
import { triggerFilter } from "./read-parts.ts";
import type { Trigger } from "./workflow.ts";

const SPECIAL = /[*?+[\]!\\]/;

/** True for a pattern that names one branch and no more. */
export function isBranchName(pattern: string): boolean {
  return !SPECIAL.test(pattern);
}

/** Whether a trigger's `branches` or `branches-ignore` lets a branch through; null where a pattern is too special to tell. */
export function admitsBranch(trigger: Trigger, branch: string): boolean | null {
  const wanted = triggerFilter(trigger, "branches")?.map(({ value }) => value) ?? null;
  if (wanted) return wanted.length === 0 ? null : lastWord(wanted, branch, false);
  const ignored = triggerFilter(trigger, "branches-ignore")?.map(({ value }) => value) ?? null;
  const isIgnored = ignored ? lastWord(ignored, branch, false) : false;
  return isIgnored === null ? null : !isIgnored;
}

/** The last pattern that fits decides; `!` in front turns it around. */
function lastWord(patterns: readonly string[], branch: string, otherwise: boolean): boolean | null {
  let answer = otherwise;
  for (const pattern of patterns) {
    const isNegative = pattern.startsWith("!");
    const fits = fitsPattern(isNegative ? pattern.slice(1) : pattern, branch);
    if (fits === null) return null;
    if (fits) answer = !isNegative;
  }
  return answer;
}

/** `*` stands for anything but a slash, `**` for anything. Other special characters are left alone: null. */
function fitsPattern(pattern: string, branch: string): boolean | null {
  if (isBranchName(pattern)) return pattern === branch;
  if (/[?+[\]!\\]/.test(pattern) || pattern.length > 200 || pattern.split("*").length > 8) return null;
  const parts = pattern.split(/(\*+)/).map((part) => {
    if (!part.startsWith("*")) return part.replaceAll(/[.^$(){}|/-]/g, "\\$&");
    return part.length > 1 ? ".*" : "[^/]*";
  });
  return new RegExp(`^${parts.join("")}$`).test(branch);
}
