/** Commands of a script that check out a pull request's code. */
import { spanInFile } from "../expressions/expression-places.ts";
import type { Span } from "../parse/line-index.ts";
import { type Directory, directoriesOf } from "../shell/directories.ts";
import type { Command } from "../shell/script.ts";
import { bashOfStep } from "../shell/step-script.ts";
import { type HeadQuestion, wordNamesHead } from "./head-text.ts";
import { startOf } from "./start-of-step.ts";

interface ScriptCheckout {
  readonly at: Span;
  readonly folder: Directory;
  readonly scriptOffset: number;
  readonly isGuarded: false;
}

/** git's commands that change the files of the working tree to those of a commit. */
const MOVES = new Set(["checkout", "switch", "reset", "merge", "rebase", "cherry-pick", "worktree", "pull", "clone"]);
const PULL_REFSPEC = /(?:^|[+:/])pull\/[^/\s]+\/(?:head|merge)(?::\S+)?$/;
const GLOBAL_VALUES = new Set(["-C", "-c", "--git-dir", "--work-tree"]);

/** The first command of the step that does so; null when none does. */
export function scriptCheckout(question: HeadQuestion): ScriptCheckout | null {
  const { place } = question;
  const { run } = place.step;
  const script = run ? bashOfStep(place) : null;
  if (!run || !script) return null;
  const fetched = new Set<string>();
  const found = script.commands.find((command) => checksOut(command, question, fetched));
  if (!found) return null;
  return {
    at: spanInFile({ document: place.document, node: run }, found.start, found.end),
    folder: found.words[1]?.text === "clone" ? null : (directoriesOf(script, startOf(place)).get(found) ?? null),
    scriptOffset: found.end,
    isGuarded: false,
  };
}

/** `fetched` collects the names under which commands before have fetched a pull request. */
function checksOut({ words }: Command, question: HeadQuestion, fetched: Set<string>): boolean {
  const texts = words.map((word) => word.text);
  if (texts[0] === "gh") return texts[1] === "pr" && texts[2] === "checkout";
  const at = texts.findIndex((text, index) => index > 0 && isWord(text, texts[index - 1]));
  const [subcommand = "", ...args] = texts[0] === "git" && at > 0 ? texts.slice(at) : [];
  if (subcommand === "fetch") {
    for (const name of fetchedNames(args, question)) fetched.add(name);
    return false;
  }
  if (!MOVES.has(subcommand) || isNewBranch(args)) return false;
  return args.some((arg) => fetched.has(arg) || isHead(arg, question));
}

function isWord(text: string, before: string | undefined): boolean {
  return !text.startsWith("-") && !GLOBAL_VALUES.has(before ?? "");
}

function isHead(arg: string, question: HeadQuestion): boolean {
  return PULL_REFSPEC.test(arg) || wordNamesHead(arg, question);
}

/** `git checkout -b name` stays at the commit where it is. */
function isNewBranch(args: readonly string[]): boolean {
  return args.length === 2 && /^-[bcBC]$/.test(args[0] ?? "");
}

function fetchedNames(args: readonly string[], question: HeadQuestion): string[] {
  const specs = args.filter((arg) => isHead(arg, question));
  const named = specs.filter((spec) => spec.includes(":")).map((spec) => spec.slice(spec.lastIndexOf(":") + 1));
  return specs.length > 0 ? ["FETCH_HEAD", ...named] : [];
}
