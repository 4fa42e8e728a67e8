/** Where tools keep their downloads in CircleCI's images, and what names a cache. */
import type { Cache, PipelineJob, Toolchain, ToolName } from "../pipeline.ts";
import type { JobImage } from "./images.ts";

interface Store {
  /** `~` is the home folder; others are below the component's folder. */
  readonly paths: readonly string[];
  /** What is built with the language itself does not fit another version or job. */
  readonly isBuilt?: true;
  /** Variables that make the tool keep its files there. */
  readonly env?: Readonly<Record<string, string>>;
}

const JVM: Store = { paths: ["~/.m2/repository"] };
const PIP: Store = { paths: ["~/.cache/pip"] };
const PUB: Store = { paths: ["~/.pub-cache"] };
const NPM: Store = { paths: ["~/.npm"] };

const STORES: Partial<Record<ToolName, Store>> = {
  node: NPM,
  npm: NPM,
  pnpm: { paths: ["~/.local/share/pnpm/store"] },
  yarn: { paths: ["~/.cache/yarn", "~/.yarn/berry/cache"] },
  bun: { paths: ["~/.bun/install/cache"] },
  deno: { paths: ["~/.cache/deno"] },
  python: PIP,
  pip: PIP,
  tox: PIP,
  nox: PIP,
  uv: { paths: ["~/.cache/uv"] },
  poetry: { paths: ["~/.cache/pypoetry"] },
  pdm: { paths: ["~/.cache/pdm"] },
  pipenv: { paths: ["~/.cache/pipenv", "~/.cache/pip"] },
  hatch: { paths: ["~/.cache/pip", "~/.cache/hatch"] },
  go: { paths: ["~/go/pkg/mod", "~/.cache/go-build"] },
  "golangci-lint": { paths: ["~/.cache/golangci-lint"] },
  java: JVM,
  maven: JVM,
  clojure: { paths: ["~/.m2/repository", "~/.gitlibs"] },
  gradle: { paths: ["~/.gradle/caches", "~/.gradle/wrapper"] },
  sbt: { paths: ["~/.cache/coursier", "~/.ivy2/cache", "~/.sbt"] },
  rust: { paths: ["~/.cargo/registry", "~/.cargo/git", "target"], isBuilt: true },
  ruby: { paths: ["vendor/bundle"], isBuilt: true, env: { BUNDLE_PATH: "vendor/bundle" } },
  composer: { paths: ["/tmp/composer-cache"], env: { COMPOSER_CACHE_DIR: "/tmp/composer-cache" } },
  php: { paths: ["/tmp/composer-cache"], env: { COMPOSER_CACHE_DIR: "/tmp/composer-cache" } },
  elixir: { paths: ["deps", "_build"], isBuilt: true },
  erlang: { paths: ["~/.cache/rebar3"] },
  gleam: { paths: ["build/packages"] },
  dotnet: { paths: ["~/.nuget/packages"] },
  dart: PUB,
  flutter: PUB,
  swift: { paths: [".build"], isBuilt: true },
  haskell: { paths: ["~/.stack", "~/.cabal/packages"] },
  zig: { paths: ["~/.cache/zig"] },
  crystal: { paths: ["~/.cache/shards", "lib"] },
  terraform: { paths: ["/tmp/terraform-plugins"], env: { TF_PLUGIN_CACHE_DIR: "/tmp/terraform-plugins" } },
};

/** `v1` is there to be counted up by hand when a cache went bad. */
const GENERATION = "v1";

export interface CacheSteps {
  readonly key: string;
  /** Prefix of older caches of the same kind. */
  readonly fallback: string;
  readonly paths: readonly string[];
}

/** What to restore and save; null for a tool whose downloads are not known. */
export function cacheSteps(cache: Cache, job: PipelineJob, image: JobImage): CacheSteps | null {
  const store = STORES[cache.tool];
  if (!store) return null;
  const own = job.toolchains.find(({ tool }) => tool === cache.tool);
  const fallback = `${[GENERATION, cache.tool, ...scopeOf(cache, job, image)].join("-")}-{{ arch }}-`;
  const sums = cache.keyFiles.map((file) => `{{ checksum "${file}" }}`);
  return { key: `${fallback}${sums.join("-")}`, fallback, paths: pathsOf(store, cache, own) };
}

function scopeOf({ tool, directory }: Cache, { id }: PipelineJob, { image }: JobImage): string[] {
  const folder = directory === "." ? [] : [directory.replaceAll(/[^\w.]+/g, "-").replaceAll(/^-+|-+$/g, "")];
  const tag = /:(.*)$/.exec(image)?.[1] ?? "";
  return STORES[tool]?.isBuilt ? [id, ...folder, tag] : folder;
}

function pathsOf({ paths }: Store, { directory }: Cache, own: Toolchain | undefined): readonly string[] {
  const inFolder = paths.map((path) =>
    directory === "." || /^[~/]/.test(path) ? path : `${directory.replace(/\/$/, "")}/${path}`,
  );
  if (own?.tool !== "yarn" || own.version === null) return inFolder;
  return inFolder.filter((path) => path.includes("berry") !== own.version?.startsWith("1"));
}

/** Variables that caches need, for the job's environment. */
export function cacheEnv(caches: readonly Cache[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...caches.map(({ tool }) => STORES[tool]?.env ?? {}));
}

/** Lockfiles, by which a cache of a project's own folder (`node_modules`, `.venv`) is known too. */
const LOCKFILES: Readonly<Record<string, ToolName>> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "package.json": "npm",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
  "deno.lock": "deno",
  "uv.lock": "uv",
  "poetry.lock": "poetry",
  "pdm.lock": "pdm",
  "Pipfile.lock": "pipenv",
  "requirements.txt": "pip",
  "setup.py": "pip",
  "pyproject.toml": "pip",
  "go.sum": "go",
  "go.mod": "go",
  "pom.xml": "maven",
  "build.gradle": "gradle",
  "build.gradle.kts": "gradle",
  "build.sbt": "sbt",
  "project.clj": "clojure",
  "deps.edn": "clojure",
  "Cargo.lock": "rust",
  "Gemfile.lock": "ruby",
  "composer.lock": "composer",
  "composer.json": "composer",
  "mix.lock": "elixir",
  "packages.lock.json": "dotnet",
  "pubspec.lock": "dart",
  "Package.resolved": "swift",
};

/** The tool that keeps its downloads at these paths, or whose lockfile names the cache; null for none. */
export function toolOfPaths(paths: readonly string[], keyFiles: readonly string[]): ToolName | null {
  const wanted = paths.map((path) => path.replace(/^(?:\/home\/circleci|\/root|\$HOME)(?=\/)/, "~").replace(/\/$/, ""));
  const found = Object.entries(STORES).filter(([, store]) => store.paths.some((path) => isSame(path, wanted)));
  const names = found.map(([tool]) => tool as ToolName);
  const byFile = keyFiles.flatMap((file) => LOCKFILES[file.split("/").at(-1) ?? ""] ?? []);
  return byFile.find((tool) => names.includes(tool)) ?? names[0] ?? byFile[0] ?? null;
}

function isSame(path: string, wanted: readonly string[]): boolean {
  const isOutside = /^[~/]/.test(path);
  return wanted.some((each) => each === path || (isOutside ? each.startsWith(`${path}/`) : each.endsWith(`/${path}`)));
}
