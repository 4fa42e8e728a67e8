import type { ComponentDraft, Proof } from "../component-draft.ts";
import { nearest } from "../folder-paths.ts";
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
/** Files in which a project says what its checks run. */
const RECIPE =
  /^(?:\.github\/workflows\/[^/]+|\.gitlab-ci|\.circleci\/config|\.travis)\.ya?ml$|^(?:GNUmakefile|[Mm]akefile|[Jj]ustfile)$/;
/** A run that fails on what is not formatted; one that looks at the changed lines alone asks for less than all files. */
const CHECKS =
  /\bclang-format(?:-\d+)?\b(?=[^\n#]*(?:--dry-run|--Werror|-Werror|\s-n\s|-output-replacements-xml))(?![^\n]*\bdiff\b)|\brun-clang-format\b|\/clang-format(?:-check|-lint)?-action@/;

/** Checks the format of all code where something says that this is done: of a style that editors follow, much code differs. */
export function addCppFormat(draft: ComponentDraft): void {
  const { folder } = draft;
  if (nearest(folder, ".clang-format", "_clang-format") === null) return;
  addMakeTarget(draft, "format", TARGETS);
  if (draft.has("format")) return;
  for (const { path, text } of folder.repository.snapshot.files) {
    const line = RECIPE.test(path)
      ? text.split("\n").findIndex((each) => !/^\s*#/.test(each) && CHECKS.test(each))
      : -1;
    if (line < 0) continue;
    const proof: Proof = { path, line: line + 1, confidence: "medium" };
    draft.command(
      "format",
      "git ls-files '*.c' '*.cc' '*.cpp' '*.h' '*.hpp' | xargs -r clang-format --dry-run --Werror",
      proof,
    );
    return;
  }
}
