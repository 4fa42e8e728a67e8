/** Commands whose exit status is what the step is there for: they test, lint, check types, build or deploy. Source: the tools' own manuals, seen 2026-11-21. */
import type { Command } from "../shell/script.ts";
import { type CommandKind, kindsOfCommand } from "./command-kinds.ts";
import { isDeployCommand } from "./deployments.ts";

export type CheckKind = CommandKind | "deploy";

/** Asks a tool about itself or its plan, so that nothing is tested. */
const ASKS_ONLY =
  /^(?:--?version|-V|--help|-h|version|help|--list|--list-tests|--listTests|--collect-only|--co|--dry-run|--print-config|--show-settings|--showConfig|-list|-showBuildSettings|-showsdks)$/;
/** Rewrite files: what is left is not known from the exit status alone. */
const REPAIRS = /^(?:--fix|--write|-w|--apply|--unsafe-fixes|--autocorrect|--auto-correct|-A|-a|--in-place|-i)$/;
/** Groups of commands of which only some build. */
const BUILD_VERBS: Readonly<Record<string, RegExp>> = {
  "docker compose": /^build$/,
  "docker buildx": /^(?:build|bake)$/,
};
const XCODE = /^(?:test|build|build-for-testing|test-without-building|archive|analyze)$/;

/** What a command checks; nothing where it only asks, repairs, or is not known. */
export function checksOf(command: Command): readonly CheckKind[] {
  const words = command.words.map(({ text }) => text);
  if (words.length === 0 || words.some((word) => ASKS_ONLY.test(word))) return [];
  if (words[0] === "xcodebuild") return words.some((word) => XCODE.test(word)) ? ["test"] : [];
  const verbs = BUILD_VERBS[words.slice(0, 2).join(" ")];
  if (verbs && !words.some((word) => verbs.test(word))) return [];
  return isDeployCommand(words) ? ["deploy"] : kindsOfCommand(words);
}

/** Write files unless an option says that they only look. */
const FORMATTERS =
  /^(?:(?:\S+ ){0,4}(?:\S*[:_-])?(?:fix|format|fmt)(?:[:_-]|$| )|(?:\S+ ){0,2}(?:black|isort|prettier|gofmt|clang-format|shfmt|yapf|autopep8)(?:$| ))/;
const ONLY_LOOKS =
  /^--?(?:c|check|check-only|check-formatted|diff|d|l|n|list-different|verify-no-changes|dry-run|Werror|set-exit-if-changed|exit-non-zero-on-format|fail)\b|[:_-]check$/;

/** True for a formatter or fixer that changes files. */
export function isRepair({ words }: Command): boolean {
  const texts = words.map(({ text }) => text);
  if (texts.some((word) => REPAIRS.test(word))) return true;
  return FORMATTERS.test(texts.join(" ")) && !texts.some((word) => ONLY_LOOKS.test(word));
}
