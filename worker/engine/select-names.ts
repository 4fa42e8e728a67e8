/** Which files rules and detectors read, and which names they ask about, by name alone. */

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

/** What else says what a repository is made of, how it is tested and where it is deployed. */
const STACK_FILES = new Set(
  `package.json5 project.json angular.json app.json rush.json lage.config.js .dvmrc .deno-version
  uv.toml hatch.toml tox.toml conftest.py environment.yaml settings.py .env.example .env.dist .env.test .env.testing
  ruff.toml .ruff.toml mypy.ini .mypy.ini .flake8 pytest.toml .pytest.ini .erlang-version .otp-version elixir_buildpack.config
  Rakefile gems.rb database.yml application.rb artisan phpunit.xml phpunit.xml.dist phpunit.dist.xml erlang.mk
  libs.versions.toml maven-wrapper.properties build.properties plugins.sbt project.clj deps.edn build.clj
  Directory.Packages.props build.zig.zon build.zig stack.yaml package.yaml shard.yml rebar.config gleam.toml melos.yaml .fvmrc
  meson.build CMakeLists.txt CMakePresets.json conanfile.txt conanfile.py vcpkg.json GNUmakefile makefile Taskfile.yaml Justfile .justfile
  schema.prisma drizzle.config.ts drizzle.config.js .golangci.yml .golangci.yaml .golangci.toml .golangci.json
  hugo.toml hugo.yaml config.toml _config.yml wrangler.json wrangler.jsonc vercel.json netlify.toml render.yaml app.yaml serverless.yml
  gradle.properties build.mill build.sc .mill-version Dependencies.scala dotnet-tools.json cabal.project fvm_config.json
  hugo.yml hugo.json config.yaml versions.tf main.tf terraform.tf providers.tf .opentofu-version .zigversion .crystal-version
  Pulumi.yaml deploy.yml .java-version`.split(/\s+/),
);
/** Where a server says which framework it is, and what tests a project of few files has. */
const ENTRY_FILE =
  /^(?:app|index|server|main)\.[cm]?[jt]s$|^(?:main|app|server|wsgi|asgi)\.py$|^main\.go$|^Program\.cs$/;
const STACK_PATTERN = /\.(?:gemspec|cabal)$/;
/** Conventions that a Gradle build keeps in plugins of its own. */
const BUILD_LOGIC = /(?:^|\/)(?:buildSrc|build-logic|gradle|build-conventions)\/.*\.gradle(?:\.kts)?$/;
const REQUIREMENTS_FOLDER = /(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/;
/** Read of the upper folders alone: they are large, and say little beyond the versions that they were written with. */
const READ_LOCKFILES = /^(?:yarn\.lock|pnpm-lock\.yaml|package-lock\.json|Gemfile\.lock|poetry\.lock|mix\.lock)$/;
const LOCKFILE_DEPTH = 2;

const LOCKFILES = new Set(
  `package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock poetry.lock uv.lock pdm.lock Pipfile.lock
  go.sum Cargo.lock Gemfile.lock gems.locked composer.lock mix.lock packages.lock.json pubspec.lock Package.resolved gradle.lockfile
  gradlew mvnw .terraform.lock.hcl requirements.txt`.split(/\s+/),
);

const REQUIREMENTS = /^(?:.*[-_.])?requirements(?:[-_.].*)?\.(?:txt|in)$/;
const DOTNET_PROJECT = /\.(?:cs|fs|vb)proj$/;
const SOLUTION = /\.slnx?$/;

/** Where the scripts of pipelines stand; what a pipeline calls is read together with it. */
const PIPELINE_SCRIPT =
  /^(?:(?:\.github|\.gitlab|\.circleci|\.ci|ci|scripts?|tools|bin|hack|dev)\/(?:[^/]+\/){0,2})?[^/]+\.(?:sh|bash)$|^\.(?:github|circleci|ci)\/(?:[^/]+\/){0,2}[^/]+\.(?:py|[cm]?[jt]s)$/;

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
  const name = path.slice(path.lastIndexOf("/") + 1);
  const later = EXAMPLES.test(path) ? 100 : 0;
  if (isManifest(name)) return later + 2 + depth;
  if (isStackFile(path, name, depth)) return later + 50 + depth;
  return PIPELINE_SCRIPT.test(path) ? later + 80 + depth : null;
}

function isStackFile(path: string, name: string, depth: number): boolean {
  if (READ_LOCKFILES.test(name)) return depth <= LOCKFILE_DEPTH;
  if (STACK_PATTERN.test(name) || REQUIREMENTS_FOLDER.test(path) || BUILD_LOGIC.test(path)) return true;
  return STACK_FILES.has(name) || ENTRY_FILE.test(name);
}

/** False for a file whose absence changes no check: nobody needs to hear that it was left out. */
export function isMissed(path: string): boolean {
  return !READ_LOCKFILES.test(path.slice(path.lastIndexOf("/") + 1)) && !PIPELINE_SCRIPT.test(path);
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
