import type { RepositoryModel } from "../model/repository.ts";
import { readRuntimeClaims } from "./runtime-claims.ts";
import type { PackageManager, StackProfile } from "./stack-profile.ts";

const LANGUAGES: readonly (readonly [string, RegExp])[] = [
  ["node", /^package\.json$/],
  ["python", /^(?:pyproject\.toml|setup\.(?:py|cfg)|Pipfile|.*requirements.*\.txt)$/],
  ["go", /^go\.(?:mod|work)$/],
  ["rust", /^Cargo\.toml$/],
  ["java", /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/],
  ["ruby", /^(?:Gemfile|.+\.gemspec)$/],
  ["php", /^composer\.json$/],
  ["dotnet", /\.(?:cs|fs|vb)proj$|^.+\.slnx?$/],
  ["elixir", /^mix\.exs$/],
  ["dart", /^pubspec\.yaml$/],
  ["swift", /^Package\.swift$/],
  ["deno", /^deno\.jsonc?$/],
  ["cpp", /^(?:CMakeLists\.txt|meson\.build)$/],
];

/** Lockfiles and whose they are; of several in one folder the first counts. */
const LOCKFILES: Readonly<Record<string, string>> = {
  "pnpm-lock.yaml": "pnpm",
  "bun.lock": "bun",
  "bun.lockb": "bun",
  "yarn.lock": "yarn",
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "deno.lock": "deno",
  "uv.lock": "uv",
  "poetry.lock": "poetry",
  "pdm.lock": "pdm",
  "Pipfile.lock": "pipenv",
  "go.sum": "go",
  "Cargo.lock": "cargo",
  "Gemfile.lock": "bundler",
  "composer.lock": "composer",
  "mix.lock": "mix",
  "packages.lock.json": "nuget",
  "pubspec.lock": "pub",
};

/** Every name that a language or lockfile has ends like this: most paths need no further look. */
const MAY_SAY_SOMETHING =
  /(?:\.(?:json|lockb?|ya?ml|toml|txt|sum|mod|work|py|cfg|xml|kts|gradle|gemspec|slnx?|[cfv][sb]proj|exs|swift|jsonc|build)|Pipfile|Gemfile|gems\.locked)$/;

const NOT_OURS = /(?:^|\/)(?:vendor|third_party|testdata|fixtures|__fixtures__)\//;

/** Reads what the repository is made of from its paths and the version files of its root. */
export function readStackProfile(repository: RepositoryModel): StackProfile {
  const paths = repository.snapshot.paths.filter((path) => MAY_SAY_SOMETHING.test(path) && !NOT_OURS.test(path));
  const names = [...new Set(paths.map(nameOf))];
  const languages = LANGUAGES.filter(([, pattern]) => names.some((name) => pattern.test(name)));
  return {
    languages: languages.map(([language]) => language),
    packageManagers: readPackageManagers(paths),
    runtimes: readRuntimeClaims(repository, ""),
  };
}

function readPackageManagers(paths: readonly string[]): PackageManager[] {
  return paths.flatMap((path) => {
    const name = LOCKFILES[nameOf(path)];
    return name === undefined
      ? []
      : [{ name, directory: path.slice(0, -nameOf(path).length).replace(/\/$/, ""), lockfile: path }];
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
