/** What the scanners of this folder say about a script. Offsets are UTF-16 units of the script's text. */
import type { ExpressionSpan } from "../expressions/find.ts";

export interface Word {
  readonly start: number;
  readonly end: number;
  /** The text without quotes and escapes; variables, substitutions and `${{ }}` stand in it as written. */
  readonly text: string;
  /** True when the shell would change nothing in `text`: no variable, substitution, expression or pattern. */
  readonly isStatic: boolean;
  readonly isQuoted: boolean;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export interface Redirect {
  /** Without the file descriptor: `>`, `>>`, `<`, `<<`, `<<-`, `<<<`, `>&`, `&>`… */
  readonly operator: string;
  readonly descriptor: string;
  readonly target: Word;
  readonly start: number;
  readonly end: number;
  /** True for a here-document whose marker is quoted: nothing is expanded in it. */
  readonly isLiteral: boolean;
}

/** What stands in front of a command: how its run depends on the command before. */
export type Connector = "" | "\n" | ";" | "&" | "&&" | "||" | "|" | "|&";

export interface Command {
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
  readonly assignments: readonly Assignment[];
  readonly redirects: readonly Redirect[];
  readonly connector: Connector;
  /** The operator behind it; `""` at the end of the text. */
  readonly following: Connector;
  /** Ids of the subshells around it, outermost first: what one changes (`cd`) ends with it. */
  readonly subshells: readonly number[];
  /** The command whose words hold this one in a substitution. */
  readonly parent: Command | null;
  /** Words such as `if`, `while`, `!`, `then` in front of the command. */
  readonly keywords: readonly string[];
}

export type Quoting =
  | "unquoted"
  | "double"
  | "single"
  /** `$'…'`. */
  | "ansi_c"
  | "heredoc"
  | "heredoc_quoted"
  | "comment"
  /** Inside `$(( ))`, `(( ))` or `${ }`: the text is evaluated again. */
  | "evaluated"
  /** The scanner does not know. */
  | "unknown";

/** Where a `${{ }}` of the script stands. */
export interface ExpressionPlace {
  readonly span: ExpressionSpan;
  readonly quoting: Quoting;
  readonly command: Command | null;
  /** The word it stands in, while it is one. */
  readonly word: { readonly start: number; readonly end: number } | null;
}

export interface ShellScript {
  readonly commands: readonly Command[];
  /** Every expression of the text, in order. */
  readonly places: readonly ExpressionPlace[];
  /** False where a quote, bracket or here-document is never closed, or the nesting is too deep: trust little of it. */
  readonly isComplete: boolean;
}
