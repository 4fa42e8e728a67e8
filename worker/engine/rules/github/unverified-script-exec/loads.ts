import type { Span } from "../../../parse/line-index.ts";
import { scanBash } from "../../../shell/bash.ts";
import { launchedProgram, launchedWords } from "../../../shell/launched.ts";
import { programName } from "../../../shell/program-name.ts";
import type { Command, ShellScript, Word } from "../../../shell/script.ts";
import { type Neighbour, unverifiedDownloads } from "./executions.ts";

/** Where a script executes what it loads: offsets are in its text. */
interface Load extends Span {
  readonly program: string;
  readonly address: string;
}

/** Everything that a script loads and executes unseen, in order. */
export function unverifiedLoads(script: ShellScript, neighbours: () => readonly Neighbour[]): Load[] {
  const downloads = unverifiedDownloads(script, neighbours).map(({ command, address }) => ({
    program: launchedProgram(command),
    address,
    start: command.start,
    end: command.end,
  }));
  const others = script.commands.flatMap((command) => [...denoLoads(command), ...quotedLoads(command, downloads)]);
  return [...downloads, ...others].toSorted((a, b) => a.start - b.start);
}

/** `deno run https://…` without a version in the address: versions on deno.land and JSR never change. */
function denoLoads(command: Command): Load[] {
  if (launchedProgram(command) !== "deno") return [];
  const [, verb, ...others] = launchedWords(command).map(({ text }) => text);
  const address = others.find((word) => !word.startsWith("-") && /^https?:\/\//.test(word));
  const isOpen = address !== undefined && !/@v?\d|[0-9a-f]{40}/.test(address);
  if (!/^(?:run|install)$/.test(verb ?? "") || !isOpen) return [];
  return [{ program: "deno", address, start: command.start, end: command.end }];
}

const SHELLS = /^(?:sh|bash|zsh|dash|ash|ksh)$/;
const TAKERS = /^(?:docker|podman|kubectl|ssh|su|lxc|nix|nix-shell|chroot|arch-chroot|vagrant|multipass|wsl|msys2)$/;

/** `bash -c "curl … | sh"`, also as the command of a container or another machine. */
function quotedLoads(command: Command, known: readonly Span[]): Load[] {
  const code = quotedCode(command);
  const isKnown = known.some(({ start }) => start >= command.start && start < command.end);
  if (!code || isKnown || !/\b(?:curl|wget)\b/.test(code.text)) return [];
  const [first] = unverifiedDownloads(scanBash(code.text), () => []);
  if (!first) return [];
  return [{ program: launchedProgram(first.command), address: first.address, start: code.start, end: code.end }];
}

function quotedCode(command: Command): Word | null {
  const words = launchedWords(command);
  const program = programName(words[0]?.text ?? "");
  if (!SHELLS.test(program) && !TAKERS.test(program)) return null;
  const option = words.findIndex(({ text }, index) => index > 0 && /^-[a-zA-Z]*c$/.test(text));
  const isShell = program === "su" || words.slice(0, option).some(({ text }) => SHELLS.test(programName(text)));
  return option !== -1 && isShell ? (words[option + 1] ?? null) : null;
}
