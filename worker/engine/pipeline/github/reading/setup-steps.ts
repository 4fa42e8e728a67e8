import { entryText } from "../../../model/workflow.ts";
import type { ToolName } from "../../pipeline.ts";
import type { StepContext } from "./job-draft.ts";
import { isComputed, shown, soleExpression } from "./notes.ts";
import { KEY_FILES, READ_BY_DEFAULT, SETUP_INPUTS, type SetupInput } from "./setups.ts";
import { loseUnreadParts } from "./unread-parts.ts";

/** Names of the files by which each tool's cache is keyed where the action is told none, the likeliest first; manifests for libraries, which have no lockfile. */
const USUAL_KEYS: Readonly<Partial<Record<ToolName, readonly string[]>>> = {
  npm: ["package-lock.json", "npm-shrinkwrap.json", "package.json"],
  pnpm: ["pnpm-lock.yaml", "package.json"],
  yarn: ["yarn.lock", "package.json"],
  deno: ["deno.lock"],
  pip: ["requirements.txt", "pyproject.toml"],
  poetry: ["poetry.lock", "pyproject.toml"],
  pipenv: ["Pipfile.lock", "Pipfile"],
  uv: ["uv.lock", "pyproject.toml"],
  go: ["go.sum", "go.mod"],
  maven: ["pom.xml"],
  gradle: ["build.gradle.kts", "build.gradle"],
  sbt: ["build.sbt"],
  rust: ["Cargo.lock", "Cargo.toml"],
  ruby: ["Gemfile.lock", "Gemfile"],
  composer: ["composer.lock", "composer.json"],
  dotnet: ["packages.lock.json"],
  flutter: ["pubspec.lock", "pubspec.yaml"],
};
const NAMED_CACHES = new Set<string>(["npm", "pnpm", "yarn", "pip", "poetry", "pipenv", "maven", "gradle", "sbt"]);
const PATH_INPUTS = ["cache-dependency-path", "cache-dependency-glob"];

/** By action: the tool that it caches for, the input that switches it, and the value that does not. */
const SWITCHED_CACHES: Readonly<
  Record<string, readonly [tool: ToolName, input: string, isOn: (value: string | null) => boolean]>
> = {
  "actions/setup-go": ["go", "cache", (value) => value !== "false"],
  "astral-sh/setup-uv": ["uv", "enable-cache", (value) => value !== "false"],
  "gradle/actions/setup-gradle": ["gradle", "cache-disabled", (value) => value !== "true"],
  "ruby/setup-ruby": ["ruby", "bundler-cache", (value) => value === "true"],
  "actions/setup-dotnet": ["dotnet", "cache", (value) => value === "true"],
  "subosito/flutter-action": ["flutter", "cache", (value) => value === "true"],
  "denoland/setup-deno": ["deno", "cache", (value) => value === "true"],
  "swatinem/rust-cache": ["rust", "lookup-only", (value) => value !== "true"],
  "ramsey/composer-install": ["composer", "ignore-cache", (value) => value !== "yes"],
};

/** Also where there is nothing to cache. */
const CACHING_BY_THEMSELVES = new Set(["actions/setup-go", "astral-sh/setup-uv"]);

/** Reads a step that sets a tool up; false for any other. */
export function readSetup(context: StepContext): boolean {
  const name = context.step.uses?.name ?? "";
  const inputs = SETUP_INPUTS[name];
  for (const input of inputs ?? []) readTool(context, input, (inputs?.length ?? 0) > 1);
  readCaches(context, name);
  const isSetup = inputs !== undefined || name === "swatinem/rust-cache";
  if (isSetup) loseUnreadParts(context);
  return isSetup;
}

function readTool({ step, draft, ...around }: StepContext, input: SetupInput, isOneOfSeveral: boolean): void {
  const text = entryText(step.with, input.version);
  const file = input.file === null ? null : entryText(step.with, input.file);
  const isAsked =
    text !== null || file !== null || !isOneOfSeveral || input === SETUP_INPUTS[step.uses?.name ?? ""]?.[0];
  if (!isAsked) return;
  const version = text === null ? null : versionOf(text, around);
  const versionFile = file ?? (text === null ? defaultFile({ step, ...around }) : null);
  draft.addTool(input.tool, { version, versionFile, with: partsOf(step.with) });
  readCompanions({ step, draft, ...around }, input.tool);
}

