import { describe, expect, it } from "vitest";
import { startOfDay } from "../../../worker/engine/data/day.ts";
import { nextSupported, RELEASE_LINES } from "../../../worker/engine/data/end-of-life.ts";
import { eolRuntimeVersion } from "../../../worker/engine/rules/github/eol-runtime-version.ts";
import { findingsOf, fixOf, NOW, placesOf, WORKFLOW } from "../../support/engine.ts";

const job = (steps: string, rest = "") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${rest}    steps:\n${steps}`;
const RUN = "      - run: make\n";
const node = (version: string, rest = "") =>
  job(
    `      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0\n        with:\n          node-version: ${version}\n`,
    rest,
  );
const matrix = (rest: string) => node("${{ matrix.n }}", rest);
const service = (image: string) => job(RUN, `    services:\n      s:\n        image: ${image}\n`);
const ACTIONS: Readonly<Record<string, string>> = {
  node: "actions/setup-node@v7 node-version",
  python: "actions/setup-python@v7 python-version",
  go: "actions/setup-go@v7 go-version",
  java: "actions/setup-java@v5 java-version",
  ruby: "ruby/setup-ruby@v1 ruby-version",
  php: "shivammathur/setup-php@v2 php-version",
  dotnet: "actions/setup-dotnet@v6 dotnet-version",
};
const textOf = (product: string, line: string) => {
  const [action, input] = ACTIONS[product]?.split(" ") ?? [];
  return action ? job(`      - uses: ${action}\n        with: {${input}: "${line}"}\n`) : service(`${product}:${line}`);
};

describe("eol-runtime-version stays silent", () => {
  it.each(RELEASE_LINES)("on $product $line the day before $end", ({ product, line, end }) => {
    const now = end ? startOfDay(end) - 1 : NOW;
    expect(placesOf(eolRuntimeVersion, textOf(product, line), { now })).toEqual([]);
  });

  it.each([
    ["a supported version", node("24")],
    ["a range", node("'>=16'")],
    ["a moving name", node("lts/*")],
    ["a computed version", node("${{ inputs.node }}")],
    ["a line the table has not", node("99")],
    ["a matrix of supported versions", matrix("    strategy: {matrix: {n: [22, 24]}}\n")],
    ["a matrix from an expression", matrix("    strategy: {matrix: {n: \"${{ fromJSON('[16]') }}\"}}\n")],
    [
      "PyPy, which has days of its own",
      job('      - uses: actions/setup-python@v7\n        with: {python-version: "pypy3.8"}\n'),
    ],
    ["JRuby", job("      - uses: ruby/setup-ruby@v1\n        with: {ruby-version: jruby-9.2}\n")],
    ["a major whose newest line is supported", service("redis:6-alpine")],
    ["somebody's own image", service("example.com/node:16")],
    ["an image without a tag", service("postgres")],
    ["an image by digest", service(`postgres@sha256:${"0".repeat(64)}`)],
    ["a computed tag", service("postgres:${{ inputs.pg }}")],
    ["a version in a script", job("      - run: docker run node:16\n")],
    ["another action's input", job("      - uses: o/r@v1\n        with: {node-version: 16}\n")],
    [
      "a job that calls a workflow",
      "on: push\njobs:\n  a:\n    uses: ./.github/workflows/x.yml\n    with: {node-version: 16}\n",
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(eolRuntimeVersion, text)).toEqual([]);
  });
});

describe("eol-runtime-version reports", () => {
  it.each(RELEASE_LINES.filter(({ end }) => end !== null))(
    "$product $line from $end on",
    ({ product, line, end, source, seen }) => {
      expect(placesOf(eolRuntimeVersion, textOf(product, line), { now: startOfDay(end ?? "") })).toHaveLength(1);
      expect(source).toMatch(/^https:\/\/endoflife\.date\/\w/);
      expect(seen).toBe("2026-11-21");
    },
  );

  it.each([
    ["a wildcard", node("16.x"), "10:25 medium"],
    ["an exact version", node("v18.19.1"), "10:25 medium"],
    ["an environment variable", node("${{ env.N }}", "    env: {N: 14}\n"), "7:14 medium"],
    [
      "Java's old spelling",
      job("      - uses: actions/setup-java@v5\n        with: {java-version: '14'}\n"),
      "9:30 medium",
    ],
    ["a container", job(RUN, "    container: node:16-alpine\n"), "7:16 medium"],
    ["a container in a mapping", job(RUN, "    container: {image: 'docker.io/library/python:3.8'}\n"), "7:24 medium"],
    ["a service", service("postgres:12-alpine"), "9:16 medium"],
    ["Elastic's registry", service("docker.elastic.co/elasticsearch/elasticsearch:7.17.4"), "9:16 medium"],
    ["a major alone", service("mysql:5"), "9:16 medium"],
  ])("%s", (_, text, expected) => {
    expect(placesOf(eolRuntimeVersion, text)).toEqual([expected]);
  });

  it("a matrix once, with its other cells as evidence", () => {
    const text = matrix("    strategy:\n      matrix:\n        n: [16, 18, 22]\n        include: [{n: 14}]\n");
    expect(placesOf(eolRuntimeVersion, text)).toEqual(["9:13 medium"]);
    expect(findingsOf(eolRuntimeVersion, text)[0]?.evidence).toHaveLength(3);
  });

  it.each([
    [".nvmrc", "v16.20.0\n", "node", ["10:30 medium"]],
    ["app/.node-version", "18\n", "node", ["10:30 medium"]],
    [".nvmrc", "24\n", "node", []],
    [".nvmrc", "lts/*\n", "node", []],
    ["package.json", '{"engines": {"node": ">=16"}}', "node", []],
    [".python-version", "3.8.10\n", "python", ["10:32 medium"]],
  ])("what the step reads from %s with %j", (path, content, runtime, expected) => {
    const text = job(
      `      - uses: actions/setup-${runtime}@v7\n        with:\n          ${runtime}-version-file: ${path}\n`,
    );
    expect(placesOf(eolRuntimeVersion, { [WORKFLOW]: text, [path]: content })).toEqual(expected);
  });

  it("a matrix of image tags", () => {
    const text = job(
      RUN,
      "    strategy: {matrix: {pg: [11, 17]}}\n    services: {db: {image: 'postgres:${{ matrix.pg }}'}}\n",
    );
    expect(placesOf(eolRuntimeVersion, text)).toEqual(["7:30 medium"]);
  });
});

describe("eol-runtime-version fixes", () => {
  it.each([
    ["a number", node("16"), "version: 16", "version: 22"],
    ["a wildcard", node("16.x # old"), "16.x", "22.x"],
    ["quotes", node("'18.2.0'"), "18.2.0", "22"],
    [
      "a service's tag, keeping its variant, with CRLF",
      service("postgres:12-alpine").replaceAll("\n", "\r\n"),
      "12-alpine",
      "15-alpine",
    ],
    ["a matrix in brackets", matrix("    strategy: {matrix: {n: [16, 18, 22, 24]}}\n"), "[16, 18, 22, 24]", "[22, 24]"],
    ["its end", matrix("    strategy: {matrix: {n: [24, 18, 16]}}\n"), "[24, 18, 16]", "[24]"],
    [
      "a matrix in lines",
      matrix("    strategy:\n      matrix:\n        n:\n          - 18 # last\n          - 22\n"),
      "          - 18 # last\n",
      "",
    ],
  ])("%s", (_, text, from, to) => {
    const newest = text.replace(from, to);
    expect(fixOf(eolRuntimeVersion, text)).toMatchObject({ reason: null, text: newest });
  });

  it("knows the next line by the day", () => {
    const line = RELEASE_LINES.find((row) => row.product === "python" && row.line === "3.9");
    expect(line && nextSupported(line, NOW)?.line).toBe("3.11");
  });
});

describe("eol-runtime-version offers no fix", () => {
  it.each([
    ["for a matrix of nothing else", matrix("    strategy: {matrix: {n: [16, 18]}}\n"), "choose"],
    [
      "for a version that include names too",
      matrix("    strategy: {matrix: {n: [16, 22], include: [{n: 16, x: 1}]}}\n"),
      "several",
    ],
    ["for a variant that may not exist", service("postgres:12-buster"), "by hand"],
  ])("%s", (_, text, reason) => {
    expect(fixOf(eolRuntimeVersion, text)).toMatchObject({ text: null, reason: expect.stringContaining(reason) });
  });
});
