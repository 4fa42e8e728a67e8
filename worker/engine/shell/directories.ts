/** In which directory each command of a script runs, as far as `cd`, `pushd` and `popd` say so. */
import type { Command, ShellScript, Word } from "./script.ts";

/** A directory below the workspace, `""` for the workspace itself; null where it is not known or outside. */
export type Directory = string | null;

const WORKSPACE = /^(?:\$\{?GITHUB_WORKSPACE\}?|\$\{\{\s*github\.workspace\s*\}\})(?:\/|$)/;

/** No repository has deeper paths; a script of thousands of `cd` would cost quadratic time. */
const MAX_LENGTH = 1000;

/** Joins a path to a directory; null for what leaves the workspace or is computed. */
export function joinDirectory(base: Directory, path: string): Directory {
  const workspace = WORKSPACE.exec(path)?.[0];
  const start = workspace === undefined ? base : "";
  const rest = path.slice(workspace?.length ?? 0);
  if (start === null || start.length > MAX_LENGTH || /^[~/\\]|^[A-Za-z]:|[$`*?\\]/.test(rest)) return null;
  const parts = start.split("/");
  for (const part of rest.split("/")) {
    if (part !== "..") parts.push(part);
    else if (!removeLast(parts)) return null;
  }
  return parts.filter(isName).join("/");
}

function removeLast(parts: string[]): boolean {
  const last = parts.findLastIndex(isName);
  if (last === -1) return false;
  parts.splice(last);
  return true;
}

function isName(part: string): boolean {
  return part !== "" && part !== ".";
}

/** The directory of every command, for a script that starts in `base`. What a subshell changes ends with it. */
export function directoriesOf(script: ShellScript, base: Directory): ReadonlyMap<Command, Directory> {
  const found = new Map<Command, Directory>();
  const current = new Map<string, Directory>([["", base]]);
  const stacks = new Map<string, Directory[]>();
  for (const command of script.commands) {
    const shell = command.subshells.join("/");
    const here = current.get(nearest(current, command.subshells)) ?? null;
    found.set(command, here);
    const [program, target] = command.words;
    const stack = stacks.get(shell) ?? [];
    stacks.set(shell, stack);
    if (program?.text === "pushd") stack.push(here);
    if (program?.text === "popd") current.set(shell, stack.pop() ?? null);
    else if (program?.text === "cd" || program?.text === "pushd") current.set(shell, moved(here, target));
  }
  return found;
}

/** A subshell starts where the shell around it stands. */
function nearest(current: ReadonlyMap<string, Directory>, subshells: readonly number[]): string {
  for (let depth = subshells.length; depth > 0; depth -= 1) {
    const key = subshells.slice(0, depth).join("/");
    if (current.has(key)) return key;
  }
  return "";
}

function moved(here: Directory, target: Word | undefined): Directory {
  if (target === undefined || target.text === "-") return null;
  return joinDirectory(here, target.text);
}
