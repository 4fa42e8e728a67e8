import type { Change } from "../../../expressions/edit-scalar.ts";
import type { ExpressionSpan } from "../../../expressions/find.ts";

/** One expression to take out of the code. */
export interface Target {
  readonly span: ExpressionSpan;
  /** The variable that holds its text. */
  readonly variable: string;
  /** True where the value may be empty, so that an unquoted word may vanish. */
  readonly mayBeEmpty: boolean;
  /** The name that the author gave it, for example `extra-args`. */
  readonly label: string;
  /** The value it usually has, where the file says so. */
  readonly preset: string;
}

export type Rewrite = readonly Change[] | { readonly abstain: string };

export function abstain(reason: string): { readonly abstain: string } {
  return { abstain: `${reason}; pass the text through \`env:\` by hand.` };
}

/** Names of values that hold several words on purpose: quoting them would make one word of them. */
export function isWordList(label: string): boolean {
  return /(?:^|[^a-z])(?:args?|arguments?|flags?|opts?|options|params?|parameters|commands?|cmds?|scripts?|packages|files|paths|patterns|targets|modules|projects|features|list|extras?|tests|platforms|globs?)$/i.test(
    label.replaceAll(/([a-z])([A-Z])/g, "$1-$2"),
  );
}
