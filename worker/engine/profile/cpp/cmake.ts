import { blankComments } from "../blank-comments.ts";
import type { ComponentDraft } from "../component-draft.ts";
import { foldersWith } from "../folder-paths.ts";
import { record, text, valueAt } from "../read-value.ts";

const MANIFEST = "CMakeLists.txt";
const TESTS =
  /\benable_testing\s*\(|\binclude\s*\(\s*CTest\s*\)|\badd_test\s*\(|\b(?:gtest|catch|doctest)_discover_tests\s*\(/i;

/** CMake files without comments: the folder's, and those below it that were read. */
function cmakeTexts({ folder }: ComponentDraft): { readonly path: string; readonly text: string }[] {
  return folder.below
    .filter((path) => path === MANIFEST || path.endsWith(`/${MANIFEST}`))
    .map((path) => ({ path, text: blankComments(folder.text(path), { line: "#", block: null, quotes: ['"'] }) }));
}

/** Languages that `project(… LANGUAGES C CXX)` names, or `project(name C)`. */
export function cmakeLanguages(draft: ComponentDraft): string[] {
  const [own] = cmakeTexts(draft);
  const words = /\bproject\s*\(([^()]*)\)/i.exec(own?.text ?? "")?.[1]?.split(/\s+/) ?? [];
  const named = words.includes("LANGUAGES") ? words.slice(words.indexOf("LANGUAGES") + 1) : words.slice(1);
  return [...(named.includes("CXX") ? ["cpp"] : []), ...(named.includes("C") ? ["c"] : [])];
}

export function isCmakeBroken({ folder }: ComponentDraft): boolean {
  return folder.file(MANIFEST) !== null && !/\b\w+\s*\(/.test(folder.text(MANIFEST));
}

/** What belongs to the same build: folders with files of their own. */
export function cmakeParts({ folder }: ComponentDraft): string[] {
  return foldersWith(folder, MANIFEST).filter((path) => path !== folder.path);
}

/** Configures with these options, or as the repository's only preset says, then builds; the tests run what was built. */
export function addCmakeCommands(draft: ComponentDraft, options: string): void {
  const usual = draft.proof(MANIFEST);
  const preset = presetOf(draft);
  const configure = `cmake ${preset ? `--preset ${preset.name}` : options}`;
  const directory = preset?.directory ?? (options.startsWith("--preset") ? "build/Release" : "build");
  const build = `${configure} && cmake --build ${directory} --parallel`;
  draft.command("build", build, preset ? draft.proof("CMakePresets.json", `"${preset.name}"`) : usual);
  const tests = cmakeTexts(draft).find(({ text }) => TESTS.test(text));
  if (!tests) return;
  draft.command("test", `ctest --test-dir ${directory} --output-on-failure`, draft.proof(tests.path, TESTS));
}

/** The only preset of the repository whose folder is said plainly: of several nobody can tell. */
function presetOf({ folder }: ComponentDraft): { readonly name: string; readonly directory: string } | null {
  const listed = valueAt(folder.json("CMakePresets.json"), "configurePresets");
  const presets = (Array.isArray(listed) ? listed : []).map(record).filter((preset) => preset.hidden !== true);
  const [only] = presets.length === 1 ? presets : [];
  const name = text(only?.name);
  const directory = text(only?.binaryDir)
    ?.replace(/^\$\{sourceDir\}\//, "")
    .replaceAll("${presetName}", name ?? "");
  if (
    name === null ||
    directory === undefined ||
    !/^[\w./-]+$/.test(`${name}${directory}`) ||
    directory.startsWith("/")
  )
    return null;
  return { name, directory };
}
