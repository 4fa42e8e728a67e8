import { describe, expect, it } from "vitest";
import { runtimeVersionMismatch } from "../../../worker/engine/rules/github/runtime-version-mismatch.ts";
import { type Files, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

function job(step: string, rest = ""): string {
  return `on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${rest}    steps:\n${step}`;
}

const setup = (action: string, input: string) => `      - uses: ${action}\n        with:\n          ${input}\n`;
const node = (input: string, version = "v4") => setup(`actions/setup-node@${version}`, input);
const with_ = (text: string, files: Files) => ({ [WORKFLOW]: text, ...files });
const engines = (range: string) => ({ "package.json": JSON.stringify({ engines: { node: range } }) });

describe("runtime-version-mismatch stays silent", () => {
  it.each<[string, string, Files]>([
    ["the same version", job(node("node-version: 22")), { ".nvmrc": "22\n" }],
    ["a version that includes the project's", job(node("node-version: 22")), { ".nvmrc": "v22.3.0\n" }],
    ["a range that the version satisfies", job(node("node-version: 20")), engines(">=18")],
    ["a line whose newest satisfies the range", job(node("node-version: 20")), engines(">=20.9.0")],
    ["a file that the action reads itself", job(node("node-version-file: .nvmrc")), { ".nvmrc": "22\n" }],
    ["a moving name", job(node("node-version: lts/*")), { ".nvmrc": "22\n" }],
    ["a moving name in the project", job(node("node-version: 20")), { ".nvmrc": "lts/*\n" }],
    ["a code name of the same line", job(node("node-version: 22")), { ".nvmrc": "lts/jod\n" }],
    ["a computed version", job(node("node-version: ${{ inputs.node }}")), { ".nvmrc": "22\n" }],
    [
      "a matrix beside a file that names one version",
      job(node("node-version: ${{ matrix.node }}"), "    strategy: {matrix: {node: [20, 22]}}\n"),
      { ".nvmrc": "22\n" },
    ],
    [
      "a matrix within the range",
      job(node("node-version: ${{ matrix.node }}"), "    strategy: {matrix: {node: [20, 22]}}\n"),
      engines(">=20"),
    ],
    ["no statement of the project", job(node("node-version: 16")), { "package.json": "{}" }],
    ["a range we do not understand", job(node("node-version: 16")), engines(">=20-rc")],
    [
      "a number that loses its zero, which is another rule's",
      job(setup("actions/setup-python@v5", "python-version: 3.10")),
      { ".python-version": "3.12\n" },
    ],
    [
      "a pre-release",
      job(setup("actions/setup-python@v5", "python-version: 3.15-dev")),
      { ".python-version": "3.12\n" },
    ],
    [
      "a newer Go than go.mod asks for",
      job(setup("actions/setup-go@v5", "go-version: '1.25'")),
      { "go.mod": "module a\n\ngo 1.22.3\n" },
    ],
    [
      "a newer Java than the compiler's target",
      job(setup("actions/setup-java@v4", "java-version: 21")),
      { "pom.xml": "<maven.compiler.release>17</maven.compiler.release>" },
    ],
    ["another folder's file", job(node("node-version: 20")), { "packages/a/.nvmrc": "22\n" }],
    [
      "the folder's own file",
      job(node("node-version: 20"), "    defaults: {run: {working-directory: ./web/}}\n"),
      { "web/.nvmrc": "20\n", ".nvmrc": "22\n" },
    ],
    ["an image of the same version", job(node("node-version: 22")), { Dockerfile: "FROM node:22-alpine AS build\n" }],
    [
      "a Dockerfile with several versions of the image",
      job(node("node-version: 22")),
      { Dockerfile: "FROM node:20 AS a\nFROM scratch\nFROM --platform=linux/amd64 node:22-slim\n" },
    ],
    [
      "an image whose version is an argument",
      job(node("node-version: 22")),
      { Dockerfile: "ARG V=20\nFROM node:$V\n" },
    ],
    ["an image of the like name", job(node("node-version: 22")), { Dockerfile: "FROM example.com/my-node:20\n" }],
    [
      "a matrix beside an image",
      job(node("node-version: ${{ matrix.node }}"), "    strategy: {matrix: {node: [20, 22]}}\n"),
      { Dockerfile: "FROM node:22\n" },
    ],
    [
      "a newer Java than Gradle's toolchain",
      job(setup("actions/setup-java@v4", "java-version: 21")),
      { "build.gradle.kts": "kotlin { jvmToolchain(17) }\n" },
    ],
    ["an action that only looks alike", job(setup("someone/setup-node@v4", "node-version: 18")), { ".nvmrc": "22\n" }],
    [
      "a PyPy of the right language",
      job(setup("actions/setup-python@v5", "python-version: pypy3.11")),
      { "pyproject.toml": '[project]\nrequires-python = ">=3.11"\n' },
    ],
  ])("on %s", (_, text, files) => {
    expect(placesOf(runtimeVersionMismatch, with_(text, files))).toEqual([]);
  });
});

describe("runtime-version-mismatch reports", () => {
  it.each<[string, string, Files]>([
    ["an older Node than .nvmrc", job(node("node-version: 18")), { ".nvmrc": "22\n" }],
    ["another patch than .node-version", job(node("node-version: 22.4.0")), { ".node-version": "22.3.0" }],
    ["an older Node than engines allows", job(node("node-version: '18.x'")), engines("^20.9 || >=22")],
    ["the file before the range", job(node("node-version: 24")), { ".nvmrc": "# ours\n22\n", ...engines(">=20") }],
    ["volta", job(node("node-version: 18")), { "package.json": '{"volta": {"node": "20.1.0"}}' }],
    [".tool-versions", job(node("node-version: 18")), { ".tool-versions": "python 3.12\nnodejs 22.1.0\n" }],
    ["mise", job(node("node-version: 18")), { "mise.toml": '[tools]\nnode = "22"\n' }],
    [
      "a version of the workflow's env",
      job(node("node-version: ${{ env.NODE }}")).replace("jobs:", "env: {NODE: 18}\njobs:"),
      { ".nvmrc": "22\n" },
    ],
    [
      "an older Python than requires-python",
      job(setup("actions/setup-python@v5", "python-version: '3.9'")),
      { "pyproject.toml": '[project]\nrequires-python = ">=3.11,<4"\n' },
    ],
    [
      "Poetry",
      job(setup("actions/setup-python@v5", "python-version: '3.9'")),
      { "pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.11"\n' },
    ],
    [
      "an older Go than go.mod",
      job(setup("actions/setup-go@v5", "go-version: '1.21'")),
      { "go.mod": "module a\n\ngo 1.22\n" },
    ],
    ["another Java", job(setup("actions/setup-java@v4", "java-version: 17")), { ".sdkmanrc": "java=21.0.2-tem\n" }],
    [
      "an older Java than the compiler's target",
      job(setup("actions/setup-java@v4", "java-version: 11")),
      { "pom.xml": "<java.version>17</java.version>" },
    ],
    ["another Ruby", job(setup("ruby/setup-ruby@v1", "ruby-version: '3.2'")), { ".ruby-version": "ruby-3.3.1\n" }],
    [
      "the image of the Dockerfile",
      job(node("node-version: 20")),
      { Dockerfile: "FROM node:22.3-alpine\n", ...engines(">=18") },
    ],
    [
      "one image in two stages",
      job(node("node-version: 20")),
      { Dockerfile: "FROM node:22 AS a\nfrom docker.io/library/node:22\n" },
    ],
    [
      "devEngines",
      job(node("node-version: 20")),
      { "package.json": '{"devEngines": {"runtime": {"name": "node", "version": "^22.1"}}}' },
    ],
    [
      "an older Go than the toolchain",
      job(setup("actions/setup-go@v5", "go-version: '1.22'")),
      { "go.mod": "module a\n\ngo 1.22\n\ntoolchain go1.24.1\n" },
    ],
    [
      "an older Java than Gradle's toolchain",
      job(setup("actions/setup-java@v4", "java-version: 11")),
      { "build.gradle": "java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }\n" },
    ],
    ["Go of mise", job(setup("actions/setup-go@v5", "go-version: '1.22'")), { "mise.toml": '[tools]\ngo = "1.26"\n' }],
    [
      "an older PHP",
      job(setup("shivammathur/setup-php@v2", "php-version: '8.1'")),
      { "composer.json": '{"require": {"php": "^8.2"}}' },
    ],
    [
      "the folder's own file",
      job(node("node-version: 20"), "").replace(
        "    steps:",
        "    defaults: {run: {working-directory: web}}\n    steps:",
      ),
      { "web/.nvmrc": "22\n" },
    ],
  ])("%s", (_, text, files) => {
    expect(placesOf(runtimeVersionMismatch, with_(text, files))).toHaveLength(1);
  });

  it("the version itself, at its place", () => {
    expect(placesOf(runtimeVersionMismatch, with_(job(node("node-version: 18")), { ".nvmrc": "22\n" }))).toEqual([
      "9:25 medium",
    ]);
  });

  it("only the cells of a matrix that the range forbids", () => {
    const text = job(
      node("node-version: ${{ matrix.node }}"),
      "    strategy:\n      matrix:\n        node: [16, 18, 20]\n",
    );
    expect(placesOf(runtimeVersionMismatch, with_(text, engines(">=20")))).toEqual(["8:16 medium"]);
  });

  it("composite actions too", () => {
    const action =
      "runs:\n  using: composite\n  steps:\n    - uses: actions/setup-node@v4\n      with: {node-version: 18}\n";
    expect(placesOf(runtimeVersionMismatch, { "action.yml": action, ".nvmrc": "22\n" })).toEqual([
      "action.yml:5:28 medium",
    ]);
  });
});

describe("runtime-version-mismatch fixes", () => {
  it.each<[string, string, Files, string]>([
    [
      "by reading .nvmrc",
      job(node("node-version: 18 # old")),
      { ".nvmrc": "22\n" },
      job(node("node-version-file: .nvmrc # old")),
    ],
    [
      "by reading package.json",
      job(node("node-version: '18'")),
      engines(">=20"),
      job(node("node-version-file: package.json")),
    ],
    [
      "by reading go.mod",
      job(setup("actions/setup-go@v5", "go-version: 1.21")),
      { "go.mod": "module a\n\ngo 1.22\n" },
      job(setup("actions/setup-go@v5", "go-version-file: go.mod")),
    ],
    [
      "by reading .ruby-version",
      job(setup("ruby/setup-ruby@v1", "ruby-version: '3.2'")),
      { ".ruby-version": "3.3.1\n" },
      job(setup("ruby/setup-ruby@v1", "ruby-version: .ruby-version")),
    ],
    [
      "under a version comment of a pin",
      job(node("node-version: 18", `${"a".repeat(40)} # v4.1.0`)),
      { ".nvmrc": "22\n" },
      job(node("node-version-file: .nvmrc", `${"a".repeat(40)} # v4.1.0`)),
    ],
    [
      "by the project's version where the action cannot read the file",
      job(setup("actions/setup-java@v4", "java-version: '11'")),
      { "pom.xml": "<java.version>17</java.version>" },
      job(setup("actions/setup-java@v4", 'java-version: "17"')),
    ],
    [
      "by the lowest version of the range where the action is too old to read the file",
      job(setup("actions/setup-python@v4", "python-version: 3.9")),
      { "pyproject.toml": '[project]\nrequires-python = ">=3.10"\n' },
      job(setup("actions/setup-python@v4", 'python-version: "3.10"')),
    ],
    [
      "by removing a forbidden cell in brackets",
      job(node("node-version: ${{ matrix.n }}"), "    strategy: {matrix: {n: [16, 20, 22]}}\n"),
      engines(">=20"),
      job(node("node-version: ${{ matrix.n }}"), "    strategy: {matrix: {n: [20, 22]}}\n"),
    ],
    [
      "by removing a forbidden cell with its line",
      job(
        node("node-version: ${{ matrix.n }}"),
        "    strategy:\n      matrix:\n        n:\n          - 20\n          - 16 # old\n          - 22\n",
      ),
      engines(">=20"),
      job(
        node("node-version: ${{ matrix.n }}"),
        "    strategy:\n      matrix:\n        n:\n          - 20\n          - 22\n",
      ),
    ],
  ])("%s", (_, text, files, fixed) => {
    expect(fixOf(runtimeVersionMismatch, with_(text, files)).text).toBe(fixed);
  });

  it.each<[string, string, Files, RegExp]>([
    [
      "a range that an action of unknown version would have to read",
      job(node("node-version: 18", "main")),
      engines("20 || 22"),
      /cannot read/,
    ],
    [
      "a cell of include, whose row means more",
      job(node("node-version: ${{ matrix.n }}"), "    strategy: {matrix: {include: [{n: 16}, {n: 20}]}}\n"),
      engines(">=20"),
      /choice/,
    ],
    [
      "the only cell of a matrix",
      job(node("node-version: ${{ matrix.n }}"), "    strategy: {matrix: {n: [16]}}\n"),
      engines(">=20"),
      /choice/,
    ],
    [
      "a step that names both",
      job(node("node-version: 18\n          node-version-file: .nvmrc")),
      { ".nvmrc": "22\n" },
      /remove/,
    ],
  ])("never %s", (_, text, files, reason) => {
    expect(fixOf(runtimeVersionMismatch, with_(text, files))).toMatchObject({
      text: null,
      reason: expect.stringMatching(reason),
    });
  });
});
