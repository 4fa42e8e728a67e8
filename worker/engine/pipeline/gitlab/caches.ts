import type { Cache, PipelineJob, ToolName } from "../pipeline.ts";

/** Where a tool keeps its downloads inside the project: GitLab caches nothing outside of it. */
interface CacheHome {
  /** From the root; `{dir}` is the component's folder with a slash, empty for the root. */
  readonly paths: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** For tools that no variable moves. */
  readonly setup: readonly string[];
}

/** GitLab reads at most two files for a key, and keeps at most four caches a job: docs.gitlab.com/ci/yaml, "cache". */
const MAX_KEY_FILES = 2;
const MAX_CACHES = 4;

function home(paths: string, variables: CacheHome["variables"] = {}, setup: readonly string[] = []): CacheHome {
  return { paths: paths.split(" "), variables, setup };
}

const PROJECT = "$CI_PROJECT_DIR";
const PIP = home(".cache/pip/", { PIP_CACHE_DIR: `${PROJECT}/.cache/pip` });
const MAVEN = home(".m2/repository/", { MAVEN_OPTS: `-Dmaven.repo.local=${PROJECT}/.m2/repository` });
const MIX = home("{dir}deps/ {dir}_build/");

/**
 * Formatters and linters that walk the whole project must not see what is cached: stores of files that they would judge
 * (pnpm's and Bun's) go below `node_modules`, Go keeps only its archives here, Deno's folder ignores itself.
 */
const HOMES: Readonly<Partial<Record<ToolName, CacheHome>>> = {
  npm: home(".npm/", { npm_config_cache: `${PROJECT}/.npm` }),
  node: home(".npm/", { npm_config_cache: `${PROJECT}/.npm` }),
  pnpm: home("node_modules/.cache/pnpm/", {}, [
    `pnpm config set --global store-dir "${PROJECT}/node_modules/.cache/pnpm"`,
  ]),
  yarn: home(".yarn-cache/", {
    YARN_CACHE_FOLDER: `${PROJECT}/.yarn-cache`,
    YARN_GLOBAL_FOLDER: `${PROJECT}/.yarn-cache`,
  }),
  bun: home("node_modules/.cache/bun/", { BUN_INSTALL_CACHE_DIR: `${PROJECT}/node_modules/.cache/bun` }),
  deno: home(".deno/", { DENO_DIR: `${PROJECT}/.deno` }, ["mkdir -p .deno && echo '*' > .deno/.gitignore"]),
  python: PIP,
  pip: PIP,
  hatch: PIP,
  tox: PIP,
  nox: PIP,
  pipenv: PIP,
  uv: home(".cache/uv/", { UV_CACHE_DIR: `${PROJECT}/.cache/uv`, UV_LINK_MODE: "copy" }),
  poetry: home(".cache/pypoetry/", {
    POETRY_CACHE_DIR: `${PROJECT}/.cache/pypoetry`,
    POETRY_VIRTUALENVS_PATH: "/tmp/virtualenvs",
  }),
  pdm: home(".cache/pdm/", { PDM_CACHE_DIR: `${PROJECT}/.cache/pdm` }),
  go: home(".go/", { GOCACHE: `${PROJECT}/.go/build` }, [
    'mkdir -p .go/download "$(go env GOMODCACHE)/cache"',
    `ln -sfn "${PROJECT}/.go/download" "$(go env GOMODCACHE)/cache/download"`,
  ]),
  java: MAVEN,
  maven: MAVEN,
  clojure: home(".m2/repository/ .gitlibs/", {
    MAVEN_OPTS: `-Dmaven.repo.local=${PROJECT}/.m2/repository`,
    GITLIBS: `${PROJECT}/.gitlibs`,
  }),
  gradle: home(".gradle/caches/ .gradle/wrapper/", { GRADLE_USER_HOME: `${PROJECT}/.gradle` }),
  sbt: home(".cache/coursier/", { COURSIER_CACHE: `${PROJECT}/.cache/coursier` }),
  rust: home(".cargo/registry/index/ .cargo/registry/cache/ .cargo/git/db/", { CARGO_HOME: `${PROJECT}/.cargo` }),
  ruby: home("{dir}vendor/bundle/", { BUNDLE_PATH: "vendor/bundle" }),
  composer: home(".composer-cache/", { COMPOSER_CACHE_DIR: `${PROJECT}/.composer-cache` }),
  php: home(".composer-cache/", { COMPOSER_CACHE_DIR: `${PROJECT}/.composer-cache` }),
  elixir: MIX,
  erlang: home("{dir}_build/default/lib/"),
  gleam: home("{dir}build/packages/"),
  dotnet: home(".nuget/packages/", { NUGET_PACKAGES: `${PROJECT}/.nuget/packages` }),
  dart: home(".pub-cache/", { PUB_CACHE: `${PROJECT}/.pub-cache` }),
  flutter: home(".pub-cache/", { PUB_CACHE: `${PROJECT}/.pub-cache` }),
  swift: home("{dir}.build/"),
  haskell: home(".cabal/packages/ .cabal/store/", { CABAL_DIR: `${PROJECT}/.cabal` }),
  zig: home(".zig-cache/p/", { ZIG_GLOBAL_CACHE_DIR: `${PROJECT}/.zig-cache` }),
  crystal: home(".shards/", { SHARDS_CACHE_PATH: `${PROJECT}/.shards` }),
  terraform: home(".terraform.d/plugin-cache/", { TF_PLUGIN_CACHE_DIR: `${PROJECT}/.terraform.d/plugin-cache` }, [
    `mkdir -p "${PROJECT}/.terraform.d/plugin-cache"`,
  ]),
};

