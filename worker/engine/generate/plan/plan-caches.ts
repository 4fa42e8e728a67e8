import type { Cache, ToolName } from "../../pipeline/pipeline.ts";
import type { Component } from "../../profile/stack-profile.ts";
import { withFolder } from "./component-paths.ts";

/** Whose downloads are kept, by the package manager's name. */
const TOOLS: Readonly<Record<string, ToolName>> = {
  npm: "npm",
  pnpm: "pnpm",
  yarn: "yarn",
  bun: "bun",
  deno: "deno",
  uv: "uv",
  poetry: "poetry",
  pdm: "pdm",
  pipenv: "pipenv",
  pip: "pip",
  hatch: "hatch",
  go: "go",
  cargo: "rust",
  maven: "maven",
  gradle: "gradle",
  sbt: "sbt",
  bundler: "ruby",
  composer: "composer",
  mix: "elixir",
  rebar3: "erlang",
  gleam: "gleam",
  nuget: "dotnet",
  pub: "dart",
  flutter: "flutter",
  swiftpm: "swift",
  swift: "swift",
  conan: "cpp",
  stack: "haskell",
  cabal: "haskell",
  shards: "crystal",
};
/** Managers whose manifests pin versions, so that they say what is downloaded where there is no lockfile. */
const MANIFESTS: Readonly<Record<string, RegExp>> = {
  maven: /(?:^|\/)pom\.xml$/,
  gradle:
    /(?:^|\/)(?:build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|libs\.versions\.toml|gradle-wrapper\.properties)$/,
  sbt: /(?:^|\/)(?:build\.sbt|build\.properties|plugins\.sbt)$/,
  pip: /(?:^|\/)[\w.-]*(?:requirements|constraints)[\w.-]*\.(?:txt|in)$/,
};

/** What pip installs a project from that has no list of requirements. */
const PYTHON_MANIFEST = /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg))$/;

/** The downloads of a component's package manager, named by its lockfile; none where nothing says what they are. */
export function planCaches(component: Component): readonly Cache[] {
  const { packageManager, path } = component;
  const named = TOOLS[packageManager?.name ?? ""];
  const tool = named === "dart" && component.frameworks.includes("flutter") ? "flutter" : named;
  const keyFiles = keyFilesOf(component);
  return tool === undefined || keyFiles.length === 0 ? [] : [{ tool, keyFiles, directory: path }];
}

function keyFilesOf({ packageManager, evidence, commands, path }: Component): readonly string[] {
  if (packageManager === null) return [];
  if (packageManager.lockfile !== null) return [packageManager.lockfile];
  const manifest = MANIFESTS[packageManager.name];
  if (manifest === undefined) return [];
  const installed = [...(commands.install ?? "").matchAll(/(?:\s-r|--requirement)[\s=]+(\S+)/g)].map(([, file = ""]) =>
    withFolder(path, file),
  );
  const proven = evidence.map((each) => each.path).filter((file) => manifest.test(file));
  const own = packageManager.name === "pip" && installed.length === 0 ? evidence.map((each) => each.path) : [];
  const declared = own.filter((file) => PYTHON_MANIFEST.test(file));
  return [...new Set([...installed, ...proven, ...declared])].filter((file) => /^[\w@./-]+$/.test(file)).sort();
}
