import { Folder } from "../folder.ts";
import type { Commands } from "../stack-profile.ts";
import { installedOf, type NodePackage } from "./node-package.ts";

/** Manifests of backends that carry a `package.json` for their assets, or for tools of their repository. */
const BACKEND =
  /^(?:Gemfile|gems\.rb|composer\.json|mix\.exs|manage\.py|pyproject\.toml|requirements\.txt|Pipfile|setup\.py|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|Cargo\.toml|artisan|.+\.(?:cs|fs|vb)proj|.+\.slnx?)$/;
/** Frameworks of the frontend alone: what a backend's own pages are built with. */
const PAGE_FRAMEWORKS: ReadonlySet<string> = new Set([
  "vite",
  "react",
  "vue",
  "svelte",
  "solid",
  "preact",
  "lit",
  "parcel",
  "brunch",
]);
const TEST_TOOLS = ["vitest", "jest", "mocha", "ava", "@playwright/test", "cypress", "karma"];

/** True for a manifest that only builds assets of the backend beside it, or only installs tools such as Husky: no tests, no server, no framework of its own. */
export function isAssetStep(node: NodePackage, frameworks: readonly string[], commands: Commands): boolean {
  if (!hasBackend(node.folder)) return false;
  if (commands.test !== null || installedOf(node, TEST_TOOLS) !== null || "workspaces" in node.manifest) return false;
  const start = node.scripts.get("start") ?? "";
  const isRun =
    /^(?:node|tsx|ts-node|bun|deno)\s/.test(start) || /^(?:node|bun run) \S+\.[cm]?[jt]sx?$/.test(commands.start ?? "");
  return !isRun && frameworks.every((name) => PAGE_FRAMEWORKS.has(name));
}

/** In the folder itself, or around a folder that is named after what it holds: `assets` of Phoenix. */
function hasBackend(folder: Folder): boolean {
  if (folder.names.some((name) => BACKEND.test(name))) return true;
  const [, parent = ".", name] = /^(?:(.+)\/)?([^/]+)$/.exec(folder.path) ?? [];
  if (!/^(?:assets|static_src)$/.test(name ?? "")) return false;
  return new Folder(folder.repository, parent, []).first("mix.exs", "manage.py", "apps.py") !== null;
}

const MANIFEST =
  /\/(?:package\.json|pyproject\.toml|requirements\.txt|Pipfile|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json|mix\.exs|pubspec\.yaml|Package\.swift|[^/]+\.[cfv][sb]proj)$/;

/** True for a manifest that only installs tools of a repository whose projects stand in folders below: nothing of its own to check, build or run. */
export function isToolbox(node: NodePackage, frameworks: readonly string[], commands: Commands): boolean {
  const { install: _, ...others } = commands;
  const isIdle = Object.values(others).every((command) => command === null) && frameworks.length === 0;
  const { folder } = node;
  const hasSources = folder.below.some(
    (path) => /^(?:(?:src|lib)\/)?[^/]+\.[cm]?[jt]sx?$/.test(path) && !/\.(?:config|conf)\.|rc\./.test(path),
  );
  return (
    isIdle &&
    !hasSources &&
    !node.isBroken &&
    folder.below.some((path) => MANIFEST.test(path) && !path.includes("node_modules/"))
  );
}
