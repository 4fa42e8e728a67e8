import type { ComponentDraft } from "../component-draft.ts";
import { nearest } from "../folder-paths.ts";
import { inRecipes } from "../recipes.ts";
import { addMakeTarget } from "../task-files.ts";

/** Names of targets that look at the format and change nothing. */
const TARGETS = [
  "check-format",
  "format-check",
  "check-formatting",
  "check_format",
  "format_check",
  "clang-format-check",
  "check-clang-format",
  "formatcheck",
];
/** A run that fails on what is not formatted; one that looks at the changed lines alone asks for less than all files. */
const CHECKS =
  /\bclang-format(?:-\d+)?\b(?=[^\n#]*(?:--dry-run|--Werror|-Werror|\s-n\s|-output-replacements-xml))(?![^\n]*\bdiff\b)|\brun-clang-format\b|\/clang-format(?:-check|-lint)?-action@/;

/** Checks the format of all code where something says that this is done: of a style that editors follow, much code differs. */
export function addCppFormat(draft: ComponentDraft): void {
  const { folder } = draft;
  if (nearest(folder, ".clang-format", "_clang-format") === null) return;
  addMakeTarget(draft, "format", TARGETS);
  const proof = inRecipes(folder.repository, CHECKS);
  if (proof === null) return;
  const run = "git ls-files '*.c' '*.cc' '*.cpp' '*.h' '*.hpp' | xargs -r clang-format --dry-run --Werror";
  draft.command("format", run, proof);
}
