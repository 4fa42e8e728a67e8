import { memo } from "../../../memo.ts";
import { launchedProgram, launchedWords } from "../../../shell/launched.ts";
import type { Command, Word } from "../../../shell/script.ts";

/** What an interpreter executes: its standard input, a file, or a text among its arguments. */
export type Executed = { readonly kind: "input" } | { readonly kind: "file" | "code"; readonly word: Word };

interface Interpreter {
  /** Options whose next word is the program's text. */
  readonly code: RegExp;
  /** Words that ask for the standard input. */
  readonly input: RegExp;
  /** Options whose next word is the program's file. */
  readonly file: RegExp;
  /** Options whose next word is their value. */
  readonly takesValue: RegExp;
  /** Options with which nothing is executed from input or files. */
  readonly other: RegExp;
}

const INPUT = /^(?:-|\/dev\/stdin|\/proc\/self\/fd\/0)$/;
const END_OF_OPTIONS = /^--$/;
const NEVER = /^$/;
const SHELL: Interpreter = {
  code: /^-[a-zA-Z]*c$/,
  input: /^(?:-|-[a-zA-Z]*s|\/dev\/stdin|\/proc\/self\/fd\/0)$/,
  file: END_OF_OPTIONS,
  takesValue: /^(?:[-+][oO]|-[a-z]+o|--rcfile|--init-file)$/,
  other: /^--(?:version|help)$/,
};
const PYTHON: Interpreter = {
  code: /^-[a-zA-Z]*c$/,
  input: INPUT,
  file: END_OF_OPTIONS,
  takesValue: /^-[WX]$/,
  other: /^(?:-[a-zA-Z]*m|-V|--version)$/,
};
const PERL: Interpreter = {
  code: /^-[a-zA-Z0-9]*[eE]$/,
  input: INPUT,
  file: END_OF_OPTIONS,
  takesValue: NEVER,
  other: /^(?:-[vV]|-[a-zA-Z]*[np][a-zA-Z]*)$/,
};
const RUBY: Interpreter = {
  code: /^-[a-zA-Z]*e$/,
  input: INPUT,
  file: END_OF_OPTIONS,
  takesValue: /^-[rIC]$/,
  other: /^(?:-v|--version)$/,
};
const NODE: Interpreter = {
  code: /^(?:-[pe]+|--eval|--print)$/,
  input: INPUT,
  file: END_OF_OPTIONS,
  takesValue: /^(?:-r|--require|--import|--loader|--env-file)$/,
  other: /^(?:-v|--version|--test)$/,
};
/** Behind `--` stand arguments of the script that comes in. */
const PHP: Interpreter = {
  code: /^-[a-zA-Z]*r$/,
  input: /^(?:--?|\/dev\/stdin)$/,
  file: /^-f$/,
  takesValue: /^-[dc]$/,
  other: /^(?:-[vmi]|--version)$/,
};
/** By the interpreters' manuals: what is read when neither a file nor a text is named is the standard input. */
const INTERPRETERS: ReadonlyMap<string, Interpreter> = new Map<string, Interpreter>([
  ...["sh", "bash", "zsh", "dash", "ksh", "ash", "fish"].map((name): [string, Interpreter] => [name, SHELL]),
  ...["python", "python2", "python3"].map((name): [string, Interpreter] => [name, PYTHON]),
  ["perl", PERL],
  ["ruby", RUBY],
  ["node", NODE],
  ["php", PHP],
]);

/** What a command executes as an interpreter; null for another program, and for one that only reads its input. */
export const executedBy = memo((command: Command): Executed | null => {
  const program = launchedProgram(command);
  const words = launchedWords(command).slice(1);
  if (program === "source" || program === ".") return words[0] ? { kind: "file", word: words[0] } : null;
  if (program === "eval") return words[0] ? { kind: "code", word: words[0] } : null;
  const interpreter = INTERPRETERS.get(program);
  return interpreter ? readArguments(interpreter, words) : null;
});

function readArguments(interpreter: Interpreter, words: readonly Word[]): Executed | null {
  for (let at = 0; at < words.length; at += 1) {
    const text = words[at]?.text ?? "";
    if (interpreter.takesValue.test(text)) at += 1;
    else if (decides(interpreter, text)) return decided(interpreter, words.slice(at));
  }
  return { kind: "input" };
}

function decides({ code, input, file, other }: Interpreter, text: string): boolean {
  return !/^[-+]/.test(text) || [code, input, file, other].some((pattern) => pattern.test(text));
}

function decided({ code, input, file, other }: Interpreter, [word, next]: readonly Word[]): Executed | null {
  const text = word?.text ?? "";
  if (other.test(text)) return null;
  if (input.test(text)) return { kind: "input" };
  if (code.test(text)) return next ? { kind: "code", word: next } : null;
  const named = file.test(text) ? next : word;
  return named ? { kind: "file", word: named } : { kind: "input" };
}
