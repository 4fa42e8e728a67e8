/**
 * Folders that hold downloaded dependencies, and the files that say what is in them: lockfiles, or the manifest where the tool has none. Source: the package managers' own
 * documentation of their cache folders and docs.gitlab.com/ci/caching/examples.
 */
export interface CachePath {
  readonly folder: RegExp;
  /** The first that the repository has names the key; a pattern for `*`. */
  readonly lockfiles: readonly string[];
  readonly source: string;
  readonly seen: string;
  /** Folders that the pattern means, and one that looks alike. */
  readonly examples: { readonly yes: readonly string[]; readonly no: string };
}

const SEEN = "2026-11-20";

export const GITLAB_CACHE_PATHS: readonly CachePath[] = [
  {
    folder: /(?:^|\/)(?:node_modules|\.npm|\.yarn(?:\/cache)?|\.yarn-cache|\.pnpm-store|\.bun)$/,
    lockfiles: ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"],
    source: "https://docs.gitlab.com/ci/caching/examples/#cache-nodejs-dependencies",
    seen: SEEN,
    examples: { yes: ["node_modules", ".npm", ".yarn/cache", ".pnpm-store"], no: "dist" },
  },
  {
    folder: /(?:^|\/)(?:vendor\/(?:ruby|bundle)|\.bundle)$/,
    lockfiles: ["Gemfile.lock"],
    source: "https://docs.gitlab.com/ci/caching/examples/#cache-ruby-dependencies",
    seen: SEEN,
    examples: { yes: ["vendor/ruby", "vendor/bundle"], no: "vendor/assets" },
  },
  {
    folder: /(?:^|\/)(?:\.cache\/pip|\.pip|pip-cache|\.?venv|\.cache\/(?:pypoetry|uv|pipenv)|\.uv-cache)$/,
    lockfiles: ["poetry.lock", "uv.lock", "Pipfile.lock", "pdm.lock", "requirements.txt"],
    source: "https://docs.gitlab.com/ci/caching/examples/#cache-python-dependencies",
    seen: SEEN,
    examples: { yes: [".cache/pip", "venv", ".venv", ".cache/uv"], no: ".cache/mypy" },
  },
  {
    folder: /(?:^|\/)(?:\.?go\/pkg\/mod|\.go|\.gocache|\.cache\/go-mod)$/,
    lockfiles: ["go.sum"],
    source: "https://docs.gitlab.com/ci/caching/examples/#cache-go-dependencies",
    seen: SEEN,
    examples: { yes: [".go/pkg/mod", "go/pkg/mod"], no: "go/src" },
  },
  {
    folder: /(?:^|\/)(?:\.?cargo(?:\/registry)?)$/,
    lockfiles: ["Cargo.lock"],
    source: "https://doc.rust-lang.org/cargo/guide/cargo-home.html#caching-the-cargo-home-in-ci",
    seen: SEEN,
    examples: { yes: [".cargo", ".cargo/registry"], no: "cargo/src" },
  },
  {
    folder: /(?:^|\/)(?:vendor|\.composer(?:-cache)?|\.composer\/cache)$/,
    lockfiles: ["composer.lock"],
    source: "https://docs.gitlab.com/ci/caching/examples/#cache-php-dependencies",
    seen: SEEN,
    examples: { yes: ["vendor", ".composer-cache"], no: "vendor/bin" },
  },
  {
    folder: /(?:^|\/)\.m2(?:\/repository)?$/,
    lockfiles: ["pom.xml"],
    source: "https://maven.apache.org/guides/introduction/introduction-to-repositories.html",
    seen: SEEN,
    examples: { yes: [".m2", ".m2/repository"], no: ".m2/wrapper" },
  },
  {
    folder: /(?:^|\/)\.gradle(?:\/caches)?$/,
    lockfiles: ["gradle.lockfile", "gradle/libs.versions.toml", "build.gradle.kts", "build.gradle"],
    source: "https://docs.gradle.org/current/userguide/dependency_caching.html",
    seen: SEEN,
    examples: { yes: [".gradle", ".gradle/caches"], no: ".gradle/daemon" },
  },
  {
    folder: /(?:^|\/)\.nuget(?:\/packages)?$/,
    lockfiles: ["packages.lock.json"],
    source:
      "https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies",
    seen: SEEN,
    examples: { yes: [".nuget", ".nuget/packages"], no: "packages" },
  },
];
