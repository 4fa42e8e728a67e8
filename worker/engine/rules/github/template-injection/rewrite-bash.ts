import { scanBash } from "../../../shell/bash.ts";
import type { Command, ExpressionPlace } from "../../../shell/script.ts";
import { abstain, isWordList, type Rewrite, type Target } from "./rewrite.ts";

const ASSIGNMENT_WORD = /^[A-Za-z_]\w*\+?=/;

/** Replaces expressions of a bash or sh script by quoted variables. */
export function rewriteBash(text: string, targets: readonly Target[]): Rewrite {
  const script = scanBash(text);
  if (!script.isComplete) return abstain("The script has a quote or bracket that is never closed");
  const places = new Map(script.places.map((place) => [place.span.start, place]));
  const changes = [];
  for (const target of targets) {
    const place = places.get(target.span.start);
    const replaced = place === undefined ? abstain("The place is unclear") : replacement(text, place, target);
    if (typeof replaced !== "string") return replaced;
    changes.push({ start: target.span.start, end: target.span.end, text: replaced });
  }
  return changes;
}

function replacement(text: string, place: ExpressionPlace, target: Target): string | { readonly abstain: string } {
  const evaluator = place.command === null ? null : evaluatorOf(place.command);
  if (evaluator !== null) return abstain(`\`${evaluator}\` would still run the text as code`);
  const name = `\${${target.variable}}`;
  switch (place.quoting) {
    case "double":
    case "heredoc":
      return name;
    case "unquoted":
      return unquoted(text, place, target);
    case "single":
    case "ansi_c":
      return abstain("The text stands inside single quotes, where the shell expands no variable");
    case "heredoc_quoted":
      return abstain("The text stands in a here-document with a quoted marker, where the shell expands no variable");
    case "comment":
      return abstain("The text stands in a comment, which a line break in it would end");
    default:
      return abstain("The shell evaluates the text at this place");
  }
}

function unquoted(text: string, place: ExpressionPlace, target: Target): string | { readonly abstain: string } {
  const { command, word, span } = place;
  if (command === null || word === null) return abstain("The place is unclear");
  const role = roleOf(command, word);
  if (role === "program") return abstain("The text is the command itself");
  if (role === "list") return abstain("The loop wants several words");
  if (isWordList(target.label) || /\s/.test(target.preset))
    return abstain("The value may hold several words, which quotes would join");
  if (/[*?~[{$]/.test(target.preset))
    return abstain("The shell expands a pattern in the value, which quotes would stop");
  const quoted = `"\${${target.variable}}"`;
  const isWholeWord =
    word.start === span.start && text[span.end] !== undefined
      ? /[\s;&|)]/.test(text[span.end] ?? "")
      : word.start === span.start;
  const mayVanish = role === "argument" && isWholeWord && target.mayBeEmpty;
  return mayVanish ? `\${${target.variable}:+${quoted}}` : quoted;
}

type Role = "program" | "list" | "argument" | "value";

function roleOf(command: Command, word: { readonly start: number }): Role {
  const at = command.words.findIndex((candidate) => candidate.start === word.start);
  const program = command.words[0]?.text ?? "";
  if (at === 0) return "program";
  if (program === "for" || program === "select") return at > 1 ? "list" : "program";
  if (at === -1 || ["[", "[[", "test", "case", "echo", "printf", "export"].includes(program)) return "value";
  const isWrapped = command.words
    .slice(0, at)
    .every((before) => WRAPPERS.has(before.text) || ASSIGNMENT_WORD.test(before.text));
  return isWrapped ? "program" : "argument";
}

const WRAPPERS = new Set(["sudo", "env", "command", "exec", "time", "nohup", "xargs"]);

/** Programs that run an argument as code, by the option that says so; an empty list means any argument. */
const EVALUATORS: Readonly<Record<string, readonly string[]>> = {
  awk: [],
  bash: ["-c", "-lc", "-ec", "-xc", "-euc"],
  eval: [],
  gawk: [],
  jq: [],
  mongosh: ["--eval"],
  mysql: ["-e", "--execute"],
  node: ["-e", "-p", "--eval", "--print"],
  osascript: ["-e"],
  perl: ["-e", "-ne", "-pe", "-pie"],
  php: ["-r"],
  psql: ["-c", "--command"],
  python: ["-c"],
  python3: ["-c"],
  pwsh: ["-c", "-Command"],
  ruby: ["-e"],
  sed: [],
  sh: ["-c", "-lc", "-ec"],
  source: [],
  sqlite3: [],
  ssh: [],
  su: ["-c"],
  yq: [],
};
/** Read their standard input as code. */
const INTERPRETERS = new Set([
  "bash",
  "sh",
  "python",
  "python3",
  "node",
  "ruby",
  "perl",
  "php",
  "psql",
  "mysql",
  "sqlite3",
  "ssh",
  "osascript",
]);

/** The program around a place that would run its text again; null where there is none. */
function evaluatorOf(command: Command): string | null {
  const words = command.words.map((word) => word.text.split("/").at(-1) ?? "");
  const evaluator = words.find((_word, at) => evaluates(words, at));
  if (evaluator !== undefined) return evaluator;
  const [first = ""] = words;
  const readsText = command.redirects.some(({ operator }) => operator.startsWith("<<"));
  return readsText && INTERPRETERS.has(first) ? first : null;
}

function evaluates(words: readonly string[], at: number): boolean {
  const program = words[at] ?? "";
  const options = Object.hasOwn(EVALUATORS, program) ? EVALUATORS[program] : undefined;
  if (options === undefined) return false;
  if (options.length === 0) return at === 0 || WRAPPERS.has(words[at - 1] ?? "");
  return words.slice(at + 1).some((next) => options.includes(next));
}
