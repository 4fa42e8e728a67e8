import { scanBash } from "../../../shell/bash.ts";
import { launchedProgram } from "../../../shell/launched.ts";
import { programName } from "../../../shell/program-name.ts";
import type { Command, Word } from "../../../shell/script.ts";
import { keyOf, plainCommands } from "./commands.ts";

/** A variable that a repair adds, and the expression that it holds, `${{` and `}}` left out. */
export interface MovedExpression {
  readonly name: string;
  readonly inner: string;
}

const NAME = /^[A-Z][A-Z0-9_]{1,60}$/;

/** The one expression that a value is; null for any other text. */
export function wholeExpression(value: unknown): string | null {
  const inner = typeof value === "string" ? /^\s*\$\{\{([^{}]*)\}\}\s*$/.exec(value)?.[1] : undefined;
  return inner === undefined ? null : inner.trim();
}

/**
 * True when the new script is the old one with expressions taken out of it: each stands as a variable where it stood as an
 * expression, and nothing else changes but the quotes around.
 */
export function takesExpressionsOut(before: string, after: string, moved: readonly MovedExpression[]): boolean {
  if (moved.length === 0 || moved.some(({ name, inner }) => !NAME.test(name) || !holds(before, inner))) return false;
  const back = moved.reduce((text, { name, inner }) => text.replaceAll(readsOf(name), () => `\${{ ${inner} }}`), after);
  if (plainCommands(before) === null || plainCommands(after) === null) {
    return !EVALUATES.test(before) && sameText(before, back);
  }
  const isRead = moved.every(({ name }) => scanBash(after).commands.every((command) => readsAsText(command, name)));
  return (
    (isRead && sameCommands(before, back)) ||
    (!LIKE_BASH.test(before) && !EVALUATES.test(before) && sameText(before, back))
  );
}

/** What makes code of a text, in whatever language. */
const EVALUATES =
  /\b(?:eval|exec\w*|Function|iex|Invoke-\w+|system|spawn\w*|popen|subprocess|vm|bash|sh|zsh|pwsh|cmd|ssh|python\d?|perl|ruby|sudo|xargs)\b/;
/** JavaScript and PowerShell say what they are; anything else is judged as a shell script. */
const LIKE_BASH = /^(?![\s\S]*(?:\bconst |\blet |\bawait |=>|\bimport |Write-\w+|\$env:))/;
const EVALUATORS = new Set(
  "eval bash sh zsh dash ksh source . ssh xargs python python3 node perl ruby php awk gawk sed find exec trap sudo su env parallel docker jq".split(
    " ",
  ),
);

/** The variable stands in double quotes, and no program takes it for code. */
function readsAsText(command: Command, name: string): boolean {
  const reads = ({ text }: Word) => new RegExp(`\\$\\{?${name}(?!\\w)`).test(text);
  const isText = ({ isQuoted, isStatic }: Word) => isQuoted && !isStatic;
  const found = command.words.filter(reads);
  const isAlone = command.words[0] !== undefined && reads(command.words[0]);
  const program = programName(command.words[0]?.text ?? "");
  const isCode = EVALUATORS.has(program) || EVALUATORS.has(launchedProgram(command));
  return found.length === 0 || (found.every(isText) && !isAlone && !isCode);
}

function holds(script: string, inner: string): boolean {
  return [...script.matchAll(/\$\{\{\s*([^{}]*?)\s*\}\}/g)].some(([, found]) => found === inner);
}

/** How shells and languages read a variable. */
function readsOf(name: string): RegExp {
  return new RegExp(
    `\\$\\{${name}\\}|\\$${name}(?!\\w)|\\$env:${name}(?!\\w)|%${name}%|process\\.env\\.${name}(?!\\w)|os\\.environ\\[["']${name}["']\\]`,
    "g",
  );
}

function sameCommands(before: string, after: string): boolean {
  const [old, now] = [plainCommands(before), plainCommands(after)];
  return old !== null && now !== null && keyOf(old) === keyOf(now);
}

/** For languages that are not scanned: equal but for quotes right beside expressions and their blanks. */
function sameText(before: string, after: string): boolean {
  const plain = (text: string) => text.replaceAll(/["'`]?\$\{\{\s*([^{}]*?)\s*\}\}["'`]?/g, "<$1>");
  return plain(before) === plain(after);
}