/** Variables that say where downloads are kept. */
export const CACHE_VARIABLES: ReadonlySet<string> = new Set(
  Object.values(HOMES).flatMap(({ variables }) => Object.keys(variables)),
);

/** One item of a job's `cache`. */
export interface GitlabCache {
  /** Keeps caches of different tools apart where the same file names both. */
  readonly prefix: string;
  readonly files: readonly string[];
  readonly paths: readonly string[];
}

export interface CacheSetup {
  readonly caches: readonly GitlabCache[];
  readonly variables: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/** A job's caches in GitLab's words, with the variables and lines that move the downloads into the project. */
export function cachesOf(job: PipelineJob): CacheSetup {
  const known = job.caches.flatMap((cache) => {
    const found = HOMES[cache.tool];
    return found ? [{ cache, home: found }] : [];
  });
  const caches = new Map<string, GitlabCache>();
  for (const item of known.map(({ cache, home: { paths } }) => cacheItem(cache, paths))) {
    const id = `${item.prefix} ${item.files.join(" ")}`;
    const paths = [...(caches.get(id)?.paths ?? []), ...item.paths];
    caches.set(id, { ...item, paths: [...new Set(paths)] });
  }
  return {
    caches: [...caches.values()].slice(0, MAX_CACHES),
    variables: Object.assign(
      {},
      ...known.map(({ cache, home: { variables } }) => ({ ...variables, ...frozen(cache) })),
    ),
    lines: [...new Set(known.flatMap(({ home: { setup } }) => setup))],
  };
}

function cacheItem({ tool, keyFiles, directory }: Cache, paths: readonly string[]): GitlabCache {
  const dir = directory === "." || directory === "" ? "" : `${directory}/`;
  return {
    prefix: tool,
    files: keyFiles.slice(0, MAX_KEY_FILES),
    paths: paths.map((path) => path.replace("{dir}", dir)),
  };
}

/** Bundler alone keeps to its lockfile only when a variable says so. */
function frozen({ tool, keyFiles }: Cache): Readonly<Record<string, string>> {
  return tool === "ruby" && keyFiles.some((file) => file.endsWith(".lock")) ? { BUNDLE_FROZEN: "true" } : {};
}
