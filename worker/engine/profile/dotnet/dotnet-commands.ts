import type { ComponentDraft, Proof } from "../component-draft.ts";
import { Folder } from "../folder.ts";
import { nearest } from "../folder-paths.ts";
import { record, text, valueAt } from "../read-value.ts";
import { inRecipes } from "../recipes.ts";
import type { DotnetScope } from "./dotnet-scope.ts";
import type { DotnetProject } from "./read-project.ts";

const TOOLS = [".config/dotnet-tools.json", "dotnet-tools.json"];

export function addDotnetCommands(draft: ComponentDraft, scope: DotnetScope): void {
  const { folder } = draft;
  const usual = draft.proof(scope.manifest);
  const target = scope.target === null ? "" : ` ${quoted(scope.target)}`;
  const tools = toolsOf(draft);
  const locked = isLocked(scope, folder) ? " --locked-mode" : "";
  const restore = `dotnet restore${target}${locked}`;
  draft.command("install", tools.names.length > 0 ? `dotnet tool restore && ${restore}` : restore, usual);
  addFormat(draft, target, tools);
  draft.command("build", `dotnet build${target} -c Release --no-restore`, usual);
  addTest(draft, scope, usual);
  addStart(draft, scope);
}

function quoted(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : `"${name}"`;
}

/** Locked mode fails for a project without its lockfile. */
function isLocked({ projects }: DotnetScope, folder: Folder): boolean {
  const locks = projects.map(({ path }) => path.replace(/[^/]+$/, "packages.lock.json"));
  return locks.length > 0 && locks.every((path) => folder.repository.has(path));
}

interface Tools {
  readonly path: string;
  /** Local tools that `dotnet tool restore` installs. */
  readonly names: readonly string[];
  readonly versionOf: (name: string) => string | null;
}

function toolsOf({ folder }: ComponentDraft): Tools {
  const path = nearest(folder, ...TOOLS) ?? "";
  const manifest = new Folder(folder.repository, ".", []).json(path);
  const tools = record(valueAt(manifest, "tools"));
  return { path, names: Object.keys(tools), versionOf: (name) => text(valueAt(tools, name, "version")) };
}

/** A formatter among the tools, or what the SDK brings where something runs it: an `.editorconfig` alone is for editors. */
function addFormat(draft: ComponentDraft, target: string, { path, names, versionOf }: Tools): void {
  const proof: Proof = { path, line: null, confidence: "high" };
  if (names.includes("csharpier")) {
    const isOld = (versionOf("csharpier") ?? "").startsWith("0.");
    draft.command("format", isOld ? "dotnet csharpier --check ." : "dotnet csharpier check .", proof);
  } else if (names.includes("fantomas")) draft.command("format", "dotnet fantomas --check .", proof);
  const run = draft.languages[0] === "fsharp" ? null : inRecipes(draft.folder.repository, /\bdotnet[ -]format\b/);
  if (run !== null) draft.command("format", `dotnet format${target} --verify-no-changes --no-restore`, run);
}

/** Each command builds what it needs, so that a job may run it alone. */
function addTest(draft: ComponentDraft, scope: DotnetScope, usual: Proof): void {
  const test = scope.projects.find(({ isTest }) => isTest);
  addTestsElsewhere(draft, scope);
  if (!test) return;
  const isNewRunner = /"runner"\s*:\s*"Microsoft\.Testing\.Platform"/.test(globalText(draft));
  const flag = scope.isSolution ? " --solution" : " --project";
  const target = scope.target === null ? "" : `${isNewRunner ? flag : ""} ${quoted(scope.target)}`;
  draft.command("test", `dotnet test${target} -c Release --no-restore`, { ...usual, path: test.path });
}

/** Projects of tests beside a component without a solution: they are restored with the run. */
function addTestsElsewhere(draft: ComponentDraft, { tests }: DotnetScope): void {
  const [first] = tests;
  if (!first) return;
  const up = draft.folder.path === "." ? "" : "../".repeat(draft.folder.path.split("/").length);
  const runs = tests.map(({ path }) => `dotnet test ${quoted(`${up}${path}`)} -c Release`);
  draft.command("test", runs.join(" && "), { path: first.path, line: null, confidence: "high" });
}

function globalText({ folder }: ComponentDraft): string {
  const path = nearest(folder, "global.json");
  return path === null ? "" : (folder.repository.file(path)?.text ?? "");
}

/** The program to run: the only one, else the host of the others, else the first that serves the web. */
function addStart(draft: ComponentDraft, { projects, isSolution }: DotnetScope): void {
  const programs = projects.filter(({ isProgram, isTest }) => isProgram && !isTest);
  const [only] = programs.length === 1 ? programs : [];
  const chosen =
    only ?? programs.find(isHost) ?? programs.find(({ sdk }) => sdk === "Microsoft.NET.Sdk.Web") ?? programs[0];
  if (!chosen) return;
  const own = draft.folder.path === "." ? "" : `${draft.folder.path}/`;
  if (!chosen.path.startsWith(own)) return;
  const at = isSolution || projects.length > 1 ? ` --project ${quoted(chosen.path.slice(own.length))}` : "";
  const proof: Proof = { path: chosen.path, line: null, confidence: only ? "high" : "low" };
  draft.command("start", `dotnet run${at} -c Release`, proof);
}

function isHost({ packages, sdk }: DotnetProject): boolean {
  return /^Aspire\./.test(sdk ?? "") || packages.some(({ name }) => /^Aspire\.Hosting\.AppHost$/i.test(name));
}
