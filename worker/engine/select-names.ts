/** Which files rules read, and which names they ask about, by name alone. */

const PIPELINES = [
  /^\.github\/workflows\/[^/]+\.ya?ml$/,
  /^\.gitlab-ci\.ya?ml$/,
  /^\.circleci\/[^/]+\.ya?ml$/,
  /^\.github\/dependabot\.ya?ml$/,
  /^(?:\.github\/|\.gitlab\/)?(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)$/,
  /^(?:\.github\/|docs\/)?CODEOWNERS$/,
  /^(?:\.github\/)?zizmor\.ya?ml$/,
  /^\.github\/actionlint\.ya?ml$/,
  /^\.pre-commit-config\.ya?ml$/,
];

const ACTION = /(?:^|\/)action\.ya?ml$/;
/** Where GitLab includes usually live: its own folder, folders named after it, component templates, files named after it. */
const GITLAB_PART =
  /^(?:\.gitlab|\.gitlab-ci|gitlab-ci|\.ci|ci)\/.+\.ya?ml$|^templates\/(?:[^/]+|[^/]+\/template)\.ya?ml$|(?:^|[/._-])gitlab-ci(?:[._-][^/]+)?\.ya?ml$/;
/** A CI/CD component, whatever its name. */
const COMPONENT = /^templates\/[^/]+\/template\.ya?ml$/;
const DOCKER = /^(?:(?:.+\.)?(?:Dockerfile|Containerfile)(?:\..+)?|(?:docker-)?compose(?:\..+)?\.ya?ml)$/i;

const MANIFESTS = new Set(
  `package.json pnpm-workspace.yaml .yarnrc.yml .npmrc .nvmrc .node-version .bun-version bunfig.toml deno.json deno.jsonc
  lerna.json nx.json turbo.json turbo.jsonc rush.json pyproject.toml Pipfile setup.py setup.cfg tox.ini noxfile.py pytest.ini environment.yml
  .python-version runtime.txt go.mod go.work .go-version Cargo.toml rust-toolchain rust-toolchain.toml Gemfile .ruby-version
  composer.json .php-version mix.exs .elixir-version pom.xml build.gradle build.gradle.kts settings.gradle settings.gradle.kts
  gradle-wrapper.properties .java-version .sdkmanrc system.properties global.json Directory.Build.props pubspec.yaml Package.swift .swift-version
  .tool-versions mise.toml .mise.toml .terraform-version build.sbt Makefile justfile Taskfile.yml tsconfig.json
  manage.py Procfile Chart.yaml wrangler.toml fly.toml`.split(/\s+/),
);

const LOCKFILES = new Set(
  `package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock poetry.lock uv.lock pdm.lock Pipfile.lock
  go.sum Cargo.lock Gemfile.lock gems.locked composer.lock mix.lock packages.lock.json pubspec.lock Package.resolved gradle.lockfile
  gradlew mvnw .terraform.lock.hcl requirements.txt`.split(/\s+/),
);

const REQUIREMENTS = /^(?:.*[-_.])?requirements(?:[-_.].*)?\.(?:txt|in)$/;
const DOTNET_PROJECT = /\.(?:cs|fs|vb)proj$/;
const SOLUTION = /\.slnx?$/;

/** Folders of samples and copies: what is in them says nothing about the repository's own pipeline. */
const SAMPLES =
  /(?:^|\/)(?:vendor|third_party|testdata|fixtures|__fixtures__|__tests__|\.venv|venv|target|dist|build)\//;
const EXAMPLES = /(?:^|\/)(?:examples?|samples?|templates?|tests?|docs)\//;

/** Lower is read first; null is not read. */
export function readPriority(path: string): number | null {
  if (PIPELINES.some((pattern) => pattern.test(path))) return 0;
  if (SAMPLES.test(path) && !COMPONENT.test(path)) return null;
  const depth = path.split("/").length - 1;
  if (ACTION.test(path) || GITLAB_PART.test(path)) return 1 + depth;
  if (!isManifest(path.slice(path.lastIndexOf("/") + 1))) return null;
  return (EXAMPLES.test(path) ? 100 : 2) + depth;
}

/** True for a name that some rule asks about although it is not read. */
export function isInteresting(path: string): boolean {
  const isNearRoot =
    !path.includes("/") || /^\.(?:github|gitlab|circleci|buildkite|forgejo|gitea|woodpecker)\//.test(path);
  return isNearRoot || readPriority(path) !== null || LOCKFILES.has(path.slice(path.lastIndexOf("/") + 1));
}

function isManifest(name: string): boolean {
  return (
    MANIFESTS.has(name) ||
    DOCKER.test(name) ||
    REQUIREMENTS.test(name) ||
    DOTNET_PROJECT.test(name) ||
    SOLUTION.test(name)
  );
}
