import { blankComments } from "../blank-comments.ts";
import type { ComponentDraft } from "../component-draft.ts";

interface Lookup {
  readonly file: string;
  readonly pattern: RegExp;
}

/** How builds ask for what has to be installed beside them; the first group names it. */
const LOOKUPS: readonly Lookup[] = [
  { file: "meson.build", pattern: /\bdependency\s*\(\s*'([\w.+-]+)'(?![^()]*\b(?:required\s*:\s*false|fallback)\b)/g },
  { file: "CMakeLists.txt", pattern: /\bfind_package\s*\(\s*([\w.+-]+)[^()]*\bREQUIRED\b/gi },
  { file: "configure.ac", pattern: /\bPKG_CHECK_MODULES\s*\(\s*\[?\w+\]?\s*,\s*\[?([\w.+-]+)/g },
];
/** What compilers and build tools bring. */
const BROUGHT = /^(?:threads?|dl|m|rt|openmp|git|pkgconfig|python\d?|python\d?-?interp|perl|ctest|doxygen)$/i;
const MOST_NAMED = 5;

/** Says which libraries of the system a build stops without: their packages are named differently everywhere. */
export function noteLibraries(draft: ComponentDraft): void {
  const { folder } = draft;
  if (folder.first("conanfile.py", "conanfile.txt", "vcpkg.json") !== null) return;
  for (const { file, pattern } of LOOKUPS) {
    const text = blankComments(folder.text(file), {
      line: file === "configure.ac" ? "dnl" : "#",
      block: null,
      quotes: [],
    });
    const names = new Set(
      [...text.matchAll(pattern)].map(([, name = ""]) => name).filter((name) => !BROUGHT.test(name)),
    );
    if (names.size === 0) continue;
    const shown = [...names].slice(0, MOST_NAMED).join(", ") + (names.size > MOST_NAMED ? " and others" : "");
    const detail = `The build looks for libraries of the system (${shown}), which a fresh machine lacks; install their packages in a step before the build.`;
    draft.note("uncertain", folder.at(file), detail);
    return;
  }
}
