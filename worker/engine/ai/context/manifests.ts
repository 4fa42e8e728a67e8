import type { RepositoryModel } from "../../model/repository.ts";

/** Names of files that say which commands and tool versions a pipeline finds. */
const PIPELINE_MANIFESTS =
  `package.json composer.json deno.json deno.jsonc turbo.json turbo.jsonc nx.json global.json pyproject.toml Cargo.toml mise.toml
  .mise.toml rust-toolchain.toml go.mod go.work .nvmrc .node-version .bun-version .python-version runtime.txt .go-version rust-toolchain
  .ruby-version .php-version .elixir-version .java-version .sdkmanrc .swift-version .tool-versions .terraform-version tox.ini
  pnpm-workspace.yaml`.split(/\s+/);

/** Names of files that say what a project depends on. */
const DEPENDENCY_MANIFESTS = new Set(
  `package.json pnpm-workspace.yaml pyproject.toml Pipfile setup.cfg requirements.txt requirements-dev.txt dev-requirements.txt go.mod
  Cargo.toml Gemfile composer.json mix.exs pom.xml build.gradle build.gradle.kts libs.versions.toml Directory.Packages.props
  pubspec.yaml Package.swift deno.json deno.jsonc build.sbt environment.yml`.split(/\s+/),
);

/** Manifests of the root and of the folders that a pipeline works in, the root first. `texts`: what the pipeline says. */
export function pipelineManifests({ files }: RepositoryModel, texts: readonly string[]): string[] {
  const wanted = files.filter(({ path }) => PIPELINE_MANIFESTS.includes(path.slice(path.lastIndexOf("/") + 1)));
  const used = wanted.filter(({ path }) => {
    const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
    return folder === "" || texts.some((text) => namesFolder(text, folder));
  });
  return byDepth(used.map(({ path }) => path));
}

/** True where the folder's path stands in the text and does not go on. */
function namesFolder(text: string, folder: string): boolean {
  for (let at = text.indexOf(folder); at !== -1; at = text.indexOf(folder, at + 1)) {
    const [before = " ", behind = " "] = [text[at - 1], text[at + folder.length]];
    if (!/[\w-]/.test(before) && !/[\w.-]/.test(behind)) return true;
  }
  return false;
}

/** Every manifest that lists dependencies, the root first. */
export function dependencyManifests({ files }: RepositoryModel): string[] {
  return byDepth(
    files.map(({ path }) => path).filter((path) => DEPENDENCY_MANIFESTS.has(path.slice(path.lastIndexOf("/") + 1))),
  );
}

function byDepth(paths: readonly string[]): string[] {
  const depth = (path: string) => path.split("/").length;
  return paths.toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}
