import type { ToolName } from "../../pipeline.ts";

/** How an action that sets a tool up is told the version of it: the inverse of `toolchains/`. */
export interface SetupInput {
  readonly tool: ToolName;
  readonly version: string;
  readonly file: string | null;
}

const one = (tool: ToolName, version: string, file: string | null = null): readonly SetupInput[] => [
  { tool, version, file },
];

/** By the action's name, lower case. */
export const SETUP_INPUTS: Readonly<Record<string, readonly SetupInput[]>> = {
  "actions/setup-node": one("node", "node-version", "node-version-file"),
  "pnpm/action-setup": one("pnpm", "version", "package_json_file"),
  "oven-sh/setup-bun": one("bun", "bun-version", "bun-version-file"),
  "denoland/setup-deno": one("deno", "deno-version", "deno-version-file"),
  "actions/setup-python": one("python", "python-version", "python-version-file"),
  "astral-sh/setup-uv": [
    { tool: "uv", version: "version", file: null },
    { tool: "python", version: "python-version", file: null },
  ],
  "snok/install-poetry": one("poetry", "version"),
  "pdm-project/setup-pdm": [
    { tool: "pdm", version: "version", file: null },
    { tool: "python", version: "python-version", file: "python-version-file" },
  ],
  "actions/setup-go": one("go", "go-version", "go-version-file"),
  "golangci/golangci-lint-action": one("golangci-lint", "version", "version-file"),
  "actions/setup-java": one("java", "java-version", "java-version-file"),
  "gradle/actions/setup-gradle": one("gradle", "gradle-version"),
  "gradle/gradle-build-action": one("gradle", "gradle-version"),
  "sbt/setup-sbt": one("sbt", "sbt-runner-version"),
  "delaguardo/setup-clojure": one("clojure", "cli"),
  "dtolnay/rust-toolchain": one("rust", "toolchain"),
  "actions-rust-lang/setup-rust-toolchain": one("rust", "toolchain"),
  "actions-rs/toolchain": one("rust", "toolchain"),
  "ruby/setup-ruby": one("ruby", "ruby-version"),
  "shivammathur/setup-php": one("php", "php-version", "php-version-file"),
  "erlef/setup-beam": [
    { tool: "elixir", version: "elixir-version", file: "version-file" },
    { tool: "erlang", version: "otp-version", file: "version-file" },
    { tool: "gleam", version: "gleam-version", file: null },
  ],
  "actions/setup-dotnet": one("dotnet", "dotnet-version", "global-json-file"),
  "dart-lang/setup-dart": one("dart", "sdk"),
  "subosito/flutter-action": one("flutter", "flutter-version", "flutter-version-file"),
  "swift-actions/setup-swift": one("swift", "swift-version"),
  "haskell-actions/setup": one("haskell", "ghc-version"),
  "mlugg/setup-zig": one("zig", "version"),
  "crystal-lang/install-crystal": one("crystal", "crystal"),
  "hashicorp/setup-terraform": one("terraform", "terraform_version", "terraform_version_file"),
};

/** Files that an action reads when it is told no version, in its order. */
export const READ_BY_DEFAULT: Readonly<Record<string, readonly string[]>> = {
  "actions/setup-python": [".python-version"],
  "actions/setup-dotnet": ["global.json"],
  "pnpm/action-setup": ["package.json"],
  "ruby/setup-ruby": [".ruby-version", ".tool-versions", "mise.toml"],
  "shivammathur/setup-php": [".php-version"],
};

/** Lockfiles and manifests by the tool whose downloads they name. */
export const KEY_FILES: readonly (readonly [RegExp, ToolName])[] = [
  [/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/, "npm"],
  [/(?:^|\/)pnpm-lock\.yaml$/, "pnpm"],
  [/(?:^|\/)yarn\.lock$/, "yarn"],
  [/(?:^|\/)bun\.lockb?$/, "bun"],
  [/(?:^|\/)deno\.lock$/, "deno"],
  [/(?:^|\/)uv\.lock$/, "uv"],
  [/(?:^|\/)poetry\.lock$/, "poetry"],
  [/(?:^|\/)pdm\.lock$/, "pdm"],
  [/(?:^|\/)Pipfile\.lock$/, "pipenv"],
  [/(?:^|\/)(?:[\w.-]*requirements[\w.-]*\.txt|pyproject\.toml|setup\.py)$/, "pip"],
  [/(?:^|\/)go\.sum$/, "go"],
  [/(?:^|\/)pom\.xml$/, "maven"],
  [/(?:^|\/)(?:[\w.-]*\.gradle(?:\.kts)?|gradle-wrapper\.properties|libs\.versions\.toml|gradle\.lockfile)$/, "gradle"],
  [/(?:^|\/)(?:build\.sbt|build\.properties)$/, "sbt"],
  [/(?:^|\/)(?:deps\.edn|project\.clj)$/, "clojure"],
  [/(?:^|\/)Cargo\.(?:lock|toml)$/, "rust"],
  [/(?:^|\/)Gemfile\.lock$/, "ruby"],
  [/(?:^|\/)composer\.(?:lock|json)$/, "composer"],
  [/(?:^|\/)mix\.lock$/, "elixir"],
  [/(?:^|\/)rebar\.lock$/, "erlang"],
  [/(?:^|\/)(?:packages\.lock\.json|Directory\.Packages\.props|[\w.-]+\.(?:cs|fs|vb)proj)$/, "dotnet"],
  [/(?:^|\/)pubspec\.(?:lock|yaml)$/, "dart"],
  [/(?:^|\/)Package\.resolved$/, "swift"],
  [/(?:^|\/)(?:stack\.yaml(?:\.lock)?|cabal\.project(?:\.freeze)?|[\w.-]+\.cabal)$/, "haskell"],
  [/(?:^|\/)shard\.(?:lock|yml)$/, "crystal"],
];
