/** How the expressions of a PowerShell script are quoted. Grammar: "about_Quoting_Rules" and "about_Comments". Linear; never throws. */
import { type ExpressionSpan, findExpressions } from "../expressions/find.ts";

type PowershellQuoting = "double" | "single" | "unquoted" | "comment";

export interface PowershellPlace {
  readonly span: ExpressionSpan;
  readonly quoting: PowershellQuoting;
}

type State = PowershellQuoting | "here_double" | "here_single" | "block_comment";

const OPENERS: readonly (readonly [string, State])[] = [
  ['@"', "here_double"],
  ["@'", "here_single"],
  ["<#", "block_comment"],
  ['"', "double"],
  ["'", "single"],
  ["#", "comment"],
];
const CLOSERS: Readonly<Partial<Record<State, string>>> = {
  here_double: '\n"@',
  here_single: "\n'@",
  block_comment: "#>",
  double: '"',
  single: "'",
  comment: "\n",
};
const REPORTED: Readonly<Partial<Record<State, PowershellQuoting>>> = {
  here_double: "double",
  here_single: "single",
  block_comment: "comment",
};

/** Every expression of the text, in order. */
export function powershellPlaces(text: string): PowershellPlace[] {
  const atoms = new Map(findExpressions(text).map((span) => [span.start, span]));
  const places: PowershellPlace[] = [];
  let state: State = "unquoted";
  for (let at = 0; at < text.length; ) {
    const span = atoms.get(at);
    if (span !== undefined) {
      places.push({ span, quoting: REPORTED[state] ?? (state as PowershellQuoting) });
      at = span.end;
    } else {
      const step = advance(text, at, state);
      state = step.state;
      at += atoms.has(at + 1) ? 1 : step.length;
    }
  }
  return places;
}

function advance(text: string, at: number, state: State): { state: State; length: number } {
  const isEscape = text[at] === "`" && (state === "unquoted" || state === "double");
  if (isEscape) return { state, length: 2 };
  if (state === "unquoted") return open(text, at);
  const closer = CLOSERS[state] ?? "";
  return text.startsWith(closer, at) ? { state: "unquoted", length: closer.length } : { state, length: 1 };
}

function open(text: string, at: number): { state: State; length: number } {
  const found = OPENERS.find(([opener]) => text.startsWith(opener, at));
  // `a#b` is one word.
  if (found === undefined || (found[0] === "#" && /\S/.test(text[at - 1] ?? " ")))
    return { state: "unquoted", length: 1 };
  return { state: found[1], length: found[0].length };
}
