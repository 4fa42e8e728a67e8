import { ComponentDraft, type Proof } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import { Folder } from "../folder.ts";
import { joinPath } from "../folder-paths.ts";
import { markFrameworks, markServices } from "../mark-dependencies.ts";
import { claimsOf, pickVersion, readVersions, type VersionSource } from "../pick-version.ts";
import { addProcfileStart } from "../task-files.ts";
import { addGoCommands } from "./go-commands.ts";
import { GO_DRIVERS, GO_FRAMEWORKS, GO_INSTEAD } from "./go-marks.ts";
import { type GoModule, goEntries, readGoMod } from "./read-go-mod.ts";

/** Go modules and workspaces. Code without a module counts in the root of a repository only. */
export const goDetector: Detector = {
  ecosystem: "go",
  owns: (folder) => folder.first("go.mod", "go.work") !== null || isLoose(folder),
  detect: detectGo,
};

const VERSION_FILES: readonly VersionSource[] = [
  { name: ".go-version", pattern: /^[ \t]*(?:go)?(\d\S*)/m, kind: "exact" },
];
const WORK_FILE: readonly VersionSource[] = [
  { name: "go.work", pattern: /^toolchain\s+go(\d\S*)/m, kind: "exact" },
  { name: "go.work", pattern: /^go\s+(\d\S*)/m, kind: "range" },
];

function isLoose(folder: Folder): boolean {
  return folder.path === "." && looseFiles(folder).length > 0;
}

/** Code in the folder itself, `main.go` first. */
function looseFiles({ names }: Folder): string[] {
  const files = names.filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"));
  return files.sort((a, b) => Number(b === "main.go") - Number(a === "main.go"));
}

function detectGo(folder: Folder): Detected | null {
  if (isSiteOfHugo(folder) || isToolList(folder)) return null;
  const draft = new ComponentDraft(folder);
  const manifest = folder.first("go.work", "go.mod") ?? looseFiles(folder)[0] ?? "main.go";
  const isModule = /^go\.(?:mod|work)$/.test(manifest);
  const proof = draft.proof(manifest);
  const modules = readModules(draft);
  draft.language("go", isModule ? proof : { ...proof, confidence: "medium" });
  addManager(draft, proof);
  if (isModule) addVersions(draft);
  else
    draft.note("uncertain", manifest, "There is Go code but no go.mod; run `go mod init` so that versions are fixed.");
  const requires = modules.flatMap(({ module }) => module?.requires ?? []);
  if (manifest === "go.mod" && requires.length > 0 && !folder.has("go.sum")) {
    const detail = "Go builds nothing that it has no checksum of; run `go mod tidy` and commit go.sum.";
    draft.note("no_lockfile", folder.at("go.mod"), detail);
  }
  markFrameworks(draft, requires, GO_FRAMEWORKS);
  markServices(draft, requires, { drivers: GO_DRIVERS, instead: GO_INSTEAD });
  const tools = modules.flatMap(({ module }) => module?.tools ?? []);
  if (!isModule) addLooseCommands(draft, proof);
  else addGoCommands(draft, { modules: modules.map(({ at }) => at), manifest: proof, tools });
  addProcfileStart(draft);
  return draft.finish();
}

/** Hugo takes its themes as Go modules: a `go.mod` without Go code. */
function isSiteOfHugo(folder: Folder): boolean {
  const config = folder.first(
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config/_default",
  );
  const hasContent = folder.below.some((path) => path.startsWith("content/") || path.startsWith("config/_default/"));
  return (config !== null || hasContent) && hasContent && !folder.below.some((path) => path.endsWith(".go"));
}

/** A module that only fixes the versions of tools. */
function isToolList({ path, below }: Folder): boolean {
  const code = below.filter((name) => name.endsWith(".go"));
  return (
    /(?:^|\/)\.?(?:tools|bingo)(?:\/mod)?$/.test(path) && code.every((name) => /^(?:tools|deps|main)\.go$/.test(name))
  );
}

/** Without a module, Go builds files that are named one by one. */
function addLooseCommands(draft: ComponentDraft, proof: Proof): void {
  const files = looseFiles(draft.folder).join(" ");
  const weak: Proof = { ...proof, confidence: "low" };
  draft.command("format", 'test -z "$(gofmt -l .)"', weak);
  draft.command("build", `go build -o /dev/null ${files}`, weak);
  draft.command("start", `go run ${files}`, weak);
}

interface PlacedModule {
  /** From the component's folder. */
  readonly at: string;
  readonly module: GoModule | null;
}

/** The modules of the workspace, or the folder's own. Broken ones are noted and stay. */
function readModules(draft: ComponentDraft): PlacedModule[] {
  const { folder } = draft;
  const used = folder.has("go.work") ? usedFolders(folder) : [];
  if (folder.has("go.work")) draft.monorepo("go", used, draft.proof("go.work", /^use\b/m));
  if (used.length === 0 && folder.has("go.mod")) return [placed(draft, folder)];
  return used.map((path) => placed(draft, new Folder(folder.repository, path, [])));
}

function placed(draft: ComponentDraft, at: Folder): PlacedModule {
  const module = readGoMod(at);
  if (module === null && at.file("go.mod")) {
    draft.note(
      "manifest_unreadable",
      at.at("go.mod"),
      "It names no module, so its requirements are not known; write `module <path>`.",
    );
  }
  const base = draft.folder.path === "." ? "" : `${draft.folder.path}/`;
  return { at: at.path === draft.folder.path ? "." : at.path.slice(base.length), module };
}

/** Folders of `use` from the root, of modules that exist below the workspace. */
function usedFolders(folder: Folder): string[] {
  const entries = [...goEntries(folder.text("go.work"), "use")];
  const paths = entries.map(({ entry }) => joinPath(folder.path, entry.replace(/\s*\/\/.*$/, "").replaceAll('"', "")));
  const isBelow = (path: string) => folder.path === "." || path === folder.path || path.startsWith(`${folder.path}/`);
  return paths
    .filter((path) => path !== null)
    .filter((path) => isBelow(path) && folder.repository.has(path === "." ? "go.mod" : `${path}/go.mod`));
}

function addManager(draft: ComponentDraft, proof: Proof): void {
  const lock = draft.folder.first("go.sum", "go.work.sum");
  draft.manager({ name: "go", version: null, lockfile: lock === null ? null : draft.folder.at(lock) }, proof);
}

function addVersions(draft: ComponentDraft): void {
  const own = claimsOf(draft, "go");
  const others = [
    ...readVersions(draft, VERSION_FILES),
    ...(draft.folder.has("go.work") ? readVersions(draft, WORK_FILE) : []),
  ];
  const images = own.filter(({ path }) => path.endsWith("Dockerfile"));
  pickVersion(draft, "go", [
    ...own.filter((claim) => !images.includes(claim) && claim.kind === "exact"),
    ...others,
    ...own.filter((claim) => claim.kind === "range"),
    ...images,
  ]);
}
