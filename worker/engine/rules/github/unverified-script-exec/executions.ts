import { launchedProgram, launchedWords } from "../../../shell/launched.ts";
import { type Pipeline, pipelinesOf } from "../../../shell/pipelines.ts";
import type { Command, ShellScript, Word } from "../../../shell/script.ts";
import { type Download, downloadOf, filesOf } from "./downloads.ts";
import { executedBy } from "./interpreters.ts";
import { verifiesSomething } from "./verifications.ts";

/** The downloads of a script whose content it executes unseen, in order. */
export function unverifiedDownloads(script: ShellScript): Download[] {
  const later: Download[] = [];
  const found = pipelinesOf(script).flatMap((pipeline) =>
    pipeline.flatMap((command) => {
      const download = downloadOf(command);
      if (!download) return [];
      if (isPiped(pipeline, command) || isSubstituted(command)) return [download];
      if (!isRunLater(script, filesOf(download, pipeline), command)) return [];
      later.push(download);
      return [download];
    }),
  );
  return later.length > 0 && verifiesSomething(script) ? found.filter((one) => !later.includes(one)) : found;
}

function isPiped(pipeline: Pipeline, download: Command): boolean {
  const behind = pipeline.slice(pipeline.indexOf(download) + 1);
  return behind.some((command) => executedBy(command)?.kind === "input");
}

/** `bash <(curl …)`, `sh -c "$(curl …)"`, `eval "$(curl …)"`, `bash < <(curl …)`. */
function isSubstituted({ start, parent }: Command): boolean {
  const executed = parent === null ? null : executedBy(parent);
  if (parent === null || executed === null) return false;
  const holds = (word: Word) => word.start <= start && start < word.end;
  if (executed.kind === "input") {
    return parent.redirects.some(({ operator, target }) => /^<(?:<<)?$/.test(operator) && holds(target));
  }
  if (!holds(executed.word)) return false;
  // In the middle of a text the answer is an argument of something else.
  return executed.kind === "file" ? executed.word.text.startsWith("<(") : /^\s*(?:\$\(|`)/.test(executed.word.text);
}

/** A file that was written is later executed, or made executable. */
function isRunLater({ commands }: ShellScript, files: readonly string[], download: Command): boolean {
  if (files.length === 0) return false;
  const names = files.map(normalised);
  const isNamed = (text: string) => names.some((name) => isSameFile(name, normalised(text)));
  for (const command of commands) {
    if (command.start <= download.start) continue;
    if (runsFile(command, isNamed)) return true;
    const moved = movedTo(command, isNamed);
    if (moved !== null) names.push(normalised(moved));
  }
  return false;
}

function runsFile(command: Command, isNamed: (text: string) => boolean): boolean {
  const [first, ...others] = launchedWords(command).map(({ text }) => text);
  const program = launchedProgram(command);
  if (program === "chmod") return others.some(isExecutableMode) && others.some(isNamed);
  if (program === "install") return installsProgram(others) && others.some(isNamed);
  if (first?.includes("/") && isNamed(first)) return true;
  const executed = executedBy(command);
  return executed?.kind === "file" && isNamed(executed.word.text);
}

function isExecutableMode(word: string): boolean {
  return /^(?:[ugoa]*[+=][rwXs]*x[rwxXst]*|[0-7]{0,3}[1357][0-7]{0,2})$/.test(word);
}

/** `install` makes files executable unless its mode says otherwise. */
function installsProgram(words: readonly string[]): boolean {
  if (words.some((word) => /^(?:-d|--directory)$/.test(word))) return false;
  const at = words.findIndex((word) => /^(?:-[a-zA-Z]*m|--mode)$/.test(word));
  const attached = words.find((word) => /^(?:-m\d|--mode=)/.test(word))?.replace(/^(?:-m|--mode=)/, "");
  const mode = at === -1 ? attached : words[at + 1];
  return mode === undefined || isExecutableMode(mode);
}

function movedTo(command: Command, isNamed: (text: string) => boolean): string | null {
  if (!/^(?:mv|cp)$/.test(launchedProgram(command))) return null;
  const operands = launchedWords(command)
    .slice(1)
    .map(({ text }) => text)
    .filter((word) => !word.startsWith("-"));
  const [from, to] = operands;
  if (operands.length !== 2 || from === undefined || to === undefined || !isNamed(from)) return null;
  return to.endsWith("/") ? to + nameOf(from) : to;
}

function normalised(file: string): string {
  return file.replace(/^(?:\.\/)+/, "").replaceAll(/\$\{(\w+)\}/g, "$$$1");
}

/** The same path, or the same name where one of them is relative to a folder that is not known. */
function isSameFile(one: string, other: string): boolean {
  if (one === other) return true;
  return one.includes("/") !== other.includes("/") && nameOf(one) === nameOf(other);
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
