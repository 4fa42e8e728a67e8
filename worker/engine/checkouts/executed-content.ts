/** What a job executes of the code that it checked out. */
import { EXECUTING_ACTIONS, EXECUTING_MODULES, EXECUTING_TOOLS, INTERPRETERS } from "../data/content-executors.ts";
import { spanInFile } from "../expressions/expression-places.ts";
import { mayRunFor } from "../expressions/may-run.ts";
import { entryText, type Step } from "../model/workflow.ts";
import type { Span } from "../parse/line-index.ts";
import { type Directory, directoriesOf, joinDirectory } from "../shell/directories.ts";
import type { Command } from "../shell/script.ts";
import { type ShellName, shellOfStep } from "../shell/shell-of-step.ts";
import { bashOf } from "../shell/step-script.ts";
import { startOf } from "./start-of-step.ts";
import type { UntrustedCheckout } from "./untrusted-checkout.ts";

export interface Execution {
  readonly at: Span;
  /** The command's first words or the action, for a message. */
  readonly what: string;
  readonly step: Step;
}

/** Shells in which a command's name and arguments stand as they do in Bash. */
const WORDS_ALIKE: ReadonlySet<ShellName> = new Set<ShellName>(["bash", "sh", "pwsh", "powershell", "cmd"]);
const RUNNERS = new Set(["sudo", "env", "time", "exec", "command", "nohup", "xvfb-run", "timeout", "corepack"]);
const SHOWS_ONLY = /^(?:--version|--help|-v|-V|-h|version|help)$/;
/** Options that name the folder in which a tool works. */
const FOLDER_OPTIONS = new Set(["-C", "--prefix", "--cwd", "--directory", "--dir", "--project-directory"]);
const SCRIPT_FILE = /\.(?:sh|bash|zsh|py|js|cjs|mjs|ts|rb|pl|php|ps1|R)$/;

/** Everything executed behind a checkout, in order, up to a checkout that puts other code in its place. */
export function executionsOf(checkout: UntrustedCheckout): Execution[] {
  const { job, step: first, event } = checkout;
  const found: Execution[] = [];
  for (const step of job.steps) {
    if (step.index < first.index || (step.index === first.index && checkout.scriptOffset === null)) continue;
    if (step !== first && replaces(step, checkout)) break;
    if (!mayRunFor(step.if, event)) continue;
    found.push(...(step.uses ? actionExecution(step, checkout) : scriptExecutions(step, checkout)));
  }
  return found;
}

function replaces({ uses, with: inputs }: Step, { folder }: UntrustedCheckout): boolean {
  return uses?.name === "actions/checkout" && joinDirectory("", entryText(inputs, "path") ?? "") === folder;
}

function actionExecution(step: Step, checkout: UntrustedCheckout): Execution[] {
  const { uses } = step;
  if (uses === null) return [];
  const hit = { at: uses.node, what: uses.raw, step };
  if (uses.kind === "local") return isInside(checkout, joinDirectory("", uses.path)) ? [hit] : [];
  const row = Object.hasOwn(EXECUTING_ACTIONS, uses.name) ? EXECUTING_ACTIONS[uses.name] : undefined;
  if (row === undefined || checkout.folder !== "") return [];
  if (row.input?.harmless.includes(entryText(step.with, row.input.name) ?? "")) return [];
  return [hit];
}

function scriptExecutions(step: Step, checkout: UntrustedCheckout): Execution[] {
  const place = { document: checkout.workflow, job: checkout.job, step };
  const script = step.run && WORDS_ALIKE.has(shellOfStep(place).name) ? bashOf(step.run) : null;
  if (!script || !step.run) return [];
  const folders = directoriesOf(script, startOf(place));
  const after = step === checkout.step ? (checkout.scriptOffset ?? 0) : -1;
  const node = step.run;
  return script.commands.flatMap((command) => {
    if (command.start <= after) return [];
    const what = executedBy(command, folders.get(command) ?? null, checkout);
    return what === null
      ? []
      : [{ at: spanInFile({ document: place.document, node }, command.start, command.end), what, step }];
  });
}

