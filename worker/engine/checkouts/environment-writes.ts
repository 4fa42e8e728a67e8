/** What a script writes to the files that set variables, paths and outputs for the steps behind it. */
import { memo } from "../memo.ts";
import type { Command, ShellScript } from "../shell/script.ts";

interface EnvironmentWrite {
  /** The file's variable, for example `GITHUB_ENV`. */
  readonly file: string;
  /** The commands whose output is written. */
  readonly writers: readonly Command[];
}

const FILE = /\bGITHUB_(?:ENV|PATH)\b/;
const OUTPUT_FILE = /\bGITHUB_OUTPUT\b/;
const PRINTERS = new Set(["echo", "printf", "cat"]);

export const environmentWrites = memo((script: ShellScript) => writesTo(script, FILE));

/** The commands whose output goes to `GITHUB_OUTPUT`, in order. */
export const outputWriters = memo((script: ShellScript): readonly Command[] =>
  writesTo(script, OUTPUT_FILE).flatMap(({ writers }) => writers),
);

/** Redirections, pipes into `tee`, and groups in braces with a redirection behind them. */
function writesTo(script: ShellScript, wanted: RegExp): readonly EnvironmentWrite[] {
  return script.commands.flatMap((command, index) => {
    const redirected = command.redirects.find(
      ({ operator, target }) => operator.startsWith(">") && wanted.test(target.text),
    );
    const file = wanted.exec(redirected?.target.text ?? "")?.[0];
    if (file !== undefined)
      return [{ file, writers: command.words.length > 0 ? [command] : groupBefore(script, index) }];
    const tee = command.words[0]?.text === "tee" ? command.words.find(({ text }) => wanted.test(text)) : undefined;
    const target = wanted.exec(tee?.text ?? "")?.[0];
    return target === undefined ? [] : [{ file: target, writers: pipelineBefore(script, index) }];
  });
}

/** The printing commands in front of the end of a group, back to one that does something else. */
function groupBefore({ commands }: ShellScript, end: number): Command[] {
  const outer = commands.slice(0, end).filter(({ parent }) => parent === null);
  const start = outer.findLastIndex(
    ({ words, redirects }) =>
      !PRINTERS.has(words[0]?.text ?? "") || redirects.some(({ operator }) => operator !== "<<"),
  );
  return outer.slice(start + 1);
}

function pipelineBefore({ commands }: ShellScript, end: number): Command[] {
  const found: Command[] = [];
  for (let at = end - 1; at >= 0; at -= 1) {
    const command = commands[at];
    if (!command) break;
    if (command.parent !== null) continue;
    if (command.following !== "|" && command.following !== "|&") break;
    found.unshift(command);
  }
  return found;
}

const READERS = new Set(["awk", "cat", "cut", "grep", "head", "jq", "sed", "tail", "tr", "yq"]);

/** True where a command, or one in a substitution of it, passes on the content of a file, perhaps by a variable. */
export function readsFile(command: Command, script: ShellScript): boolean {
  const inside = script.commands.filter((other) => isWithin(other, command));
  if ([command, ...inside].some(isReader)) return true;
  const names = [command, ...inside].flatMap(({ words }) => words.flatMap(({ text }) => variablesIn(text)));
  return names.length > 0 && variablesOfFiles(script).some((name) => names.includes(name));
}

function isReader({ words, redirects }: Command): boolean {
  const [program, ...args] = words.map(({ text }) => text);
  if (redirects.some(({ operator }) => operator === "<")) return true;
  if (program === undefined || !READERS.has(program)) return false;
  const plain = args.filter((arg) => !arg.startsWith("-"));
  return plain.length >= (program === "cat" || program === "head" || program === "tail" ? 1 : 2);
}

function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? "");
}

/** Variables that a script fills with the content of a file: `name=$(cat file)`, `read name < file`. */
const variablesOfFiles = memo((script: ShellScript): readonly string[] =>
  script.commands.flatMap((command) => {
    const { words, assignments, redirects } = command;
    const isRead = words[0]?.text === "read" && redirects.some(({ operator }) => operator === "<");
    const read = isRead ? words.slice(1).map(({ text }) => text) : [];
    if (assignments.length === 0) return read;
    const isFilled = script.commands.some((other) => isWithin(other, command) && isReader(other));
    return isFilled ? [...read, ...assignments.map(({ name }) => name)] : read;
  }),
);

function isWithin(command: Command, outer: Command): boolean {
  for (let parent = command.parent; parent !== null; parent = parent.parent) if (parent === outer) return true;
  return false;
}
