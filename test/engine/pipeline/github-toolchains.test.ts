import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ACTION_PINS } from "../../../worker/engine/data/action-pins.ts";
import { renderGithub } from "../../../worker/engine/pipeline/github/render.ts";
import type { PinSource, PipelineJob, ToolName } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW } from "../../support/engine.ts";
import { cache, job, pipeline, run, tool } from "./github-samples.ts";

const pins: PinSource = (action) => ACTION_PINS.find((pin) => pin.action === action) ?? null;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The steps between the checkout and the job's own commands, short: the action without its owner and commit, and its inputs. */
function setUp(more: Partial<PipelineJob>): string[] {
  const planned = pipeline([job("a", { steps: [run("Own", "own")], ...more })]);
  const { file, notCarried } = renderGithub(planned, { pins, now: NOW });
  expect(notCarried).toEqual([]);
  const steps: Step[] = parse(file.text).jobs.a.steps;
  const end = steps.findIndex((step) => step.run === "own");
  return steps.slice(1, end).map(({ uses, run: script, with: inputs }) => {
    const name =
      uses === undefined
        ? `$ ${script?.trim().replaceAll("\n", " && ")}`
        : (uses.split("@")[0] ?? "").replace(/^[^/]+\//, "");
    return [name, ...Object.entries(inputs ?? {}).map(([key, value]) => `${key}=${String(value).trim()}`)].join(" ");
  });
}

const MATRIX = { axis: "node", values: ["22", "24"] } as const;
const inFolder = (name: ToolName, directory: string, ...keyFiles: string[]) => ({ tool: name, keyFiles, directory });

describe("tools are set up", () => {
  test.each<[string, Partial<PipelineJob>, string[]]>([
    ["nothing at all", {}, []],
    [
      "Node by a file",
      { toolchains: [tool("node", null, { versionFile: ".nvmrc" })] },
      ["setup-node node-version-file=.nvmrc"],
    ],
    ["Node where nothing says which", { toolchains: [tool("node")] }, ["setup-node node-version=24"]],
    [
      "Node by a file that the action cannot read",
      { toolchains: [tool("node", null, { versionFile: ".volta" })] },
      ["setup-node node-version=24"],
    ],
    [
      "Node of a matrix",
      { toolchains: [tool("node", "matrix")], matrix: MATRIX },
      ["setup-node node-version=${{ matrix.node }}"],
    ],
    [
      "a lockfile in a folder",
      { toolchains: [tool("node", "24")], caches: [inFolder("npm", "web", "web/package-lock.json")] },
      ["setup-node node-version=24 cache=npm cache-dependency-path=web/package-lock.json"],
    ],
    [
      "no cache without a lockfile",
      { toolchains: [tool("node", "24")], caches: [cache("npm", "package.json")] },
      ["setup-node node-version=24"],
    ],
    [
      "one npm",
      { toolchains: [tool("node", "24"), tool("npm", "11.4.0")] },
      ["setup-node node-version=24", "$ npm install --global npm@11.4.0"],
    ],
    ["any npm of a range", { toolchains: [tool("node", "24"), tool("npm", "11")] }, ["setup-node node-version=24"]],
    [
      "pnpm in front of Node, by packageManager",
      { toolchains: [tool("node", "24"), tool("pnpm")], caches: [cache("pnpm", "pnpm-lock.yaml")] },
      ["action-setup", "setup-node node-version=24 cache=pnpm"],
    ],
    [
      "pnpm of a folder",
      { toolchains: [tool("pnpm", null, { versionFile: "web/package.json" }), tool("node", "24")] },
      ["action-setup package_json_file=web/package.json", "setup-node node-version=24"],
    ],
    [
      "pnpm by version",
      { toolchains: [tool("pnpm", "10"), tool("node", "24")] },
      ["action-setup version=10", "setup-node node-version=24"],
    ],
    [
      "Yarn 1, which runners have",
      { toolchains: [tool("node", "24"), tool("yarn", "1.22.22")] },
      ["setup-node node-version=24"],
    ],
    [
      "Yarn 4 by packageManager",
      {
        toolchains: [tool("node", "24"), tool("yarn", "4.9.1", { versionFile: "package.json" })],
        caches: [cache("yarn", "yarn.lock")],
      },
      ["$ corepack enable", "setup-node node-version=24 cache=yarn"],
    ],
    [
      "Yarn 4 by version",
      { toolchains: [tool("node", "24"), tool("yarn", "4.9.1")] },
      ["$ corepack enable && corepack install --global yarn@4.9.1", "setup-node node-version=24"],
    ],
    [
      "Bun",
      { toolchains: [tool("bun", "1.4.5")], caches: [cache("bun", "bun.lock")] },
      [
        "setup-bun bun-version=1.4.5",
        "cache path=~/.bun/install/cache key=${{ runner.os }}-bun-${{ hashFiles('bun.lock') }} restore-keys=${{ runner.os }}-bun-",
      ],
    ],
    [
      "Deno",
      { toolchains: [tool("deno", "2")], caches: [cache("deno", "deno.lock")] },
      ["setup-deno deno-version=2.x cache=true cache-hash=${{ hashFiles('deno.lock') }}"],
    ],
    [
      "pip",
      { toolchains: [tool("python", "3.10"), tool("pip")], caches: [cache("pip", "requirements.txt", "dev.txt")] },
      ["setup-python python-version=3.10 cache=pip cache-dependency-path=requirements.txt\ndev.txt"],
    ],
    [
      "Poetry in front of Python",
      { toolchains: [tool("python", "3.13"), tool("poetry", "2.1.3")], caches: [cache("poetry", "poetry.lock")] },
      [
        "$ pipx install poetry==2.1.3",
        "setup-python python-version=3.13 cache=poetry cache-dependency-path=poetry.lock",
      ],
    ],
    [
      "Pipenv behind Python",
      { toolchains: [tool("pipenv"), tool("python", "3.13")], caches: [cache("pipenv", "Pipfile.lock")] },
      [
        "setup-python python-version=3.13 cache=pipenv cache-dependency-path=Pipfile.lock",
        "$ python -m pip install pipenv",
      ],
    ],
    [
      "pdm",
      { toolchains: [tool("python", "3.13"), tool("pdm", "2.26.1")], caches: [cache("pdm", "pdm.lock")] },
      [
        "setup-python python-version=3.13",
        "$ python -m pip install pdm==2.26.1",
        "cache path=~/.cache/pdm key=${{ runner.os }}-pdm-${{ hashFiles('pdm.lock') }} restore-keys=${{ runner.os }}-pdm-",
      ],
    ],
    [
      "tox",
      { toolchains: [tool("python", "3.13"), tool("tox")] },
      ["setup-python python-version=3.13", "$ python -m pip install tox"],
    ],
    [
      "uv, which brings Python",
      { toolchains: [tool("python", "3.13"), tool("uv", "0.9.2")], caches: [cache("uv", "uv.lock")] },
      ["setup-uv version=0.9.2 python-version=3.13 cache-dependency-glob=uv.lock"],
    ],
    [
      "uv, which finds its Python, without a cache",
      { toolchains: [tool("python", null, { versionFile: ".python-version" }), tool("uv")] },
      ["setup-uv enable-cache=false"],
    ],
    [
      "Go without modules to keep",
      { toolchains: [tool("go", null, { versionFile: "go.mod" })] },
      ["setup-go go-version-file=go.mod cache=false"],
    ],
    [
      "golangci-lint",
      { toolchains: [tool("golangci-lint", "2.14.0"), tool("go", "1.26")], caches: [cache("go", "go.sum")] },
      [
        "setup-go go-version=1.26 cache-dependency-path=go.sum",
        "golangci-lint-action version=v2.14.0 install-only=true",
      ],
    ],
    [
      "Maven",
      { toolchains: [tool("java", "21"), tool("maven")], caches: [cache("maven", "pom.xml")] },
      ["setup-java distribution=temurin java-version=21 cache=maven cache-dependency-path=pom.xml"],
    ],
    [
      "Gradle, with one cache",
      {
        toolchains: [tool("java", null, { versionFile: ".java-version" }), tool("gradle")],
        caches: [cache("gradle", "build.gradle")],
      },
      ["setup-java distribution=temurin java-version-file=.java-version", "actions/setup-gradle cache-provider=basic"],
    ],
    [
      "Gradle without a wrapper or cache",
      { toolchains: [tool("java", "21"), tool("gradle", "9.1.0")] },
      [
        "setup-java distribution=temurin java-version=21",
        "actions/setup-gradle gradle-version=9.1.0 cache-disabled=true",
      ],
    ],
    [
      "sbt",
      { toolchains: [tool("java", "21"), tool("sbt")], caches: [cache("sbt", "build.sbt")] },
      ["setup-java distribution=temurin java-version=21 cache=sbt cache-dependency-path=build.sbt", "setup-sbt"],
    ],
    [
      "Leiningen",
      { toolchains: [tool("java", "21"), tool("clojure", "2.12.0", { with: ["lein"] })] },
      ["setup-java distribution=temurin java-version=21", "setup-clojure lein=2.12.0"],
    ],
    [
      "Rust by a file",
      {
        toolchains: [tool("rust", null, { versionFile: "rust-toolchain.toml", with: ["clippy"] })],
        caches: [cache("rust", "Cargo.lock")],
      },
      ["$ rustup toolchain install && rustup component add clippy", "rust-cache"],
    ],
    [
      "Rust by version, in a folder",
      {
        toolchains: [tool("rust", "1.90", { with: ["clippy", "rustfmt"] })],
        caches: [inFolder("rust", "core", "core/Cargo.lock")],
      },
      [
        "$ rustup toolchain install 1.90 --profile minimal --component clippy,rustfmt && rustup default 1.90",
        "rust-cache workspaces=core",
      ],
    ],
    [
      "Rust of a matrix, against a file",
      {
        toolchains: [tool("rust", "matrix", { versionFile: "rust-toolchain" })],
        matrix: { axis: "rust", values: ["1.85", "1.90"] },
      },
      ["$ rustup toolchain install ${{ matrix.rust }} --profile minimal && rustup override set ${{ matrix.rust }}"],
    ],
    [
      "Ruby by its file",
      {
        toolchains: [tool("ruby", null, { versionFile: "api/.ruby-version" })],
        caches: [inFolder("ruby", "api", "api/Gemfile.lock")],
      },
      ["setup-ruby bundler-cache=true working-directory=api"],
    ],
    ["Ruby without a lockfile", { toolchains: [tool("ruby", "3.4")] }, ["setup-ruby ruby-version=3.4"]],
    [
      "PHP with a Composer",
      { toolchains: [tool("php", "8.4", { with: ["intl"] }), tool("composer", "2.8")] },
      ["setup-php php-version=8.4 extensions=intl tools=composer:2.8 coverage=none"],
    ],
    [
      "Elixir by .tool-versions",
      {
        toolchains: [
          tool("elixir", null, { versionFile: ".tool-versions" }),
          tool("erlang", null, { versionFile: ".tool-versions" }),
        ],
      },
      ["setup-beam version-file=.tool-versions version-type=strict"],
    ],
    [
      "an old Elixir on an Erlang that it knows",
      { toolchains: [tool("elixir", "1.15")] },
      ["setup-beam otp-version=26 elixir-version=1.15"],
    ],
    [
      "Gleam",
      { toolchains: [tool("gleam", "1.12"), tool("erlang", "28")] },
      ["setup-beam otp-version=28 gleam-version=1.12 rebar3-version=3"],
    ],
    ["Erlang", { toolchains: [tool("erlang", "27")] }, ["setup-beam otp-version=27 rebar3-version=3"]],
    [".NET by version", { toolchains: [tool("dotnet", "9")] }, ["setup-dotnet dotnet-version=9.0.x"]],
    [
      ".NET by file, with a lockfile",
      {
        toolchains: [tool("dotnet", null, { versionFile: "global.json" })],
        caches: [cache("dotnet", "packages.lock.json")],
      },
      ["setup-dotnet global-json-file=global.json cache=true cache-dependency-path=packages.lock.json"],
    ],
    ["Dart", { toolchains: [tool("dart", "3.10")] }, ["setup-dart sdk=3.10"]],
    [
      "Flutter",
      { toolchains: [tool("flutter", null, { versionFile: ".fvmrc" })], caches: [cache("flutter", "pubspec.lock")] },
      ["flutter-action channel=stable flutter-version-file=.fvmrc cache=true"],
    ],
    [
      "build tools of C",
      { toolchains: [tool("cpp", null, { with: ["meson", "ccache"] })] },
      ["$ sudo apt-get update && sudo apt-get install --yes --no-install-recommends meson ccache"],
    ],
    [
      "Haskell with Stack",
      { toolchains: [tool("haskell", "9.10", { with: ["stack"] })] },
      ["setup ghc-version=9.10 enable-stack=true"],
    ],
    ["Zig", { toolchains: [tool("zig", "0.15.1")] }, ["setup-zig version=0.15.1"]],
    ["Crystal", { toolchains: [tool("crystal", "1.18")] }, ["install-crystal crystal=1.18"]],
    [
      "Terraform",
      { toolchains: [tool("terraform", null, { versionFile: ".terraform-version" })] },
      ["setup-terraform terraform_version_file=.terraform-version terraform_wrapper=false"],
    ],
    ["the runner's own", { toolchains: [tool("docker"), tool("swift"), tool("maven"), tool("composer")] }, []],
  ])("%s", (_name, more, expected) => {
    expect(setUp(more)).toEqual(expected);
  });
});

test("jobs whose results reach users restore no cache that actions keep by themselves", () => {
  const environment = { name: "production", url: null };
  expect(setUp({ environment, toolchains: [tool("node", "24")] })).toEqual([
    "setup-node node-version=24 package-manager-cache=false",
  ]);
  expect(setUp({ environment, toolchains: [tool("bun", "1.4.5")] })).toEqual([
    "setup-bun bun-version=1.4.5 no-cache=true",
  ]);
  expect(setUp({ environment, toolchains: [tool("zig")] })).toEqual(["setup-zig use-cache=false"]);
});

test("a version of Swift comes as the job's image, which reaches services by their names", () => {
  const redis = { name: "redis", image: "redis:8.2", port: 6379, env: {}, health: null };
  const planned = job("a", {
    toolchains: [tool("swift", "6.3")],
    services: [redis],
    env: { URL: "redis://{{host:redis}}:6379" },
  });
  const { file } = renderGithub(pipeline([planned]), { pins, now: NOW });
  expect(parse(file.text).jobs.a).toMatchObject({
    container: "swift:6.3",
    defaults: { run: { shell: "bash" } },
    env: { URL: "redis://redis:6379" },
  });
});
