/** Registries that accept a run's own identity instead of a stored token, and how publishing with a token looks. */

export interface RegistryRow {
  readonly registry: string;
  /** First words of commands, options between them skipped. */
  readonly commands: readonly string[];
  /** Environment variables in which the commands expect a token. */
  readonly variables: readonly string[];
  /** Options and variables that send the package elsewhere unless their value holds one of `hosts`, or is it where that is a bare name. */
  readonly elsewhere: readonly string[];
  readonly hosts: readonly string[];
  /** Options after which nothing is published. */
  readonly dryRun: readonly string[];
  readonly source: string;
  readonly seen: string;
}

const SEEN = "2026-11-21";
const PYPI = {
  registry: "PyPI",
  hosts: ["upload.pypi.org", "test.pypi.org"],
  source: "https://docs.pypi.org/trusted-publishers/",
  seen: SEEN,
};

export const REGISTRIES: readonly RegistryRow[] = [
  {
    registry: "npm",
    commands: [
      "npm publish",
      "pnpm publish",
      "yarn npm publish",
      "lerna publish",
      "changeset publish",
      "semantic-release",
    ],
    variables: ["NODE_AUTH_TOKEN", "NPM_TOKEN", "NPM_CONFIG_TOKEN", "YARN_NPM_AUTH_TOKEN", "NPM_AUTH_TOKEN"],
    elsewhere: ["--registry", "npm_config_registry", "NPM_CONFIG_REGISTRY", "YARN_NPM_PUBLISH_REGISTRY"],
    hosts: ["registry.npmjs.org"],
    dryRun: ["--dry-run", "--dry"],
    source: "https://docs.npmjs.com/trusted-publishers",
    seen: SEEN,
  },
  {
    ...PYPI,
    commands: ["twine upload", "python -m twine upload", "python3 -m twine upload"],
    variables: ["TWINE_PASSWORD"],
    elsewhere: ["--repository-url", "--repository", "-r", "TWINE_REPOSITORY_URL", "TWINE_REPOSITORY"],
    hosts: [...PYPI.hosts, "pypi", "testpypi"],
    dryRun: [],
  },
  {
    ...PYPI,
    commands: ["uv publish"],
    variables: ["UV_PUBLISH_TOKEN", "UV_PUBLISH_PASSWORD"],
    elsewhere: ["--publish-url", "--index", "UV_PUBLISH_URL"],
    hosts: [...PYPI.hosts, "pypi", "testpypi"],
    dryRun: ["--dry-run"],
  },
  {
    ...PYPI,
    commands: ["hatch publish", "pdm publish", "poetry publish", "flit publish"],
    variables: [
      "HATCH_INDEX_AUTH",
      "PDM_PUBLISH_PASSWORD",
      "POETRY_PYPI_TOKEN_PYPI",
      "POETRY_HTTP_BASIC_PYPI_PASSWORD",
      "FLIT_PASSWORD",
    ],
    elsewhere: ["--repo", "-r", "--repository", "HATCH_INDEX_REPO", "PDM_PUBLISH_REPO", "FLIT_INDEX_URL"],
    hosts: [...PYPI.hosts, "pypi", "main", "test"],
    dryRun: ["--dry-run"],
  },
  {
    registry: "crates.io",
    commands: ["cargo publish", "cargo release", "release-plz release"],
    variables: ["CARGO_REGISTRY_TOKEN", "CRATES_IO_TOKEN", "CRATES_TOKEN"],
    elsewhere: ["--registry", "--index", "CARGO_REGISTRY_DEFAULT"],
    hosts: ["crates-io"],
    dryRun: ["--dry-run", "-n"],
    source: "https://crates.io/docs/trusted-publishing",
    seen: SEEN,
  },
  {
    registry: "RubyGems.org",
    commands: ["gem push", "rake release", "bundle exec rake release"],
    variables: ["GEM_HOST_API_KEY", "RUBYGEMS_API_KEY", "RUBYGEMS_AUTH_TOKEN"],
    elsewhere: ["--host", "RUBYGEMS_HOST"],
    hosts: ["rubygems.org"],
    dryRun: [],
    source: "https://guides.rubygems.org/trusted-publishing/",
    seen: SEEN,
  },
  {
    registry: "NuGet",
    commands: ["dotnet nuget push", "nuget push"],
    variables: ["NUGET_API_KEY", "NUGET_AUTH_TOKEN", "NUGET_TOKEN"],
    elsewhere: ["--source", "-s", "-Source"],
    hosts: ["nuget.org"],
    dryRun: [],
    source: "https://learn.microsoft.com/en-us/nuget/nuget-org/trusted-publishing",
    seen: SEEN,
  },
];

export interface PublishingAction {
  readonly registry: string;
  /** Input or variable that takes the token. */
  readonly token: string;
  readonly place: "with" | "env";
  /** Inputs that name the registry; nothing is said unless they are absent or hold one of `hosts`. */
  readonly urls: readonly string[];
  readonly hosts: readonly string[];
  readonly source: string;
  readonly seen: string;
}

const NPM = {
  registry: "npm",
  hosts: ["registry.npmjs.org"],
  source: "https://docs.npmjs.com/trusted-publishers",
  seen: SEEN,
};

export const PUBLISHING_ACTIONS: Readonly<Record<string, PublishingAction>> = {
  "pypa/gh-action-pypi-publish": {
    ...PYPI,
    token: "password",
    place: "with",
    urls: ["repository-url", "repository_url"],
  },
  "rubygems/configure-rubygems-credentials": {
    registry: "RubyGems.org",
    token: "api-token",
    place: "with",
    urls: ["gem-server"],
    hosts: ["rubygems.org"],
    source: "https://guides.rubygems.org/trusted-publishing/",
    seen: SEEN,
  },
  "js-devtools/npm-publish": { ...NPM, token: "token", place: "with", urls: ["registry"] },
  "katyo/publish-crates": {
    registry: "crates.io",
    token: "registry-token",
    place: "with",
    urls: ["registry"],
    hosts: ["crates-io"],
    source: "https://crates.io/docs/trusted-publishing",
    seen: SEEN,
  },
  "changesets/action": { ...NPM, token: "NPM_TOKEN", place: "env", urls: [] },
  "cycjimmy/semantic-release-action": { ...NPM, token: "NPM_TOKEN", place: "env", urls: [] },
  "pyo3/maturin-action": { ...PYPI, token: "MATURIN_PYPI_TOKEN", place: "env", urls: [] },
};
