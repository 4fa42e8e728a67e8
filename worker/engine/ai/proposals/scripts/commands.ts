import { scanBash } from "../../../shell/bash.ts";
import type { Command, ShellScript } from "../../../shell/script.ts";

/** A command as far as its meaning goes: quotes and line breaks of the source are gone. */
export interface PlainCommand {
  readonly words: readonly string[];
  readonly assignments: readonly string[];
  readonly redirects: readonly string[];
  /** `;` for a new line, a semicolon and the start; else the operator in front. */
  readonly connector: string;
  readonly keywords: readonly string[];
  /** Subshells, substitutions and the background: what it is in. */
  readonly place: string;
}

/** The commands of a script; null where the scanner does not understand all of it, or where a here-document feeds one. */
export function plainCommands(text: string): PlainCommand[] | null {
  const script = scanBash(text);
  const hasHeredoc = script.commands.some(({ redirects }) => redirects.some(({ operator }) => /^<<-?$/.test(operator)));
  return script.isComplete && !hasHeredoc ? script.commands.map((command) => toPlain(script, command)) : null;
}

function toPlain(script: ShellScript, command: Command): PlainCommand {
  const { words, assignments, redirects, connector, keywords, subshells, parent, following } = command;
  return {
    words: words.map(({ text }) => squeeze(text)),
    assignments: assignments.map(({ name, value }) => `${name}=${squeeze(value.text)}`),
    redirects: redirects.map(({ descriptor, operator, target }) => `${descriptor}${operator}${squeeze(target.text)}`),
    connector: connector === "" || connector === "\n" ? ";" : connector,
    keywords,
    place: `${subshells.length} ${parent ? script.commands.indexOf(parent) : ""} ${following === "&" ? "&" : ""}`,
  };
}

/** An expression's blanks do not count. */
function squeeze(text: string): string {
  return text.replaceAll(/\$\{\{\s*([^{}]*?)\s*\}\}/g, "${{ $1 }}");
}

/** True when both run the same commands, whatever their quotes, comments and layout. */
export function isSameScript(before: string, after: string): boolean {
  const [old, now] = [plainCommands(before), plainCommands(after)];
  return old !== null && now !== null && keyOf(old) === keyOf(now) && keepsLiterals(before, after);
}

export function keyOf(value: unknown): string {
  return JSON.stringify(value);
}

/** No variable that was expanded turns into text, no text into one, and none loses its quotes. */
function keepsLiterals(before: string, after: string): boolean {
  const wordsOf = (text: string) => scanBash(text).commands.flatMap(({ words }) => words);
  const now = wordsOf(after);
  return wordsOf(before).every(({ isStatic, isQuoted }, index) => {
    const other = now[index];
    return other !== undefined && other.isStatic === isStatic && (isStatic || !isQuoted || other.isQuoted);
  });
}
