import type { RepositoryModel } from "../../../model/repository.ts";
import type { Install } from "./find-installs.ts";

/** How an action caches one package manager's downloads. Sources: the actions' README and sources, 2026-08. */
export interface CacheInput {
  readonly input: string;
  readonly value: string;
  /** The first major version that has the input. */
  readonly since: number;
  /** What the key is computed from; the first that exists in the install's folder, or above it, counts. */
  readonly lockfiles: readonly string[];
  /** `root`: the action looks in the workspace's root only, and fails or does not cache without a path. `anywhere`: it searches. */
  readonly looks: "root" | "anywhere";
  /** False where the path of another folder's lockfile cannot be given. */
  readonly hasPath: boolean;
  /** The program that must be there before the action runs; null when none is needed. */
  readonly needs: string | null;
}

const node = (manager: string, lockfiles: readonly string[], needs: string | null = null): CacheInput => ({
  input: "cache",
  value: manager,
  since: 2,
  lockfiles,
  looks: "root",
  hasPath: true,
  needs,
});

const searched = (since: number, manager: string, lockfiles: readonly string[]): CacheInput => ({
  input: "cache",
  value: manager,
  since,
  lockfiles,
  looks: "anywhere",
  hasPath: true,
  needs: manager === "poetry" ? "poetry" : null,
});

/** By action and package manager. */
export const CACHE_INPUTS: Readonly<Record<string, Readonly<Record<string, CacheInput>>>> = {
  "actions/setup-node": {
    npm: node("npm", ["package-lock.json", "npm-shrinkwrap.json"]),
    yarn: node("yarn", ["yarn.lock"]),
    pnpm: node("pnpm", ["pnpm-lock.yaml"], "pnpm"),
  },
  "actions/setup-python": {
    pip: searched(3, "pip", ["requirements.txt", "pyproject.toml"]),
    pipenv: searched(3, "pipenv", ["Pipfile.lock"]),
    poetry: searched(3, "poetry", ["poetry.lock"]),
  },
  "actions/setup-go": {
    go: { input: "cache", value: "true", since: 3, lockfiles: ["go.sum"], looks: "root", hasPath: true, needs: null },
  },
  "actions/setup-java": {
    maven: searched(2, "maven", ["pom.xml"]),
    gradle: searched(2, "gradle", ["build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"]),
  },
  "ruby/setup-ruby": {
    bundler: {
      input: "bundler-cache",
      value: "true",
      since: 1,
      lockfiles: ["Gemfile.lock"],
      looks: "root",
      hasPath: false,
      needs: null,
    },
  },
  "actions/setup-dotnet": {
    nuget: {
      input: "cache",
      value: "true",
      since: 4,
      lockfiles: ["packages.lock.json"],
      looks: "root",
      hasPath: true,
      needs: null,
    },
  },
};

/** The file that a cache of this install would be keyed by; null when there is none or its place is unclear. */
export function findLockfile(
  repository: RepositoryModel,
  install: Install,
  cache: Pick<CacheInput, "lockfiles">,
): string | null {
  if (install.directory === null) return null;
  const named = install.files
    .map((file) => inFolder(install.directory ?? "", file))
    .find((path) => repository.has(path));
  if (named !== undefined) return named;
  for (let folder: string | null = install.directory; folder !== null; folder = parentOf(folder)) {
    const found = cache.lockfiles.map((name) => inFolder(folder ?? "", name)).find((path) => repository.has(path));
    if (found !== undefined) return found;
  }
  return null;
}

interface Default {
  readonly cache: CacheInput;
  readonly major: number | null;
}

/** True when the action finds the file without being told where it is. setup-python looks for `pyproject.toml` from version 5 on. */
export function isFoundByDefault(lockfile: string, { cache, major }: Default): boolean {
  const name = lockfile.slice(lockfile.lastIndexOf("/") + 1);
  if (name === "pyproject.toml" && (major ?? 0) < 5) return false;
  return cache.lockfiles.includes(name) && (cache.looks === "anywhere" || !lockfile.includes("/"));
}

function inFolder(folder: string, name: string): string {
  return folder === "" ? name.replace(/^\.\//, "") : `${folder}/${name.replace(/^\.\//, "")}`;
}

function parentOf(folder: string): string | null {
  if (folder === "") return null;
  const slash = folder.lastIndexOf("/");
  return slash === -1 ? "" : folder.slice(0, slash);
}
