import { launchedProgram, launchedWords } from "../../../shell/launched.ts";
import { type Pipeline, pipelinesOf } from "../../../shell/pipelines.ts";
import type { Command, ShellScript, Word } from "../../../shell/script.ts";
import { type Download, downloadOf, filesOf } from "./downloads.ts";
import { executedBy } from "./interpreters.ts";
import { verifiesSomething } from "./verifications.ts";

/** What else runs on the same disk. */
export interface Neighbour {
  readonly script: ShellScript;
  readonly isLater: boolean;
}

/** More files than anybody downloads in one script; each is looked for in all that runs behind it. */
const MAX_FILES = 50;

/** The downloads of a script whose content it, or a script behind it, executes unseen; in order. */
export function unverifiedDownloads(script: ShellScript, neighbours: () => readonly Neighbour[]): Download[] {
  const atOnce: Download[] = [];
  const saved: { download: Download; files: string[] }[] = [];
  for (const pipeline of pipelinesOf(script)) {
    for (const download of pipeline.flatMap((command) => downloadOf(command) ?? [])) {
      const { command } = download;
      const files = filesOf(download, pipeline);
      if (isPiped(pipeline, command) || isSubstituted(command)) atOnce.push(download);
      else if (files.length > 0) saved.push({ download, files });
    }
  }
  const later = saved
    .slice(0, MAX_FILES)
    .filter(({ download, files }) => isRunLater(commandsBehind(script, download.command, neighbours()), files))
    .map(({ download }) => download);
  const isVerified = later.length > 0 && [script, ...neighbours().map((other) => other.script)].some(verifiesSomething);
  const found = isVerified ? atOnce : [...atOnce, ...later];
  return found.toSorted((a, b) => a.command.start - b.command.start);
}

function commandsBehind(script: ShellScript, download: Command, neighbours: readonly Neighbour[]): Command[] {
  const own = script.commands.filter(({ start }) => start > download.start);
  return [...own, ...neighbours.flatMap((other) => (other.isLater ? other.script.commands : []))];
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
function isRunLater(commands: readonly Command[], files: readonly string[]): boolean {
  const names = files.map(normalised);
  const isNamed = (text: string) => names.some((name) => isSameFile(name, normalised(text)));
  for (const command of commands) {
    if (runsFile(command, isNamed)) return true;
    names.push(...movedTo(command, isNamed).map(normalised));
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
  if (/^[0-7]{0,3}[1357][0-7]{0,2}$/.test(word)) return true;
  return word.split(",").some((part) => /^[ugoa]*[+=][rwXs]*x[rwxXst]*$/.test(part));
}

/** `install` makes files executable unless its mode says otherwise. */
function installsProgram(words: readonly string[]): boolean {
  if (words.some((word) => /^(?:-d|--directory)$/.test(word))) return false;
  const at = words.findIndex((word) => /^(?:-[a-zA-Z]*m|--mode)$/.test(word));
  const attached = words.find((word) => /^(?:-m\d|--mode=)/.test(word))?.replace(/^(?:-m|--mode=)/, "");
  const mode = at === -1 ? attached : words[at + 1];
  return mode === undefined || isExecutableMode(mode);
}

/** The new names of a file that `mv` or `cp` takes elsewhere; the target may be a folder. */
function movedTo(command: Command, isNamed: (text: string) => boolean): string[] {
  if (!/^(?:mv|cp)$/.test(launchedProgram(command))) return [];
  const operands = launchedWords(command)
    .slice(1)
    .map(({ text }) => text)
    .filter((word) => !word.startsWith("-"));
  const [from, to] = operands;
  if (operands.length !== 2 || from === undefined || to === undefined || !isNamed(from)) return [];
  return [to, `${to.replace(/\/$/, "")}/${nameOf(from)}`];
}

function normalised(file: string): string {
  return file.replace(/^(?:\.\/)+/, "").replaceAll(/\$\{(\w+)\}/g, "$$$1");
}

/** The same path; or the same name, where a script may have gone to the folder of the file. */
function isSameFile(written: string, run: string): boolean {
  if (written === run) return true;
  const isInside = written.includes("/") && !run.includes("/");
  const isAbsolute = !written.includes("/") && /^[/~$]/.test(run);
  return (isInside || isAbsolute) && nameOf(written) === nameOf(run);
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
