import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { upward } from "../folder-paths.ts";
import { type Generator, generatorOf } from "./site-generators.ts";

/** Sites of a generator that is one program, and pages that are served as they are. */
export const staticDetector: Detector = {
  ecosystem: "static",
  owns: (folder) => pageOf(folder) !== null || generatorOf(folder) !== null,
  detect: (folder) => {
    const generator = generatorOf(folder);
    return generator ? detectGenerated(folder, generator) : detectPlain(folder);
  },
};

function detectGenerated(folder: Folder, { name, config, build, start }: Generator): Detected {
  const draft = new ComponentDraft(folder);
  const proof = draft.proof(config);
  draft.language("html", { ...proof, confidence: "medium" });
  draft.framework(name, proof);
  draft.command("build", build, proof);
  draft.command("start", start, proof);
  return draft.finish();
}

function pageOf(folder: Folder): string | null {
  return folder.first("Staticfile", "index.html", "public/index.html");
}

/** Files that say that a page belongs to something else, in the folder or above. */
const MANIFESTS =
  /^(?:package\.json|deno\.jsonc?|pyproject\.toml|requirements\.txt|setup\.py|Pipfile|manage\.py|Gemfile|composer\.json|index\.php|mix\.exs|go\.mod|main\.go|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|build\.sbt|project\.clj|deps\.edn|pubspec\.yaml|Package\.swift|CMakeLists\.txt|gleam\.toml|shard\.yml|build\.zig|rebar\.config|stack\.yaml|_config\.yml|mkdocs\.yml|.+\.(?:csproj|fsproj|sln|slnx|cabal))$/;
/** Pages deeper than this are documentation or parts of something. */
const MAX_DEPTH = 1;

function detectPlain(folder: Folder): Detected | null {
  const page = pageOf(folder);
  const isDeep = folder.path !== "." && folder.path.split("/").length > MAX_DEPTH;
  const isPart = /(?:^|\/)(?:docs?|coverage|reports?|templates?|public|static|assets|build)$/.test(folder.path);
  if (page === null || isDeep || isPart || belongsToOther(folder)) return null;
  const draft = new ComponentDraft(folder);
  draft.language("html", draft.proof(page, undefined, page === "index.html" ? "high" : "medium"));
  for (const [language, end] of [
    ["javascript", ".js"],
    ["css", ".css"],
  ] as const) {
    const file = folder.below.find((path) => path.endsWith(end));
    if (file !== undefined) draft.language(language, draft.proof(file, undefined, "medium"));
  }
  return draft.finish();
}

function belongsToOther(folder: Folder): boolean {
  const { paths } = folder.repository.snapshot;
  const above = new Set(upward(folder.path));
  return paths.some((path) => {
    const slash = path.lastIndexOf("/");
    return above.has(slash < 0 ? "." : path.slice(0, slash)) && MANIFESTS.test(path.slice(slash + 1));
  });
}