/** What of the checkout a command executes; null for nothing. */
function executedBy({ words }: Command, folder: Directory, checkout: UntrustedCheckout): string | null {
  const texts = words.map((word) => word.text);
  const first = texts.findIndex((text) => !(RUNNERS.has(text) || /^(?:-|\w+=|\d+[smh]?$)/.test(text)));
  const [program = "", ...args] = texts.slice(Math.max(first, 0));
  if (program === "" || args.some((arg) => SHOWS_ONLY.test(arg))) return null;
  const what = [program, ...args].slice(0, 3).join(" ").split("\n")[0] ?? program;
  const script = scriptPath(program, args);
  if (script !== null) return isInside(checkout, joinDirectory(folder, parentOf(script))) ? what : null;
  const at = args.findIndex((arg) => FOLDER_OPTIONS.has(arg));
  const named = at === -1 ? undefined : args[at + 1];
  const here = named === undefined ? folder : joinDirectory(folder, named);
  return runsTool(program, at === -1 ? args : args.toSpliced(at, 2)) && isInside(checkout, here) ? what : null;
}

/** The file of the workspace that a command runs; null where it runs none. */
function scriptPath(program: string, args: readonly string[]): string | null {
  if (/^\.{1,2}\//.test(program)) return program;
  if (!INTERPRETERS.has(program)) return null;
  const file = args.find((arg) => !arg.startsWith("-"));
  const isInline = args.some((arg) => /^-(?:\w*[cem]|-eval|-command|-print)$/i.test(arg));
  if (file === undefined || isInline || /^[/~$]|^https?:/.test(file)) return null;
  return SCRIPT_FILE.test(file) || file.includes("/") ? file : null;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

function runsTool(program: string, args: readonly string[]): boolean {
  const name = program.replace(/^.*\//, "");
  if (/^python3?$/.test(name)) return args[0] === "-m" && runsModule(args.slice(1));
  const row = Object.hasOwn(EXECUTING_TOOLS, name) ? EXECUTING_TOOLS[name] : undefined;
  if (row === undefined || args.includes("--ignore-scripts") || isGlobalInstall(name, args)) return false;
  if (row.commands.length === 0) return true;
  const plain = args.filter((arg) => !arg.startsWith("-") || row.commands.some((wanted) => wanted.endsWith(` ${arg}`)));
  return row.commands.some((wanted) => startsWithWords(plain, wanted));
}

function runsModule([module = "", ...args]: readonly string[]): boolean {
  if (module === "pip") return runsTool("pip", args);
  return EXECUTING_MODULES.has(module);
}

/** True where the words of `wanted` come first; the last may also stand further behind, as in `pip install -U -r x`. */
function startsWithWords(plain: readonly string[], wanted: string): boolean {
  const words = wanted.split(" ");
  const last = words.at(-1) ?? "";
  const head = words.slice(0, -1);
  if (head.length === 0) return plain[0] === last;
  const isPath = last === ".";
  const rest = plain.slice(head.length);
  return (
    head.every((word, index) => plain[index] === word) &&
    rest.some((word) => word === last || (isPath && /^\.(?:\/|\[|$)/.test(word)))
  );
}

/** Installing a published tool for the machine reads nothing of the workspace. */
function isGlobalInstall(name: string, args: readonly string[]): boolean {
  const isGlobal = args.includes("-g") || args.includes("--global") || (name === "yarn" && args[0] === "global");
  return isGlobal && /^(?:npm|pnpm|yarn|bun)$/.test(name);
}

/** True for a folder whose files the checkout brought; where another checkout lies deeper, they are that one's. */
function isInside(checkout: UntrustedCheckout, folder: Directory): boolean {
  const { job, step } = checkout;
  if (checkout.folder === null) return folder !== null && folder !== "";
  if (folder === null || !isBelow(folder, checkout.folder)) return false;
  const others = job.steps.filter((other) => other !== step && other.uses?.name === "actions/checkout");
  const deeper = others.map((other) => joinDirectory("", entryText(other.with, "path") ?? ""));
  return !deeper.some((path) => path !== null && path.length > (checkout.folder ?? "").length && isBelow(folder, path));
}

function isBelow(folder: string, root: string): boolean {
  return root === "" || folder === root || folder.startsWith(`${root}/`);
}
