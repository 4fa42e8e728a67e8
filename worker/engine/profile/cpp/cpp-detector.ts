import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { foldersWith, isPlatformFolder, upward } from "../folder-paths.ts";
import { addCmakeCommands, cmakeLanguages, cmakeParts, isCmakeBroken } from "./cmake.ts";
import { addCppFormat } from "./cpp-format.ts";
import { cLanguages, hasOwnSources } from "./cpp-sources.ts";
import { addMakeCommands } from "./make-commands.ts";
import { noteLibraries } from "./system-libraries.ts";

const BUILDS = ["CMakeLists.txt", "meson.build"];
const MAKEFILES = ["Makefile", "makefile", "GNUmakefile", "configure", "configure.ac", "autogen.sh"];

/** C and C++ with CMake, Meson, Autotools or Make. */
export const cppDetector: Detector = {
  ecosystem: "cpp",
  owns: (folder) => folder.first(...BUILDS, ...MAKEFILES) !== null,
  detect: detectCpp,
};

function detectCpp(folder: Folder): Detected | null {
  const manifest = folder.first(...BUILDS, ...MAKEFILES);
  const isOfMake = manifest !== null && !BUILDS.includes(manifest);
  if (manifest === null || isPart(folder) || (isOfMake && !hasOwnSources(folder, manifest))) return null;
  const draft = new ComponentDraft(folder);
  if (isCmakeBroken(draft)) {
    draft.note(
      "manifest_unreadable",
      folder.at("CMakeLists.txt"),
      "It holds no command of CMake, so targets and tests are not known.",
    );
  }
  addLanguages(draft, manifest);
  const options = addPackages(draft);
  draft.members([...cmakeParts(draft), ...foldersWith(folder, "meson.build"), ...foldersWith(folder, "Makefile")]);
  addCppFormat(draft);
  noteLibraries(draft);
  if (manifest === "CMakeLists.txt") addCmakeCommands(draft, options);
  else if (manifest === "meson.build") addMesonCommands(draft);
  else addMakeCommands(draft, manifest);
  return draft.finish();
}

/** A folder that the build above it reaches, or that another tool's build runs: Flutter's, Android's, Node's. */
function isPart(folder: Folder): boolean {
  const above = upward(folder.path).slice(1);
  const has = (path: string, name: string) => folder.repository.has(path === "." ? name : `${path}/${name}`);
  if (above.some((path) => BUILDS.some((name) => folder.has(name) && has(path, name)))) return true;
  if (/scikit[-_]build|meson-?python|mesonpy|pybind11|nanobind|CMakeExtension/.test(pythonBuild(folder))) return true;
  return (
    isPlatformFolder(folder) || /(?:^|\/)(?:android\/app\/src|src\/main\/cpp|src\/main\/jni)(?:\/|$)/.test(folder.path)
  );
}

/** What builds an extension of Python compiles its C by itself. */
function pythonBuild(folder: Folder): string {
  return folder.text("pyproject.toml") + folder.text("setup.py");
}

function addLanguages(draft: ComponentDraft, manifest: string): void {
  const named = manifest === "CMakeLists.txt" ? cmakeLanguages(draft) : mesonLanguages(draft);
  const seen = cLanguages(draft.folder);
  const languages = seen.length > 0 ? seen : named;
  for (const language of languages) draft.language(language, draft.proof(manifest, /\bproject\s*\(/i));
  if (languages.length === 0) draft.language("cpp", draft.proof(manifest, undefined, "medium"));
}

function mesonLanguages({ folder }: ComponentDraft): string[] {
  const project = /\bproject\s*\(([^()]*)\)/.exec(folder.text("meson.build"))?.[1] ?? "";
  return [...(/['"]cpp['"]/.test(project) ? ["cpp"] : []), ...(/['"]c['"]/.test(project) ? ["c"] : [])];
}

/** Packages of Conan or vcpkg: what CMake is told of them. */
function addPackages(draft: ComponentDraft): string {
  const { folder } = draft;
  const conan = folder.first("conanfile.py", "conanfile.txt");
  if (conan !== null) return addConan(draft, conan);
  if (!folder.has("vcpkg.json")) return PLAIN;
  if (folder.json("vcpkg.json") === undefined && folder.isBroken("vcpkg.json")) {
    draft.note("manifest_unreadable", folder.at("vcpkg.json"), "It is no valid JSON, so packages are not known.");
  }
  draft.manager({ name: "vcpkg", version: null, lockfile: null }, draft.proof("vcpkg.json"));
  const detail =
    "Packages come from vcpkg, which only runners of GitHub have; elsewhere set VCPKG_INSTALLATION_ROOT to a checkout of it.";
  draft.note("uncertain", folder.at("vcpkg.json"), detail);
  return `${PLAIN} -DCMAKE_TOOLCHAIN_FILE="$VCPKG_INSTALLATION_ROOT/scripts/buildsystems/vcpkg.cmake"`;
}

const PLAIN = "-B build -DCMAKE_BUILD_TYPE=Release";

/** With the layout for CMake, Conan writes presets of its own. */
function addConan(draft: ComponentDraft, conan: string): string {
  const { folder } = draft;
  const hasLayout = /\bcmake_layout\b/.test(folder.text(conan));
  const lock = folder.has("conan.lock") ? folder.at("conan.lock") : null;
  draft.manager({ name: "conan", version: null, lockfile: lock }, draft.proof(conan));
  const output = hasLayout ? "" : " --output-folder=build";
  const install = `conan profile detect --exist-ok && conan install .${output} --build=missing`;
  draft.command("install", install, draft.proof(conan));
  draft.note(
    "uncertain",
    folder.at(conan),
    "Packages come from Conan, which no runner has; install it first, for example with `pipx install conan`.",
  );
  return hasLayout ? "--preset conan-release" : `${PLAIN} -DCMAKE_TOOLCHAIN_FILE=build/conan_toolchain.cmake`;
}

function addMesonCommands(draft: ComponentDraft): void {
  const usual = draft.proof("meson.build");
  const build = "meson setup build && meson compile -C build";
  const tests = draft.folder.below
    .filter((path) => path.endsWith("meson.build"))
    .find((path) => /^\s*test\s*\(/m.test(draft.folder.text(path)));
  draft.command("build", build, usual);
  if (tests !== undefined)
    draft.command("test", "meson test -C build --print-errorlogs", draft.proof(tests, /^\s*test\s*\(/m));
}
