import type { Command } from "../../../shell/script.ts";

type Test = (args: readonly string[]) => boolean;

const always: Test = () => true;
const hasNoFlag =
  (pattern: RegExp): Test =>
  (args) =>
    !args.some((word) => pattern.test(word));
const ONE_LINE_GIT = new Set([
  "config",
  "describe",
  "hash-object",
  "merge-base",
  "rev-list",
  "rev-parse",
  "symbolic-ref",
]);

/** Programs whose output often has several lines: the old command took the first of them, a file takes none. */
const SOURCES: Readonly<Record<string, Test>> = {
  cat: always,
  curl: always,
  find: always,
  git: (args) => !ONE_LINE_GIT.has(args[0] ?? "") && hasNoFlag(/^-(?:1|n1)$/)(args),
  grep: hasNoFlag(/^-(?:\w*c|m1?|\w*q)/),
  jq: (args) => hasNoFlag(/^-\w*[cr]/)(args) || args.some((word) => word.includes("[]")),
  ls: always,
  yq: (args) => args.some((word) => word.includes("[]")),
};

/** Programs that print about as many lines as they read. */
const FILTERS: Readonly<Record<string, Test>> = {
  awk: always,
  cut: always,
  grep: hasNoFlag(/^-(?:\w*c|m1?)/),
  head: hasNoFlag(/^-(?:n?1|n)$/),
  sed: always,
  sort: always,
  tail: hasNoFlag(/^-(?:n?1|n)$/),
  tee: always,
  tr: hasNoFlag(/\\n/),
  uniq: always,
};

/** True when the last program of one of these pipelines may print several lines. */
export function mayPrintLines(commands: readonly Command[]): boolean {
  let several = false;
  for (const command of commands) {
    several = printsLines(command, several);
    if (several && command.following !== "|") return true;
  }
  return false;
}

/** `jq` and `yq` make their own lines behind a pipe too; any other program there prints lines only if it is a filter of lines. */
function printsLines({ words, connector }: Command, readsLines: boolean): boolean {
  const [program = "", ...args] = words.map((word) => word.text);
  const isSource = SOURCES[program]?.(args) ?? false;
  if (connector !== "|") return isSource;
  if (program === "jq" || program === "yq") return isSource;
  return readsLines && (FILTERS[program]?.(args) ?? false);
}
