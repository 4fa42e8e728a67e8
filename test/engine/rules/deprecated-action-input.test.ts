import { describe, expect, it } from "vitest";
import { DEPRECATED_INPUTS } from "../../../worker/engine/data/deprecated-inputs.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { deprecatedActionInput } from "../../../worker/engine/rules/github/deprecated-action-input.ts";
import { fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const job = (steps: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${steps}`;
const use = (uses: string, ...inputs: string[]) =>
  job(`      - uses: ${uses}\n        with:\n${inputs.map((input) => `          ${input}\n`).join("")}`);
const LOCAL =
  "name: x\ndescription: x\ninputs:\n  old:\n    deprecationMessage: Use 'new' instead.\n  new: {}\nruns: {using: composite, steps: []}\n";
const rows = DEPRECATED_INPUTS.flatMap((row) => row.majors.map((major) => ({ ...row, major })));

describe("deprecated-action-input stays silent", () => {
  it.each(DEPRECATED_INPUTS)("on $input in another version of $action", ({ action, input, majors }) => {
    const other =
      Math.max(...DEPRECATED_INPUTS.filter((row) => row.action === action).flatMap((row) => row.majors)) + 1;
    expect(majors).not.toContain(other);
    expect(placesOf(deprecatedActionInput, use(`${action}@v${other}`, `${input}: x`))).toEqual([]);
  });

  it.each([
    ["the successor", use("docker/setup-buildx-action@v3", "buildkitd-config: a")],
    ["an input that the action has not", use("actions/checkout@v4", "config: a")],
    ["the same name of another action", use("o/r@v3", "config-inline: a")],
    ["a commit that nobody knows", use(`docker/setup-buildx-action@${"0".repeat(40)}`, "config: a")],
    ["a branch", use("docker/setup-buildx-action@master", "config: a")],
    ["a value that speaks of it", use("docker/setup-buildx-action@v3", "name: config-inline")],
    ["an env of that name", job("      - uses: docker/setup-buildx-action@v3\n        env: {config: a}\n")],
    ["no inputs at all", job("      - uses: docker/setup-buildx-action@v3\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(deprecatedActionInput, text)).toEqual([]);
  });
});

describe("deprecated-action-input reports", () => {
  it.each(rows)("$input of $action v$major", ({ action, input, major, source, seen }) => {
    expect(placesOf(deprecatedActionInput, use(`${action}@v${major}`, `${input}: x`))).toEqual(["10:11 low"]);
    expect(source).toMatch(/^https:\/\/github\.com\//);
    expect(seen).toBe("2026-11-21");
  });

  it("an input of a local action", () => {
    const files = { [WORKFLOW]: use("./x", "OLD: 1"), "x/action.yml": LOCAL };
    expect(placesOf(deprecatedActionInput, files)).toEqual(["10:11 low"]);
  });

  it("what the looked-up version says", () => {
    const inputs = [{ name: "a", required: false, hasDefault: false, deprecation: "Gone soon." }];
    const lookups = withAnswers({ actionMetadata: () => ({ using: "node24", inputs, outputs: null }) });
    expect(placesOf(deprecatedActionInput, use("o/r@v1", "a: 1"), { lookups })).toEqual(["10:11 low"]);
  });

  it("in braces, by a commit's comment, in a composite action", () => {
    const action = `runs:\n  using: composite\n  steps:\n    - {with: {config: a}, uses: docker/setup-buildx-action@${"0".repeat(40)}} # v3.7.0\n`;
    expect(placesOf(deprecatedActionInput, { "action.yml": action })).toEqual(["action.yml:4:15 low"]);
  });
});

describe("deprecated-action-input fixes", () => {
  it.each([
    ["a key", use("docker/setup-buildx-action@v3", "config: a # why"), "config:", "buildkitd-config:"],
    [
      "a block scalar's key",
      use("docker/setup-buildx-action@v3", "config-inline: |", "  debug = true"),
      "config-inline",
      "buildkitd-config-inline",
    ],
    [
      "a quoted key, with CRLF",
      use("ncipollo/release-action@v1", '"artifact": a').replaceAll("\n", "\r\n"),
      '"artifact"',
      '"artifacts"',
    ],
  ])("%s", (_, text, from, to) => {
    expect(fixOf(deprecatedActionInput, text).text).toBe(text.replace(from, to));
  });

  it("a local action's input by its message", () => {
    const text = use("./x", "old: 1");
    expect(fixOf(deprecatedActionInput, { [WORKFLOW]: text, "x/action.yml": LOCAL }).text).toBe(
      text.replace("old", "new"),
    );
  });
});

describe("deprecated-action-input offers no fix", () => {
  it.each([
    ["where nothing takes its place", use("actions/cache@v4", "path: a", "key: b", "save-always: true"), "by hand"],
    [
      "where the successor is passed too",
      use("docker/setup-buildx-action@v3", "config: a", "buildkitd-config: b"),
      "too",
    ],
  ])("%s", (_, text, reason) => {
    expect(fixOf(deprecatedActionInput, text)).toMatchObject({ text: null, reason: expect.stringContaining(reason) });
  });
});
