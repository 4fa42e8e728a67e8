import { blankComments } from "../blank-comments.ts";
import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { type Mark, markFrameworks } from "../mark-dependencies.ts";
import { pickVersion, readVersions, toolSources } from "../pick-version.ts";

const BUILD = "build.zig";
const ZON = "build.zig.zon";

/** Packages of Zig, and a lone program in the root of a repository. */
export const zigDetector: Detector = {
  ecosystem: "zig",
  owns: (folder) => folder.has(BUILD) || (folder.path === "." && folder.has("main.zig")),
  detect: detectZig,
};

const FRAMEWORKS: readonly Mark[] = [
  [/^(?:zap|facil\.io)$/, "zap"],
  [/^(?:http\.zig|httpz)$/, "httpz"],
  [/^(?:jetzig|tokamak|zzz)$/, "jetzig"],
];

function detectZig(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const manifest = folder.has(BUILD) ? BUILD : "main.zig";
  draft.language("zig", draft.proof(manifest, undefined, manifest === BUILD ? "high" : "medium"));
  if (folder.has(ZON)) draft.manager({ name: "zig", version: null, lockfile: null }, draft.proof(ZON));
  const minimum = readVersions(draft, [
    { name: ZON, pattern: /^\s*\.minimum_zig_version\s*=\s*"([^"\n]+)"/m, kind: "range" },
  ]);
  const own = minimum.filter(({ path }) => path === folder.at(ZON));
  const files = [{ name: ".zigversion", pattern: /^[ \t]*(\d\S*)/m, kind: "exact" } as const, ...toolSources("zig")];
  pickVersion(draft, "zig", [...readVersions(draft, files), ...own]);
  addFrameworks(draft);
  draft.command("format", "zig fmt --check .", draft.proof(manifest));
  if (manifest === BUILD) addCommands(draft);
  else {
    draft.command("build", "zig build-exe main.zig", draft.proof(manifest, undefined, "medium"));
    draft.command("start", "zig run main.zig", draft.proof(manifest, undefined, "medium"));
  }
  return draft.finish();
}

/** Names of `.dependencies`. */
function addFrameworks(draft: ComponentDraft): void {
  const { folder } = draft;
  const text = blankComments(folder.text(ZON), { line: "//", block: null, quotes: ['"'] });
  const lines = folder.file(ZON)?.lines;
  const names = [...text.matchAll(/\.(?:@"([^"\n]+)"|(\w+))\s*=\s*\.\{/g)].map(({ 1: quoted, 2: plain, index }) => ({
    name: quoted ?? plain ?? "",
    path: folder.at(ZON),
    line: lines?.lineAt(index) ?? null,
    isTest: false,
  }));
  markFrameworks(draft, names, FRAMEWORKS);
}

/** Steps are named in the build script; a build that was not read is taken to have tests. */
function addCommands(draft: ComponentDraft): void {
  const text = blankComments(draft.folder.text(BUILD), { line: "//", block: null, quotes: ['"'] });
  const usual = draft.proof(BUILD);
  if (draft.folder.has(ZON)) draft.command("install", "zig build --fetch", draft.proof(ZON));
  const test = /\.step\(\s*"test"/;
  if (test.test(text)) draft.command("test", "zig build test", draft.proof(BUILD, test));
  else if (text === "") draft.command("test", "zig build test", { ...usual, confidence: "low" });
  draft.command("build", "zig build", usual);
  const run = /\.step\(\s*"run"/;
  if (run.test(text)) draft.command("start", "zig build run", draft.proof(BUILD, run));
}
