import type { JobWhen } from "../../pipeline.ts";
import { bareCondition } from "./notes.ts";

export interface ReadCondition {
  readonly when: JobWhen;
  /** Name of the filter in the job of changed paths that decides; null for none. */
  readonly filter: string | null;
  /** What is not understood of it; null when all is. */
  readonly rest: string | null;
}

const FILTER = /^needs\.[\w-]+\.outputs\.([\w-]+) == 'true'$/;
const EVENT_ONLY = /^github\.event_name [!=]= '(?:push|pull_request|schedule|workflow_dispatch)'$/;
/** Always true of a job that runs after its needs. */
const EMPTY = /^(?:success\(\)|true|!cancelled\(\))$/;

/** What a job's `if` means in the words of a pipeline. `branch` is the default branch. */
export function readCondition(text: string | null, branch: string): ReadCondition {
  const condition = text === null ? "" : bareCondition(text);
  const parts = condition.split(" && ").map(withoutBrackets);
  const when = parts.map((part) => whenOf(part, branch)).find((found) => found !== null) ?? null;
  const filter = parts.map(filterName).find((found) => found !== null) ?? null;
  const rest = parts.filter((part) => !isUnderstood(part, branch));
  const isPush = when === null && filter === null && parts.includes("github.event_name == 'push'");
  return {
    when: when ?? (isPush ? "default_branch" : "always"),
    filter,
    rest: rest.length > 0 ? condition : null,
  };
}

function isUnderstood(part: string, branch: string): boolean {
  const isEmpty = part === "" || EMPTY.test(part) || EVENT_ONLY.test(part);
  return isEmpty || whenOf(part, branch) !== null || filterName(part) !== null;
}

function withoutBrackets(text: string): string {
  const trimmed = text.trim();
  return /^\([^()]*\)$/.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed;
}

function whenOf(part: string, branch: string): JobWhen | null {
  if (part === "github.event_name == 'pull_request'") return "pull_request";
  if (/^startsWith\(github\.ref, ?'refs\/tags\/[^']*'\)$/.test(part) || part === "github.ref_type == 'tag'")
    return "tag";
  const escaped = branch.replaceAll("'", "''");
  const onBranch = [`github.ref == 'refs/heads/${escaped}'`, `github.ref_name == '${escaped}'`];
  return onBranch.includes(part) ? "default_branch" : null;
}

/** `github.event_name != 'pull_request' || needs.changes.outputs.web == 'true'`, or its second half alone. */
function filterName(part: string): string | null {
  const asked = part.split(" || ").map((text) => text.trim());
  const filter = asked.map((text) => FILTER.exec(text)?.[1]).find((name) => name !== undefined) ?? null;
  return asked.every((text) => FILTER.test(text) || EVENT_ONLY.test(text)) ? filter : null;
}
