import type { Change } from "../../../expressions/edit-scalar.ts";

/** A deprecated command in a script. Offsets are of the script's text. */
export interface Occurrence {
  readonly command: CommandName;
  /** The `::name …::` itself. */
  readonly start: number;
  readonly end: number;
  /** What to change, or why we do not. */
  readonly rewrite: readonly Change[] | { readonly abstain: string };
}

export type CommandName = "set-output" | "save-state" | "set-env" | "add-path";

/** The file that takes the command's place. Source: GitHub Docs, "Workflow commands", "Environment files". */
export const FILES: Readonly<Record<CommandName, string>> = {
  "set-output": "GITHUB_OUTPUT",
  "save-state": "GITHUB_STATE",
  "set-env": "GITHUB_ENV",
  "add-path": "GITHUB_PATH",
};

const MARK =
  /(?<quote>["']?)(?<mark>::(?:(?<named>set-output|save-state|set-env)[ \t]+name=(?<name>(?:\$\{\{[^}'"]*\}\}|\$(?!\{\{)|[^\s:'",$])+)::|(?<path>add-path)::))/iy;

export interface Mark {
  readonly command: CommandName;
  readonly start: number;
  readonly end: number;
  /** What stands in front of the value in the file: `name=`, or nothing for a path. */
  readonly prefix: string;
}

/** The command that starts at `at`, perhaps behind a quote: the runner reads commands at the start of a line only. */
export function markAt(text: string, at: number): Mark | null {
  MARK.lastIndex = at;
  const groups = MARK.exec(text)?.groups;
  const command = (groups?.named ?? groups?.path)?.toLowerCase();
  if (!groups || !isCommandName(command)) return null;
  const start = at + (groups.quote ?? "").length;
  const prefix = command === "add-path" ? "" : `${groups.name}=`;
  return { command, start, end: start + (groups.mark ?? "").length, prefix };
}

function isCommandName(text: string | undefined): text is CommandName {
  return text !== undefined && Object.hasOwn(FILES, text);
}

/** Values were encoded for the old command; in a file the codes would stay as they are. */
export function usesEncodedBreaks(script: string): boolean {
  return /%0[AaDd]|%25/.test(script);
}
