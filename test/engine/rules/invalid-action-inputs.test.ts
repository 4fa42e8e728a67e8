import { describe, expect, it } from "vitest";
import { KNOWN_ACTIONS } from "../../../worker/engine/data/action-metadata.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { invalidActionInputs } from "../../../worker/engine/rules/github/invalid-action-inputs.ts";
import { findingsOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const job = (steps: string) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${steps}`;
const use = (uses: string, ...inputs: string[]) =>
  job(
    `      - uses: ${uses}\n${inputs.length > 0 ? "        with:\n" : ""}${inputs.map((input) => `          ${input}\n`).join("")}`,
  );
const SHA = "0".repeat(40);
const LOCAL =
  "name: x\ninputs:\n  who: {required: true}\n  how: {required: true, default: a}\n  old:\nruns: {using: composite, steps: []}\n";
const DOCKER = "inputs: {}\nruns: {using: docker, image: Dockerfile}\n";
const rows = KNOWN_ACTIONS.flatMap((known) => known.majors.map((major) => ({ ...known, major })));

describe("invalid-action-inputs stays silent", () => {
  it.each(rows)("on every input of $action v$major", ({ action, major, inputs }) => {
    const all = [...inputs.values()].map(({ name }) => `${name}: x`);
    expect(placesOf(invalidActionInputs, use(`${action}@v${major}`, ...all))).toEqual([]);
  });

  it.each([
    ["another spelling in upper and lower case", use("actions/checkout@v4", "Fetch-Depth: 0")],
    ["a camel-cased input in lower case", use("actions/cache@v4", "path: a", "key: b", "enablecrossosarchive: true")],
    ["an unknown action", use("o/r@v1", "anything: 1")],
    ["an unknown major", use("actions/checkout@v99", "anything: 1")],
    ["a branch", use("actions/checkout@main", "anything: 1")],
    ["a commit that nobody knows", use(`actions/checkout@${SHA}`, "anything: 1")],
    ["an input that its version file makes dispensable", use("actions/setup-java@v4", "java-version-file: .sdkmanrc")],
    ["a step without inputs", use("actions/checkout@v4")],
    ["an image", use("docker://alpine:3.20", "args: ls")],
    ["values of odd shapes", job("      - uses: actions/checkout@v4\n        with: []\n")],
    ["inputs from an expression", job("      - uses: actions/cache@v4\n        with: ${{ fromJSON(env.X) }}\n")],
    [
      "inputs behind an alias",
      job(
        "      - uses: actions/checkout@v4\n        with: &w {ref: main}\n      - uses: actions/checkout@v4\n        with: *w\n",
      ),
    ],
    ["env of the step", job("      - uses: actions/checkout@v4\n        env: {anything: 1}\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidActionInputs, text)).toEqual([]);
  });

  it.each([
    ["a local action with its inputs", use("./tools/x", "WHO: me", "old: 1"), LOCAL],
    ["args of a local Docker action", use("./tools/x/", "args: ls", "entrypoint: /x"), DOCKER],
    [
      "a local path in another checkout",
      job("      - uses: actions/checkout@v4\n        with: {repository: o/r, path: x}\n      - uses: ./tools/x\n"),
      LOCAL,
    ],
    ["a local action that is not there", use("./elsewhere", "a: 1"), LOCAL],
    ["a computed path", use("./tools/${{ matrix.x }}", "a: 1"), LOCAL],
  ])("on %s", (_, text, action) => {
    expect(placesOf(invalidActionInputs, { [WORKFLOW]: text, "tools/x/action.yml": action })).toEqual([]);
  });

  it("on what the looked-up version has, though the table lacks it", () => {
    const inputs = [{ name: "brand-new", required: false, hasDefault: false, deprecation: null }];
    const lookups = withAnswers({ actionMetadata: () => ({ using: "node24", inputs, outputs: null }) });
    expect(placesOf(invalidActionInputs, use("actions/checkout@v6", "brand-new: 1"), { lookups })).toEqual([]);
  });
});

describe("the table of inputs", () => {
  it.each(rows)("an input that $action v$major has not", ({ action, major, inputs, mayBeStale }) => {
    const needed = [...inputs.values()].filter(({ required }) => required).map(({ name }) => `${name}: x`);
    const places = placesOf(invalidActionInputs, use(`${action}@v${major}`, "surely-not-an-input: 1", ...needed));
    expect(places).toEqual([`8:11 ${mayBeStale ? "low" : "medium"}`]);
  });

  it.each(rows.filter(({ inputs }) => [...inputs.values()].some(({ required }) => required)))(
    "what $action v$major needs",
    ({ action, major }) => {
      expect(placesOf(invalidActionInputs, use(`${action}@v${major}`))).toEqual(["6:15 medium"]);
    },
  );
});

describe("invalid-action-inputs reports", () => {
  it.each([
    ["a misspelt input, naming the right one", use("actions/checkout@v3", "fetch_depth: 0"), "`fetch-depth`"],
    ["swapped letters", use("actions/setup-node@v4", "ndoe-version: 22"), "`node-version`"],
    [
      "a commit by its comment",
      use(`actions/cache@${SHA} # v3.3.2`, "path: a", "key: b", "restore-key: c"),
      "`restore-keys`",
    ],
    ["an input of an earlier version", use("actions/setup-node@v6", "always-auth: true"), "always-auth"],
    ["one in braces and quotes", job("      - {uses: actions/checkout@v2, with: {'dept': 1}}\n"), "`dept`"],
  ])("%s", (_, text, words) => {
    const [finding, ...others] = findingsOf(invalidActionInputs, text);
    expect(finding?.message).toContain(words);
    expect(others).toEqual([]);
  });

  it("inputs of a local action, both unknown and missing", () => {
    const files = { [WORKFLOW]: use("./tools/x", "colour: red"), "tools/x/action.yaml": LOCAL };
    expect(placesOf(invalidActionInputs, files)).toEqual(["6:15 medium", "8:11 medium"]);
  });

  it("a needed input under a misspelt name, once", () => {
    const files = { [WORKFLOW]: use("./tools/x", "wo: me"), "tools/x/action.yaml": LOCAL };
    expect(placesOf(invalidActionInputs, files)).toEqual(["8:11 medium"]);
  });

  it("what the looked-up version lacks", () => {
    const lookups = withAnswers({ actionMetadata: () => ({ using: "node24", inputs: [], outputs: null }) });
    expect(placesOf(invalidActionInputs, use(`o/r@${SHA}`, "a: 1"), { lookups })).toEqual(["8:11 medium"]);
  });

  it("steps of a composite action", () => {
    const action =
      "runs:\n  using: composite\n  steps:\n    - uses: actions/setup-go@v4\n      with: {go-versoin: 1}\n";
    expect(placesOf(invalidActionInputs, { "action.yml": action })).toEqual(["action.yml:5:14 medium"]);
  });
});