function defaultFile({ step, repository }: Pick<StepContext, "step" | "repository">): string | null {
  const folder = entryText(step.with, "working-directory");
  const files = (READ_BY_DEFAULT[step.uses?.name ?? ""] ?? []).map((name) => (folder ? `${folder}/${name}` : name));
  return files.find((file) => repository.has(file)) ?? null;
}

/** What is installed with it, as the action spells the list. */
function partsOf(inputs: StepContext["step"]["with"]): readonly string[] {
  const text = entryText(inputs, "components") ?? entryText(inputs, "extensions") ?? "";
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

function readCompanions({ step, draft }: StepContext, tool: ToolName): void {
  if (tool === "php") draft.addTool("composer");
  if (tool === "clojure" && entryText(step.with, "lein") !== null) draft.addTool("clojure", { with: ["lein"] });
  if (tool === "haskell" && entryText(step.with, "enable-stack") === "true")
    draft.addTool("haskell", { with: ["stack"] });
}

/** `v2.1` and `2.1.x` are `2.1` in a pipeline. Of several versions the first counts. */
function plainVersion(text: string): string {
  const first = text.split("\n")[0]?.trim() ?? "";
  return first.replace(/^v(?=\d)/, "").replace(/(?<=\d)(?:\.[xX*])+$/, "");
}

/** Literal, of the matrix, or of a variable of the workflow that is literal itself. */
function versionOf(
  written: string,
  { job, literals, axisKey, losses }: Omit<StepContext, "step" | "draft">,
): string | null {
  const text = literals(written);
  if (!isComputed(text)) return plainVersion(text);
  const inside = soleExpression(text) ?? "";
  const key = /^matrix\.([\w-]+)$/.exec(inside)?.[1];
  if (key !== undefined && key === axisKey) return "matrix";
  losses.add(job.id, `The version ${shown(text)} is computed by GitHub: write the one that you mean.`);
  return null;
}

function readCaches(context: StepContext, action: string): void {
  const { step, draft, repository } = context;
  const tool = cachedTool(context, action);
  if (tool === null) return;
  const told = PATH_INPUTS.map((name) => entryText(step.with, name)).find((text) => text !== null) ?? null;
  const folder = entryText(step.with, "working-directory") ?? entryText(step.with, "workspaces") ?? "";
  const usual = (USUAL_KEYS[tool] ?? []).map((file) => (folder === "" ? file : `${folder}/${file}`));
  const found = usual.filter((file) => repository.has(file)).slice(0, 1);
  const lines = told?.split("\n").flatMap((line) => line.trim() || []) ?? null;
  const assumed = CACHING_BY_THEMSELVES.has(action) || found.length > 0 ? found : usual.slice(0, 1);
  draft.addCache(tool, lines ?? assumed);
  if (tool !== "rust" && tool !== "go") draft.addTool(tool);
}

function cachedTool({ step }: StepContext, action: string): ToolName | null {
  const [tool, input = "", isOn] = SWITCHED_CACHES[action] ?? [];
  if (tool !== undefined) return isOn?.(entryText(step.with, input)) === true ? tool : null;
  const named = entryText(step.with, "cache") ?? "";
  return NAMED_CACHES.has(named) ? (named as ToolName) : null;
}

/** Folders that package managers keep their downloads or what they make of them in, and outputs of steps that ask them. */
const STORES =
  /\.npm|pnpm|yarn|\.bun|\.cache\/(?:pip|uv|pypoetry|pdm|composer|deno|shards|ccache)|\.m2|\.gradle|\.ivy2|\.sbt|coursier|\.cargo|target|go\/pkg|go-build|vendor|node_modules|deps|_build|\.nuget|\.pub-cache|\.build|\.stack|cabal|\.gem|composer|ccache|conan|\.venv|virtualenvs|steps\..*\.outputs/;

/** `actions/cache` of packages, by the files that its key hashes; any other cache is only a loss of time. */
export function readCacheStep({ step, job, draft, losses }: StepContext): void {
  const path = entryText(step.with, "path") ?? "";
  const hashed = /hashFiles\(([^)]*)\)/.exec(entryText(step.with, "key") ?? "")?.[1] ?? "";
  const files = [...hashed.matchAll(/'([^']+)'/g)].map(([, file = ""]) => file.replace(/^\*\*\//, ""));
  const tool = files
    .map((file) => KEY_FILES.find(([name]) => name.test(file))?.[1])
    .find((found) => found !== undefined);
  if (tool !== undefined && STORES.test(path)) draft.addCache(tool, files);
  else losses.add(job.id, `The cache of ${shown(path)} is not carried over: the job works without it, but slower.`);
}

