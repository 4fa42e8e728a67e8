import { scanBash } from "../../../shell/bash.ts";
import type { Command, ShellScript, Word } from "../../../shell/script.ts";
import { mayPrintLines } from "./may-print-lines.ts";
import { FILES, type Mark, markAt, type Occurrence, usesEncodedBreaks } from "./workflow-command.ts";

/** Deprecated commands that `echo` or `printf` of a bash or sh script writes to the log. */
export function findInBash(text: string): Occurrence[] {
  if (!text.includes("::")) return [];
  const script = scanBash(text);
  const facts = factsOf(text, script);
  return script.commands.flatMap((command) => occurrenceOf(facts, command) ?? []);
}

/** What is asked of a script again and again. */
interface Facts {
  readonly text: string;
  readonly isComplete: boolean;
  readonly isEncoded: boolean;
  /** Commands by the command that holds them in a substitution. */
  readonly inside: ReadonlyMap<Command, readonly Command[]>;
  /** Commands by the variable that they set. */
  readonly setters: ReadonlyMap<string, readonly Command[]>;
}

function factsOf(text: string, script: ShellScript): Facts {
  const inside = new Map<Command, Command[]>();
  const setters = new Map<string, Command[]>();
  for (const command of script.commands) {
    if (command.parent !== null) add(inside, command.parent, command);
    for (const { name } of command.assignments) add(setters, name, command);
  }
  return { text, isComplete: script.isComplete, isEncoded: usesEncodedBreaks(text), inside, setters };
}

function add<Key>(lists: Map<Key, Command[]>, key: Key, command: Command): void {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  list.push(command);
}

function occurrenceOf(facts: Facts, command: Command): Occurrence | null {
  const program = command.words[0]?.text ?? "";
  const payload = command.words.slice(1).find((word) => !/^-[neE]+$/.test(word.text));
  if (!["echo", "printf"].includes(program) || payload === undefined || !reachesLog(command)) return null;
  const mark = markAt(facts.text, payload.start);
  return mark === null ? null : { ...mark, rewrite: rewrite(facts, command, mark) };
}

/** Captured, piped or redirected text never reaches the runner. */
function reachesLog(command: Command): boolean {
  const isPiped = command.following === "|" || command.following === "|&";
  const goesElsewhere = command.redirects.some(
    ({ operator, descriptor }) => />/.test(operator) && descriptor !== "2" && operator !== ">&",
  );
  return command.parent === null && !isPiped && !goesElsewhere;
}

function rewrite(facts: Facts, command: Command, mark: Mark): Occurrence["rewrite"] {
  const reason = reasonAgainst(facts, command);
  if (reason !== null) return { abstain: reason };
  const end = command.words.at(-1)?.end ?? command.end;
  return [
    { start: mark.start, end: mark.end, text: mark.prefix },
    { start: end, end, text: ` >> "$${FILES[mark.command]}"` },
  ];
}

function reasonAgainst(facts: Facts, command: Command): string | null {
  const source = facts.text.slice(command.start, command.end);
  if (!facts.isComplete) return "The script has a quote or bracket that is never closed; rewrite the command by hand.";
  if (command.redirects.length > 0) return "The command redirects its output; rewrite it by hand.";
  if (source.includes("\n") || (command.words[0]?.text === "echo" && /\\n/.test(source))) return SEVERAL_LINES;
  if (facts.isEncoded) return "The script encodes line breaks for the old command; use a here-document instead.";
  if (!endsLine(command)) return "The command writes no line break at its end; rewrite it by hand.";
  return mayHoldLines(facts, command) ? SEVERAL_LINES : null;
}

const SEVERAL_LINES =
  "The value may have several lines, which need a here-document with a random delimiter; write that by hand.";

function endsLine(command: Command): boolean {
  const [program, ...rest] = command.words;
  if (program?.text === "printf") return rest[0]?.text.endsWith("\\n") ?? false;
  return !rest.some((word) => /^-[eE]*n/.test(word.text));
}

/** True when a substitution in the value, or in the assignment of a variable in it, may print several lines. */
function mayHoldLines({ inside, setters }: Facts, command: Command): boolean {
  const names = new Set(command.words.flatMap((word) => variablesOf(word)));
  const sources = [command, ...[...names].flatMap((name) => setters.get(name)?.slice(0, MAX_SETTERS) ?? [])];
  return sources.some((source) => mayPrintLines(inside.get(source) ?? []));
}

/** Enough for any real script. */
const MAX_SETTERS = 50;

function variablesOf(word: Word): string[] {
  return [...word.text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? "");
}
