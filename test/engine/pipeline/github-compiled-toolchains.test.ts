import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { renderGithub } from "../../../worker/engine/pipeline/github/render.ts";
import type { PipelineJob, ToolName } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW } from "../../support/engine.ts";
import { cache, job, pipeline, tool } from "./github-builders.ts";
import { pins, setUp } from "./github-set-up.ts";

const inFolder = (name: ToolName, directory: string, ...keyFiles: string[]) => ({ tool: name, keyFiles, directory });

describe("tools of compiled languages and others are set up", () => {
  test.each<[string, Partial<PipelineJob>, string[]]>([
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
