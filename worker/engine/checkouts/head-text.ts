/** Whether a text names the head of a pull request: its commit, its branch or the repository it comes from. */
import { findExpressions } from "../expressions/find.ts";
import { parseExpression } from "../expressions/parse.ts";
import { type Reference, referencesOf } from "../expressions/references.ts";
import { entryText, findEntry, type StepPlace } from "../model/workflow.ts";

export interface HeadQuestion {
  readonly place: StepPlace;
  /** The event under which the text is read. */
  readonly event: string;
}

const PULL_REQUEST_HEAD = /^github\.event\.pull_request\.(?:head(?:\.|$)|merge_commit_sha$)/;
const RUN_HEAD =
  /^github\.event\.workflow_run\.(?:head_(?:sha|branch|commit|repository)(?:\.|$)|pull_requests\.\*\.head\.)/;
/** Outputs that pass the head on are nearly always called so: `head_sha`, `head-ref`, `pr_head_ref`. */
const OUTPUT_HEAD = /^(?:steps|needs)\.[^.]+\.outputs\.(?:\w+[-_])?head[-_]?(?:sha|ref|branch|commit)$/;
const PULL_REF = /(?:^|[\s'"+:/])pull\/\S/;
const VARIABLE = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*)|env:(\w+))/g;
const MAX_DEPTH = 3;

/** True where an expression in the text, or a variable of `env:` that it names, is a pull request's head. */
export function namesHead(text: string, question: HeadQuestion, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const spans = findExpressions(text);
  const references = spans.flatMap(({ inner }) => {
    const parsed = parseExpression(inner);
    return parsed.ok ? referencesOf(parsed.expression).filter((reference) => reference.reachesResult) : [];
  });
  if (references.some((reference) => isHead(reference, question, depth))) return true;
  if (PULL_REF.test(text) && references.some((reference) => isNumber(reference, question))) return true;
  return false;
}

/** The same for a word of a script, where variables of the shell count too. */
export function wordNamesHead(word: string, question: HeadQuestion): boolean {
  if (word.includes("${{") && namesHead(word, question)) return true;
  if (!word.includes("$")) return false;
  return [...word.matchAll(VARIABLE)].some((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? "";
    if (name === "GITHUB_HEAD_REF") return question.event === "pull_request_target";
    const value = variable(name, question.place);
    return value !== null && namesHead(value, question, 1);
  });
}

function isHead({ path, written }: Reference, question: HeadQuestion, depth: number): boolean {
  const { event, place } = question;
  if (path === "github.head_ref" || PULL_REQUEST_HEAD.test(path)) return event === "pull_request_target";
  if (RUN_HEAD.test(path)) return event === "workflow_run";
  if (OUTPUT_HEAD.test(path) || isHeadOutput(written, place)) return true;
  const value = path.startsWith("env.") ? variable(written[1] ?? "", place) : null;
  return value !== null && namesHead(value, question, depth + 1);
}

const ASKS_HEAD = /\bhead(?:\.|_|\?\.|\['|\[")(?:sha|ref)|\bheadRef(?:Oid|Name)\b/;
const NAMES_COMMIT = /sha|ref|branch|commit|result/i;

/** An output of a script of the same job that asked GitHub for the head: `gh api … -q .head.sha`, `pr.data.head.ref`. */
function isHeadOutput([context, id, kind, name = ""]: readonly string[], { job }: StepPlace): boolean {
  if (context?.toLowerCase() !== "steps" || kind?.toLowerCase() !== "outputs" || !NAMES_COMMIT.test(name)) return false;
  const step = job?.steps.find((candidate) => candidate.id?.value === id);
  const isScript = step?.uses?.name === "actions/github-script";
  const text = step?.run?.value ?? (isScript && step ? (entryText(step.with, "script") ?? "") : "");
  if (!ASKS_HEAD.test(text)) return false;
  return text.includes(`${name}=`) || text.includes(`'${name}'`) || text.includes(`"${name}"`) || name === "result";
}

/** `refs/pull/${{ … }}/merge`: the number is the event's own, or one that somebody looked up. */
function isNumber({ path }: Reference, { event }: HeadQuestion): boolean {
  if (path === "github.event.pull_request.number" || path === "github.event.number")
    return event === "pull_request_target";
  if (path === "github.event.issue.number") return event === "issue_comment";
  return !path.startsWith("github.event.") || (event === "workflow_run" && path.includes("pull_requests"));
}

function variable(name: string, { document, job, step }: StepPlace): string | null {
  const levels = [step.env, job?.env ?? [], document.kind === "workflow" ? document.env : []];
  for (const entries of levels) {
    const entry = findEntry(entries, name);
    if (entry) return entry.value?.value ?? null;
  }
  return null;
}
