import { ComponentDraft, type Proof } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import { foldersWith } from "../folder-paths.ts";
import { markFrameworks, markServices } from "../mark-dependencies.ts";
import { addProcfileStart } from "../task-files.ts";
import { addDotnetCommands } from "./dotnet-commands.ts";
import { DOTNET_DRIVERS, DOTNET_FRAMEWORKS, DOTNET_INSTEAD } from "./dotnet-marks.ts";
import { type DotnetScope, projectFolders, scopeOf } from "./dotnet-scope.ts";
import { addDotnetVersions } from "./dotnet-versions.ts";
import type { DotnetProject } from "./read-project.ts";

/** Solutions with their projects, and projects without a solution: C#, F# and Visual Basic. */
export const dotnetDetector: Detector = {
  ecosystem: "dotnet",
  owns: (folder) => folder.names.some((name) => /\.(?:slnx?|(?:cs|fs|vb)proj)$/.test(name)),
  detect: (folder) => {
    const draft = new ComponentDraft(folder);
    const scope = scopeOf(draft);
    return scope && detectDotnet(draft, scope);
  },
};

function detectDotnet(draft: ComponentDraft, scope: DotnetScope): Detected {
  noteBroken(draft, scope);
  addLanguages(draft, scope);
  const [lock] = foldersWith(draft.folder, "packages.lock.json");
  const lockfile = lock === undefined ? null : lock === "." ? "packages.lock.json" : `${lock}/packages.lock.json`;
  draft.manager({ name: "nuget", version: null, lockfile }, draft.proof(scope.manifest));
  addDotnetVersions(draft, scope);
  addFrameworks(draft, scope.projects);
  const packages = scope.projects.flatMap((project) => project.packages);
  markServices(draft, packages, { drivers: DOTNET_DRIVERS, instead: DOTNET_INSTEAD });
  const folders = projectFolders(scope, draft.folder);
  if (scope.isSolution && scope.projects.filter(({ isTest }) => !isTest).length > 1)
    draft.monorepo("dotnet", folders, draft.proof(scope.manifest, /\bProject\b/));
  draft.members(folders);
  addDotnetCommands(draft, scope);
  noteSystems(draft, scope);
  addProcfileStart(draft);
  return draft.finish();
}

function noteBroken(draft: ComponentDraft, { projects }: DotnetScope): void {
  for (const { path, isReadable } of projects) {
    if (isReadable || !draft.folder.repository.file(path)) continue;
    draft.note(
      "manifest_unreadable",
      path,
      "It is no well-formed project, so its frameworks and packages are not known.",
    );
  }
}

const LANGUAGES: readonly (readonly [end: string, language: string])[] = [
  [".csproj", "csharp"],
  [".fsproj", "fsharp"],
  [".vbproj", "vb"],
];

function addLanguages(draft: ComponentDraft, { projects, manifest }: DotnetScope): void {
  const counts = LANGUAGES.map(([end, language]) => ({
    language,
    of: projects.filter(({ path }) => path.endsWith(end)),
  }));
  for (const { language, of } of counts.sort((a, b) => b.of.length - a.of.length)) {
    const [first] = of;
    if (first) draft.language(language, { path: first.path, line: null, confidence: "high" });
  }
  if (draft.languages.length === 0) draft.language("csharp", { ...draft.proof(manifest), confidence: "medium" });
}

/** What the SDK of a project, or a switch in it, says. */
const SDKS: readonly (readonly [is: (project: DotnetProject) => boolean, framework: string])[] = [
  [({ switches }) => switches.has("usemaui"), "maui"],
  [({ sdk }) => sdk === "Microsoft.NET.Sdk.BlazorWebAssembly", "blazor"],
  [({ sdk }) => sdk === "Microsoft.NET.Sdk.Web", "aspnet"],
  [({ sdk }) => sdk === "Microsoft.NET.Sdk.Worker", "worker"],
  [({ switches }) => switches.has("usewpf"), "wpf"],
  [({ switches }) => switches.has("usewindowsforms"), "winforms"],
];

function addFrameworks(draft: ComponentDraft, projects: readonly DotnetProject[]): void {
  const shipped = projects.filter(({ isTest }) => !isTest);
  markFrameworks(
    draft,
    shipped.flatMap(({ packages }) => packages),
    DOTNET_FRAMEWORKS,
  );
  for (const [is, framework] of SDKS) {
    const found = shipped.find(is);
    if (found) draft.framework(framework, proofOf(draft, found));
  }
  const page = draft.folder.below.find((path) => path.endsWith(".razor"));
  if (page !== undefined && draft.frameworks.includes("aspnet"))
    draft.framework("blazor", draft.proof(page, undefined, "medium"));
}

function proofOf({ folder }: ComponentDraft, { path }: DotnetProject): Proof {
  const file = folder.repository.file(path);
  const at = file?.text.search(/<Project\b/) ?? -1;
  return { path, line: file && at >= 0 ? file.lines.lineAt(at) : null, confidence: "high" };
}

/** Frameworks that Linux does not build or run. */
function noteSystems(draft: ComponentDraft, { projects }: DotnetScope): void {
  const windows = projects.find(({ targets }) =>
    targets.some(({ name }) => /^net\d+\.\d-windows|^net4\d|^v[1-4]\./.test(name)),
  );
  if (windows) draft.note("uncertain", windows.path, "It is built for Windows; run its jobs on a Windows runner.");
  const maui = projects.find(({ switches }) => switches.has("usemaui"));
  if (maui)
    draft.note("uncertain", maui.path, "MAUI needs its workload; run `dotnet workload restore` before the restore.");
}
