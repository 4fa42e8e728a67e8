import { knownRelease } from "../../data/tool-versions.ts";
import type { Matrix, Toolchain, ToolName } from "../../pipeline/pipeline.ts";
import type { Component, Ecosystem } from "../../profile/stack-profile.ts";
import { withChosenVersions } from "./chosen-versions.ts";
import type { PlanContext } from "./component-plan.ts";
import { type LanguageVersions, languageVersions } from "./language-versions.ts";
import { phpExtensions } from "./php-extensions.ts";
import { toolsCalledBy } from "./used-tools.ts";

/** What a component's jobs have on their path, and the versions that its tests run on. */
export interface PlannedToolchains {
  /** What every job of the component has. */
  readonly toolchains: readonly Toolchain[];
  /** What only the jobs have whose commands call it. */
  readonly furtherTools: readonly Toolchain[];
  readonly matrix: (Matrix & { readonly axis: ToolName }) | null;
}

/** The language whose versions count, then what comes beside it. */
const LANGUAGES: Readonly<Record<Ecosystem, readonly ToolName[]>> = {
  node: ["node"],
  deno: ["deno"],
  python: ["python"],
  go: ["go"],
  rust: ["rust"],
  java: ["java"],
  scala: ["java", "sbt"],
  clojure: ["java", "clojure"],
  ruby: ["ruby"],
  php: ["php", "composer"],
  elixir: ["elixir", "erlang"],
  erlang: ["erlang"],
  gleam: ["gleam", "erlang"],
  dotnet: ["dotnet"],
  dart: ["dart"],
  swift: ["swift"],
  cpp: ["cpp"],
  haskell: ["haskell"],
  zig: ["zig"],
  crystal: ["crystal"],
  terraform: ["terraform"],
  static: [],
};
/** Managers that are a tool of their own beside the language. */
const MANAGERS: ReadonlySet<string> = new Set(["pnpm", "yarn", "bun", "uv", "poetry", "pdm", "pipenv", "hatch"]);
const EXACT = /^\d+\.\d+\.\d+/;

/** Languages with their versions, the package manager, and what else the commands call. `isMain`: chosen versions are about it. */
export function planToolchains(context: PlanContext, component: Component, isMain: boolean): PlannedToolchains {
  const [language, ...further] = languagesOf(component);
  if (language === undefined) return { toolchains: [], furtherTools: calledTools(component, []), matrix: null };
  const own = language === "bun" ? bunVersions(context, component) : languageVersions(context, component, language);
  const versions = isMain ? withChosenVersions(context, own) : own;
  const first = { ...toolchain(context, language, versions), with: partsOf(component, language) };
  const beside = further.map((tool) => toolchain(context, tool, besideVersions(context, component, tool)));
  const known = [first, ...beside, ...managerOf(component)];
  const matrix = versions.matrix ? { axis: language, values: versions.matrix } : null;
  return { toolchains: known, furtherTools: calledTools(component, known), matrix };
}

function languagesOf(component: Component): readonly ToolName[] {
  if (component.ecosystem === "dart" && component.frameworks.includes("flutter")) return ["flutter"];
  if (component.packageManager?.name === "opentofu") return [];
  const runsOnBun = component.packageManager?.name === "bun";
  const asksForNode = component.runtimes.some(({ name }) => name === "node");
  if (component.ecosystem === "node" && runsOnBun && !asksForNode) return ["bun"];
  return LANGUAGES[component.ecosystem];
}

/** A file alone where this platform's set-up reads it, so that the repository says the version once; elsewhere the version. */
function toolchain({ options }: PlanContext, tool: ToolName, { version, versionFile }: LanguageVersions): Toolchain {
  const isByFile = options.platform === "github" && versionFile !== null;
  return { tool, version: isByFile ? null : version, versionFile: isByFile ? versionFile : null, with: [] };
}

function besideVersions(context: PlanContext, component: Component, tool: ToolName): LanguageVersions {
  const isStated = component.runtimes.some(({ name }) => name === tool);
  if (isStated) return languageVersions(context, component, tool);
  return { version: null, versionFile: null, matrix: null };
}

/** Bun is runtime and package manager at once: what either says about it counts. */
function bunVersions(context: PlanContext, component: Component): LanguageVersions {
  const own = languageVersions(context, component, "bun");
  if (own.version !== null || own.versionFile !== null) return own;
  return { ...managerVersion(component), matrix: null };
}

function partsOf(component: Component, language: ToolName): readonly string[] {
  return language === "php" ? phpExtensions(component) : [];
}

function managerOf(component: Component): readonly Toolchain[] {
  const name = component.packageManager?.name;
  if (name === undefined || !MANAGERS.has(name)) return [];
  const tool = name as ToolName;
  if (tool === "bun" && languagesOf(component)[0] === "bun") return [];
  return [{ tool, ...managerVersion(component), with: [] }];
}

/** pnpm's set-up refuses a version where `packageManager` names one too; Yarn's needs to know which Yarn it is. */
function managerVersion({ packageManager, evidence }: Component): Pick<Toolchain, "version" | "versionFile"> {
  const version = packageManager?.version ?? null;
  const claims = evidence.filter(({ about }) => about === "package_manager");
  const field =
    claims.length === 1 && /(?:^|\/)package\.json$/.test(claims[0]?.path ?? "") ? claims[0]?.path : undefined;
  const isByField = field !== undefined && version !== null && EXACT.test(version);
  if (isByField) return { version: packageManager?.name === "pnpm" ? null : version, versionFile: field };
  return { version: version ?? USUAL_VERSIONS[packageManager?.name ?? ""] ?? null, versionFile: null };
}

/** Where nothing says which: the line that reads most lockfiles. */
const USUAL_VERSIONS: Readonly<Record<string, string>> = { pnpm: "10", bun: knownRelease("bun") ?? "1" };

/** The tools of a job that runs these lines. */
export function toolchainsFor(
  { toolchains, furtherTools }: Pick<PlannedToolchains, "toolchains" | "furtherTools">,
  lines: readonly string[],
): readonly Toolchain[] {
  const called = toolsCalledBy(lines);
  return [...toolchains, ...furtherTools.filter(({ tool }) => called.includes(tool))];
}

function calledTools(component: Component, known: readonly Toolchain[]): readonly Toolchain[] {
  const lines = Object.values(component.commands).filter((line) => line !== null);
  const has = (tool: ToolName) => known.some((each) => each.tool === tool) || isImplied(component, tool);
  return toolsCalledBy(lines)
    .filter((tool) => !has(tool))
    .map((tool) => ({ tool, version: knownRelease(tool), versionFile: null, with: [] }));
}

/** Runs on what is there already: a Node project under Bun needs no second runtime for `npx`. */
function isImplied(component: Component, tool: ToolName): boolean {
  const manager = component.packageManager?.name;
  return tool === "node" && component.ecosystem === "node" && manager === "bun";
}
