import { scanBash } from "../../../shell/bash.ts";
import type { Command, ShellScript, Word } from "../../../shell/script.ts";
import { mayPrintLines } from "./may-print-lines.ts";
import { FILES, type Mark, markAt, type Occurrence, usesEncodedBreaks } from "./workflow-command.ts";

/** Deprecated commands that `echo` or `printf` of a bash or sh script writes to the log. */
export function findInBash(text: string): Occurrence[] {
  if (!text.includes("::")) return [];
  const script = scanBash(text);
  return script.commands.flatMap((command) => occurrenceOf(text, script, command) ?? []);
}

function occurrenceOf(text: string, script: ShellScript, command: Command): Occurrence | null {
  const program = command.words[0]?.text ?? "";
  const payload = command.words.slice(1).find((word) => !/^-[neE]+$/.test(word.text));
  if (!["echo", "printf"].includes(program) || payload === undefined || !reachesLog(command)) return null;
  const mark = markAt(text, payload.start);
  return mark === null ? null : { ...mark, rewrite: rewrite({ text, script, command }, mark) };
}

/** Captured, piped or redirected text never reaches the runner. */
function reachesLog(command: Command): boolean {
  const isPiped = command.following === "|" || command.following === "|&";
  const goesElsewhere = command.redirects.some(
    ({ operator, descriptor }) => />/.test(operator) && descriptor !== "2" && operator !== ">&",
  );
  return command.parent === null && !isPiped && !goesElsewhere;
}

interface Place {
  readonly text: string;
  readonly script: ShellScript;
  readonly command: Command;
}

function rewrite(place: Place, mark: Mark): Occurrence["rewrite"] {
  const reason = reasonAgainst(place);
  if (reason !== null) return { abstain: reason };
  const { command } = place;
  const end = command.words.at(-1)?.end ?? command.end;
  return [
    { start: mark.start, end: mark.end, text: mark.prefix },
    { start: end, end, text: ` >> "$${FILES[mark.command]}"` },
  ];
}

function reasonAgainst({ text, script, command }: Place): string | null {
  const source = text.slice(command.start, command.end);
  if (!script.isComplete) return "The script has a quote or bracket that is never closed; rewrite the command by hand.";
  if (command.redirects.length > 0) return "The command redirects its output; rewrite it by hand.";
  if (source.includes("\n") || (command.words[0]?.text === "echo" && /\\n/.test(source))) return SEVERAL_LINES;
  if (usesEncodedBreaks(text))
    return "The script encodes line breaks for the old command; use a here-document instead.";
  if (!endsLine(command)) return "The command writes no line break at its end; rewrite it by hand.";
  return mayHoldLines(script, command) ? SEVERAL_LINES : null;
}

const SEVERAL_LINES =
  "The value may have several lines, which need a here-document with a random delimiter; write that by hand.";

function endsLine(command: Command): boolean {
  const [program, ...rest] = command.words;
  if (program?.text === "printf") return rest[0]?.text.endsWith("\\n") ?? false;
  return !rest.some((word) => /^-[eE]*n/.test(word.text));
}

/** True when a substitution in the value, or in the assignment of a variable in it, may print several lines. */
function mayHoldLines(script: ShellScript, command: Command): boolean {
  const names = new Set(command.words.flatMap((word) => variablesOf(word)));
  const sources = script.commands.filter((other) => other.assignments.some(({ name }) => names.has(name)));
  return [command, ...sources].some((source) => printsLines(script, source));
}

function variablesOf(word: Word): string[] {
  return [...word.text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? "");
}

function printsLines(script: ShellScript, parent: Command): boolean {
  return mayPrintLines(script.commands.filter((command) => command.parent === parent));
}
