import { describe, expect, it } from "vitest";
import { floatingRuntimeVersion } from "../../../worker/engine/rules/github/floating-runtime-version.ts";
import { type Files, findingsOf, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const job = (steps: string, rest = "") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${rest}    steps:\n${steps}`;
const use = (uses: string, input: string, rest = "") =>
  job(`      - uses: ${uses}\n        with:\n          ${input}\n`, rest);
const PY = "actions/setup-python@v6";
const MATRIX = "python-version: ${{ matrix.py }}";

describe("floating-runtime-version stays silent", () => {
  it.each<[string, string, Files]>([
    ["a quoted version", use(PY, 'python-version: "3.10"'), {}],
    ["a single-quoted version", use(PY, "python-version: '3.10'"), {}],
    ["a number that loses nothing", use(PY, "python-version: 3.12"), {}],
    ["a third part, which makes it text", use(PY, "python-version: 3.10.0"), {}],
    ["a number that means the same without zero", use("actions/setup-node@v6", "node-version: 20.0"), {}],
    ["the same for .NET", use("actions/setup-dotnet@v5", "dotnet-version: 8.0"), {}],
    ["a major of Node.js", use("actions/setup-node@v6", "node-version: 22.x"), {}],
    ["a version file", use("actions/setup-go@v6", "go-version-file: go.mod"), { "go.mod": "go 1.26\n" }],
    ["a file that is read by default", job("      - uses: ruby/setup-ruby@v1\n"), { ".ruby-version": "3.4\n" }],
    ["the same in a folder", job(`      - uses: ${PY}\n`), { "app/.python-version": "3.13\n" }],
    [
      "moving names in a matrix",
      use("actions/setup-node@v6", "node-version: ${{ matrix.n }}", "    strategy: {matrix: {n: [22, lts/*]}}\n"),
      {},
    ],
    ["a computed version", use(PY, "python-version: ${{ inputs.python }}"), {}],
    ["a quoted matrix", use(PY, MATRIX, "    strategy: {matrix: {py: ['3.10', \"3.11\"]}}\n"), {}],
    ["a matrix of something else", use(PY, "python-version: '3.13'", "    strategy: {matrix: {py: [3.10]}}\n"), {}],
    ["an action that is not a runtime's", use("o/r@v1", "python-version: 3.10"), {}],
    ["a number elsewhere", job("      - run: echo 3.10\n        env: {V: 3.10}\n"), {}],
    ["a misspelt input, another rule's business", use(PY, "python_version: '3.13'"), {}],
    ["a list in a block", use(PY, "python-version: |\n            3.10\n            3.11"), {}],
  ])("on %s", (_, text, files) => {
    expect(placesOf(floatingRuntimeVersion, { [WORKFLOW]: text, ...files })).toEqual([]);
  });
});

describe("floating-runtime-version reports", () => {
  it.each([
    ["a lost zero", use(PY, "python-version: 3.10"), "10:27 high"],
    ["Go's", use("actions/setup-go@v6", "go-version: 1.20"), "10:23 high"],
    ["PHP 8.0, which becomes 8", use("shivammathur/setup-php@v2", "php-version: 8.0"), "10:24 high"],
    ["Ruby 3.0 in braces", job("      - {uses: ruby/setup-ruby@v1, with: {ruby-version: 3.0}}\n"), "8:57 high"],
    ["a cell of a matrix", use(PY, MATRIX, "    strategy:\n      matrix:\n        py: [3.9, 3.10]\n"), "9:19 high"],
    ["an included cell", use(PY, MATRIX, "    strategy: {matrix: {include: [{py: 3.10}]}}\n"), "7:40 high"],
    ["an environment variable", use(PY, "python-version: ${{ env.PY }}", "    env:\n      PY: 3.10\n"), "8:11 high"],
    ["lts/*", use("actions/setup-node@v6", "node-version: lts/*"), "10:25 medium"],
    ["latest in quotes", use("actions/setup-node@v6", 'node-version: "latest"'), "10:25 medium"],
    ["3.x", use(PY, "python-version: 3.x"), "10:27 medium"],
    ["stable Go", use("actions/setup-go@v6", "go-version: stable"), "10:23 medium"],
    ["no version", job("      - uses: actions/setup-node@v6\n"), "8:15 medium"],
    ["no version beside other inputs", use("actions/setup-go@v6", "cache: false"), "8:15 medium"],
  ])("%s", (_, text, expected) => {
    expect(placesOf(floatingRuntimeVersion, text)).toEqual([expected]);
  });

  it("one matrix once, though two steps and two cells", () => {
    const step = `      - uses: ${PY}\n        with: {${MATRIX.replace(": ", ': "')}"}\n`;
    const text = job(step + step, "    strategy: {matrix: {py: [3.10, 3.20]}}\n");
    expect(placesOf(floatingRuntimeVersion, text)).toEqual(["7:30 high"]);
    expect(findingsOf(floatingRuntimeVersion, text)[0]?.evidence).toHaveLength(2);
  });
});

describe("floating-runtime-version fixes", () => {
  it.each([
    ["a number by quotes", use("actions/setup-go@v6", "go-version: 1.30 # ours"), "1.30", '"1.30"'],
    ["with CRLF", use("actions/setup-go@v6", "go-version: 1.30").replaceAll("\n", "\r\n"), "1.30", '"1.30"'],
  ])("%s", (_, text, from, to) => {
    const { text: fixed, remediation } = fixOf(floatingRuntimeVersion, text);
    expect(fixed).toBe(text.replace(from, to));
    expect(remediation?.fixClass).toBe("safe");
  });

  it("every number of a matrix", () => {
    const text = use(
      "actions/setup-go@v6",
      "go-version: ${{ matrix.go }}",
      "    strategy: {matrix: {go: [1.30, 1.40]}}\n",
    );
    expect(fixOf(floatingRuntimeVersion, text).text).toBe(text.replace("1.30", '"1.30"').replace("1.40", '"1.40"'));
  });

  it("a moving version by the project's file", () => {
    const text = use("actions/setup-node@v6", "node-version: lts/*");
    const { text: fixed, remediation } = fixOf(floatingRuntimeVersion, { [WORKFLOW]: text, ".nvmrc": "24\n" });
    expect(fixed).toBe(text.replace("node-version: lts/*", "node-version-file: .nvmrc"));
    expect(remediation?.fixClass).toBe("review");
  });
});

describe("floating-runtime-version offers no fix", () => {
  it.each([
    ["where the project names no version", use("actions/setup-node@v6", "node-version: latest")],
    ["where no version is given", job("      - uses: actions/setup-node@v6\n")],
  ])("%s", (_, text) => {
    expect(fixOf(floatingRuntimeVersion, text)).toMatchObject({ text: null, reason: expect.stringContaining("mean") });
  });
});
