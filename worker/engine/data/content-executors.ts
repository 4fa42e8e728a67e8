/**
 * Tools and actions that execute what lies in a repository: its scripts, build files, plug-ins or configuration. Source:
 * "Living off the pipeline" (https://boostsecurityio.github.io/lotp/) and each tool's own manual, as of 2026-08.
 */

interface ToolRow {
  /** First words of the command that execute content; empty for any use of the tool. */
  readonly commands: readonly string[];
  /** Where it says so. */
  readonly source: string;
  readonly seen: string;
}

const SEEN = "2026-11-21";
const row = (source: string, ...commands: readonly string[]): ToolRow => ({ commands, source, seen: SEEN });
const LOTP = "https://boostsecurityio.github.io/lotp/";

const NODE = [
  "ci",
  "i",
  "install",
  "install-test",
  "it",
  "t",
  "test",
  "run",
  "run-script",
  "start",
  "exec",
  "rebuild",
  "pack",
  "publish",
];
const NPM = "https://docs.npmjs.com/cli/v11/using-npm/scripts";

/** By the program's name, without its folder. */
export const EXECUTING_TOOLS: Readonly<Record<string, ToolRow>> = {
  "ansible-playbook": row("https://docs.ansible.com/ansible/latest/cli/ansible-playbook.html"),
  ant: row(LOTP),
  bazel: row("https://bazel.build/run/bazelrc", "build", "run", "test"),
  bazelisk: row("https://bazel.build/run/bazelrc", "build", "run", "test"),
  bun: row("https://bun.sh/docs/cli/install", "i", "install", "run", "test", "x"),
  bundle: row(LOTP, "install", "exec", "update"),
  bundler: row(LOTP, "install", "exec", "update"),
  cargo: row(
    "https://doc.rust-lang.org/cargo/reference/build-scripts.html",
    "bench",
    "build",
    "check",
    "clippy",
    "doc",
    "install --path",
    "nextest",
    "publish",
    "run",
    "test",
    "xtask",
  ),
  cdk: row("https://docs.aws.amazon.com/cdk/v2/guide/cli.html", "deploy", "diff", "synth"),
  checkov: row(LOTP),
  cmake: row("https://cmake.org/cmake/help/latest/manual/cmake.1.html"),
  composer: row(
    "https://getcomposer.org/doc/articles/scripts.md",
    "install",
    "update",
    "run",
    "run-script",
    "exec",
    "test",
  ),
  cypress: row("https://docs.cypress.io/app/references/configuration", "run"),
  deno: row("https://docs.deno.com/runtime/reference/cli/", "run", "task", "test"),
  dotnet: row(LOTP, "build", "pack", "publish", "restore", "run", "test", "msbuild"),
  docker: row("https://docs.docker.com/reference/compose-file/", "compose build", "compose run", "compose up"),
  "docker-compose": row("https://docs.docker.com/reference/compose-file/", "build", "run", "up"),
  eslint: row(LOTP),
  flutter: row("https://docs.flutter.dev/reference/flutter-cli", "build", "run", "test"),
  go: row(LOTP, "generate", "run", "test"),
  "golangci-lint": row(LOTP),
  gomplate: row(LOTP),
  goreleaser: row("https://goreleaser.com/customization/hooks/", "build", "release"),
  gradle: row(LOTP),
  gradlew: row(LOTP),
  gulp: row("https://gulpjs.com/docs/en/getting-started/quick-start"),
  jekyll: row("https://jekyllrb.com/docs/plugins/installation/", "build", "serve"),
  jest: row("https://jestjs.io/docs/configuration"),
  just: row("https://just.systems/man/en/"),
  lerna: row("https://lerna.js.org/docs/features/run-tasks", "bootstrap", "run", "exec"),
  make: row(LOTP),
  mdformat: row(LOTP),
  mise: row("https://mise.jdx.dev/tasks/", "run", "install", "exec"),
  mix: row("https://hexdocs.pm/mix/Mix.html"),
  mkdocs: row(LOTP, "build", "gh-deploy", "serve"),
  msbuild: row(LOTP),
  mvn: row(LOTP),
  mvnw: row(LOTP),
  mypy: row(LOTP),
  ninja: row("https://ninja-build.org/manual.html"),
  nox: row("https://nox.thea.codes/en/stable/"),
  npm: row(NPM, ...NODE),
  npx: row(LOTP),
  nx: row("https://nx.dev/features/run-tasks"),
  phpstan: row(LOTP),
  phpunit: row(LOTP),
  pip3: row(
    "https://pip.pypa.io/en/stable/reference/build-system/",
    "install -r",
    "install --requirement",
    "install -e",
    "install --editable",
    "install .",
    "wheel .",
  ),
  pip: row(
    "https://pip.pypa.io/en/stable/reference/build-system/",
    "install -r",
    "install --requirement",
    "install -e",
    "install --editable",
    "install .",
    "wheel .",
  ),
  pnpm: row(NPM, ...NODE, "build", "lint"),
  pnpx: row(LOTP),
  poetry: row("https://python-poetry.org/docs/cli/", "build", "install", "run"),
  "pre-commit": row(LOTP, "run", "install", "install-hooks"),
  prettier: row(LOTP),
  pylint: row(LOTP),
  pytest: row(LOTP),
  rails: row(LOTP),
  pulumi: row("https://www.pulumi.com/docs/iac/cli/commands/pulumi_up/", "preview", "up"),
  rake: row(LOTP),
  rubocop: row(LOTP),
  serverless: row("https://www.serverless.com/framework/docs/guides/plugins", "deploy", "package"),
  sbt: row("https://www.scala-sbt.org/1.x/docs/Running.html"),
  scons: row("https://scons.org/doc/production/HTML/scons-user.html"),
  "sphinx-build": row("https://www.sphinx-doc.org/en/master/usage/configuration.html"),
  stylelint: row(LOTP),
  swift: row("https://docs.swift.org/package-manager/", "build", "run", "test"),
  task: row("https://taskfile.dev/docs/guide"),
  terraform: row(LOTP, "apply", "init", "plan"),
  terragrunt: row("https://terragrunt.gruntwork.io/docs/features/hooks/"),
  tflint: row(LOTP),
  tofu: row(LOTP, "apply", "init", "plan"),
  tox: row(LOTP),
  turbo: row("https://turborepo.com/docs/reference/run"),
  uv: row(
    "https://docs.astral.sh/uv/reference/cli/",
    "build",
    "run",
    "sync",
    "pip install -r",
    "pip install -e",
    "pip install .",
  ),
  vale: row(LOTP),
  vite: row("https://vite.dev/config/"),
  vitest: row("https://vitest.dev/config/"),
  webpack: row(LOTP),
  xcodebuild: row("https://developer.apple.com/documentation/xcode/running-custom-scripts-during-a-build"),
  yarn: row(NPM),
};