const PYTHON_TOOL =
  /^(?:(?:python3? -m )?pip3? install|pipx install|uv tool install)(?: --upgrade| -U)? (poetry|pdm|pipenv|hatch|tox|nox|uv)(?:==(\S+))?$/;
const NODE_TOOL = /^npm (?:install|i) (?:--global|-g) (npm|pnpm|yarn)@(\S+)$/;
const COREPACK =
  /^corepack enable(?:\s+corepack (?:prepare|install --global|install -g) (yarn|pnpm)@(\S+)(?: --activate)?)?$/;
/** What the writer does again by itself where commands call for it. */
const IMPLIED = /^(?:echo "dir=\$\(composer config|pipx install (?:pre-commit|conan)$)/;
const RUSTUP = /^rustup (?:toolchain install|update|default|override)\b/;

/** Reads commands that do nothing but install a tool; false for any other script. */
export function readSetupRun(context: StepContext, script: string): boolean {
  const { draft, repository } = context;
  const text = script.trim();
  const [, name, version = null] = PYTHON_TOOL.exec(text) ?? NODE_TOOL.exec(text) ?? [];
  if (name !== undefined) {
    draft.addTool(name as ToolName, { version });
    return true;
  }
  const corepack = COREPACK.exec(text);
  if (corepack) {
    const [, named, wanted = null] = corepack;
    const tool = (named ?? (repository.has("pnpm-lock.yaml") ? "pnpm" : "yarn")) as ToolName;
    draft.addTool(tool, { version: wanted, versionFile: wanted === null ? "package.json" : null });
    return true;
  }
  return readRustup(context, text) || readPackages(context, text) || IMPLIED.test(text);
}

/** Build tools of C that the distribution has. */
function readPackages({ draft, step }: StepContext, text: string): boolean {
  const list = /^sudo apt-get update\s+sudo apt-get install --yes --no-install-recommends ([\w .+-]+)$/.exec(text)?.[1];
  if (list === undefined || step.name?.value !== "Install build tools") return false;
  draft.addTool("cpp", { with: list.split(" ") });
  return true;
}

/** Lines of rustup alone. */
function readRustup({ draft, step }: StepContext, text: string): boolean {
  const lines = text.split("\n").map((line) => line.trim());
  if (!RUSTUP.test(text) || !lines.every((line) => line.startsWith("rustup "))) return false;
  const named =
    /^rustup (?:toolchain install|default|update|override set) (?!-)(\$\{\{[^}]*\}\}|\S+)/m.exec(text)?.[1] ?? null;
  const parts = [...text.matchAll(/(?:--component|component add) ([\w, -]+)/g)].flatMap(([, list = ""]) =>
    list.split(/[ ,]+/).filter((part) => part !== "" && !part.startsWith("-")),
  );
  const folder = step.workingDirectory?.value;
  const file = folder === undefined ? "rust-toolchain.toml" : `${folder}/rust-toolchain.toml`;
  const version = named !== null && isComputed(named) ? "matrix" : named;
  draft.addTool("rust", { version, versionFile: version === null ? file : null, with: [...new Set(parts)] });
  return true;
}