/** Programs that run a file named behind them. */
export const INTERPRETERS: ReadonlySet<string> = new Set([
  ".",
  "bash",
  "node",
  "perl",
  "php",
  "pwsh",
  "python",
  "python3",
  "Rscript",
  "ruby",
  "sh",
  "source",
  "ts-node",
  "tsx",
  "zsh",
]);

/** Modules of `python -m` that execute content. */
export const EXECUTING_MODULES: ReadonlySet<string> = new Set(["build", "nox", "pip", "pytest", "tox", "unittest"]);

interface ActionRow {
  /** The input that makes it execute, with the values that do not; absent for an action that always does. */
  readonly input?: { readonly name: string; readonly harmless: readonly string[] };
  readonly source: string;
  readonly seen: string;
}

const action = (name: string, input?: ActionRow["input"]): readonly [string, ActionRow] => {
  const source = `https://github.com/${name.split("/").slice(0, 2).join("/")}#readme`;
  return [name, input ? { input, source, seen: SEEN } : { source, seen: SEEN }];
};
const unless = (name: string, ...harmless: readonly string[]): ActionRow["input"] => ({
  name,
  harmless: ["", ...harmless],
});

/** By the action's name, lower case. */
export const EXECUTING_ACTIONS: Readonly<Record<string, ActionRow>> = Object.fromEntries([
  action("actions-rs/cargo"),
  action("actions-rs/clippy-check"),
  action("bahmutov/npm-install"),
  action("borales/actions-yarn"),
  action("bridgecrewio/checkov-action"),
  action("cypress-io/github-action"),
  action("github/codeql-action/autobuild"),
  action("golangci/golangci-lint-action"),
  action("goreleaser/goreleaser-action"),
  action("gradle/gradle-build-action", unless("arguments")),
  action("oxsecurity/megalinter"),
  action("pre-commit/action"),
  action("pypa/cibuildwheel"),
  action("pyo3/maturin-action"),
  action("ramsey/composer-install"),
  action("ruby/setup-ruby", unless("bundler-cache", "false")),
  action("super-linter/super-linter"),
  action("github/super-linter"),
  action("wagoid/commitlint-github-action"),
]);
