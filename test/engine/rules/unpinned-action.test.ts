import { expect, it } from "vitest";
import { mapLookups } from "../../../worker/engine/lookups.ts";
import { unpinnedAction } from "../../../worker/engine/rules/github/unpinned-action.ts";
import { findingsOf, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const SHA = "11bd71901bbe5b1630ceea73d27597364c9af683";
const OTHER = "39370e3970a6d050c480ffad4ff0ed4d3fdee5af";
const lookups = mapLookups(
  new Map([
    ["actions/checkout@v4", { sha: SHA, tag: "v4.2.2" }],
    ["actions/checkout@v3", { sha: OTHER, tag: "v3.6.0" }],
    ["some/thing@main", { sha: OTHER, tag: null }],
    ["org/flows@v1", { sha: OTHER, tag: "v1.0.3" }],
    ["dtolnay/rust-toolchain@nightly", { sha: OTHER, tag: null }],
  ]),
);
const steps = (lines: string) => `on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n${lines}`;
const places = (text: string) => placesOf(unpinnedAction, text);
const fixed = (text: string) => fixOf(unpinnedAction, text, { lookups }).text;

it.each([
  ["a tag of GitHub", "actions/checkout@v4", "medium"],
  ["a full version of a vendor", "docker/login-action@v3.3.0", "medium"],
  ["a tag of an unknown publisher", "someone/thing@v1", "high"],
  ["a branch of GitHub", "actions/checkout@main", "high"],
  ["a branch that holds a number", "pypa/gh-action-pypi-publish@release/v1", "high"],
  ["a shortened commit id", "actions/checkout@11bd719", "medium"],
  ["a path inside a repository", "github/codeql-action/init@v3", "medium"],
])("reports %s", (_name, uses, severity) => {
  expect(places(steps(`      - uses: ${uses}\n`))).toEqual([`6:15 ${severity}`]);
});

it.each([
  ["a full commit id", `      - uses: actions/checkout@${SHA}\n`],
  ["a full commit id with its version", `      - uses: actions/checkout@${SHA} # v4.2.2\n`],
  ["a commit id in capitals", `      - uses: actions/checkout@${SHA.toUpperCase()}\n`],
  ["a local action", "      - uses: ./.github/actions/setup\n"],
  ["an image", "      - uses: docker://alpine:3.20\n"],
  ["an image with a digest", `      - uses: docker://alpine@sha256:${"a".repeat(64)}\n`],
  ["a use without a ref, which GitHub refuses", "      - uses: actions/checkout\n"],
  ["a use that is an expression, which GitHub refuses", "      - uses: ${{ inputs.action }}\n"],
  ["a commented step", "      # - uses: actions/checkout@v4\n      - run: echo\n"],
  ["a script that writes about actions", "      - run: 'echo uses: actions/checkout@v4'\n"],
])("stays silent on %s", (_name, lines) => {
  expect(places(steps(lines))).toEqual([]);
});

it("stays silent on the SLSA generator, whose verifier needs a tag", () => {
  const call = "slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml";
  expect(places(`on: push\njobs:\n  a:\n    uses: ${call}@v2.0.0\n`)).toEqual([]);
  expect(places(`on: push\njobs:\n  a:\n    uses: ${call}@main\n`)).toEqual(["4:11 high"]);
});

it("counts an action and ref once per file and shows every place", () => {
  const use = "      - uses: actions/checkout@v4\n";
  const found = findingsOf(unpinnedAction, steps(use + use + use.replace("v4", "v3")));
  expect(found.map((finding) => finding.evidence.map(({ line }) => line))).toEqual([[6, 7], [8]]);
});

it("reports calls of reusable workflows and steps of composite actions", () => {
  expect(places("on: push\njobs:\n  a:\n    uses: org/flows/.github/workflows/ci.yml@v1\n")).toEqual(["4:11 high"]);
  const action = "runs:\n  using: composite\n  steps:\n    - uses: actions/checkout@v4\n";
  expect(placesOf(unpinnedAction, { "tools/action.yml": action })).toEqual(["tools/action.yml:4:13 medium"]);
});

it("keeps its fingerprint when the version and the line change", () => {
  const print = (text: string) => findingsOf(unpinnedAction, text).map((finding) => finding.fingerprint);
  const before = steps("      - uses: actions/checkout@v3\n");
  expect(print(before)).toEqual(print(`# moved\n${before.replace("v3", "v4")}`));
});

it.each([
  ["a plain use", "uses: actions/checkout@v4", `uses: actions/checkout@${SHA} # v4.2.2`],
  ["single quotes", "uses: 'actions/checkout@v4'", `uses: 'actions/checkout@${SHA}' # v4.2.2`],
  ["double quotes", 'uses: "actions/checkout@v4"', `uses: "actions/checkout@${SHA}" # v4.2.2`],
  ["capitals", "uses: Actions/Checkout@v4", `uses: Actions/Checkout@${SHA} # v4.2.2`],
  ["a version comment", "uses: actions/checkout@v4 # v4.1", `uses: actions/checkout@${SHA} # v4.2.2`],
  ["a comment of its own", "uses: actions/checkout@v4  # clone", `uses: actions/checkout@${SHA}  # v4.2.2 # clone`],
  ["white space at the end", "uses: actions/checkout@v4  ", `uses: actions/checkout@${SHA} # v4.2.2`],
  ["a branch", "uses: some/thing@main", `uses: some/thing@${OTHER} # main`],
])("pins %s", (_name, before, after) => {
  expect(fixed(steps(`      - ${before}\n      - run: make\n`))).toBe(steps(`      - ${after}\n      - run: make\n`));
});

it("pins in flow style, behind the brackets", () => {
  const before = "on: push\njobs: { a: { runs-on: x, steps: [ { uses: actions/checkout@v4 } ] } }\n";
  const after = `on: push\njobs: { a: { runs-on: x, steps: [ { uses: actions/checkout@${SHA} } ] } } # v4.2.2\n`;
  expect(fixed(before)).toBe(after);
});

it("pins every place of the file at once and keeps CRLF and comments", () => {
  const use =
    "      # first\r\n      - name: A\r\n        uses: actions/checkout@v4\r\n        with: { fetch-depth: 0 }\r\n";
  const text = steps(use + use).replaceAll(/\r?\n/g, "\r\n");
  expect(fixed(text)).toBe(text.replaceAll("checkout@v4", `checkout@${SHA} # v4.2.2`));
});

it("counts an anchored step once and leaves it, because the fix would reach into its aliases", () => {
  const text = steps("      - &co\n        uses: actions/checkout@v4\n      - *co\n");
  expect([places(text), fixed(text)]).toEqual([["7:15 medium"], null]);
});

it("pins a reusable workflow", () => {
  const text = "on: push\njobs:\n  a:\n    uses: org/flows/.github/workflows/ci.yml@v1\n";
  expect(fixed(text)).toBe(text.replace("@v1", `@${OTHER} # v1.0.3`));
});

it("turns a ref that chose a toolchain into the input", () => {
  const text = steps("      - uses: dtolnay/rust-toolchain@nightly\n        with:\n          components: rustfmt\n");
  expect(fixed(text)).toBe(
    text.replace("@nightly", `@${OTHER} # nightly`).replace("rustfmt\n", "rustfmt\n          toolchain: nightly\n"),
  );
  const bare = steps("      - uses: dtolnay/rust-toolchain@nightly\n");
  expect(fixed(bare)).toBe(
    bare.replace("@nightly\n", `@${OTHER} # nightly\n        with:\n          toolchain: nightly\n`),
  );
});

it("offers nothing when nobody knows the commit", () => {
  const result = fixOf(unpinnedAction, steps("      - uses: actions/checkout@v9\n"), { lookups });
  expect([result.text, result.reason]).toEqual([null, expect.stringContaining("not known")]);
});

it("says in one sentence what to do", () => {
  expect(findingsOf(unpinnedAction, { [WORKFLOW]: steps("      - uses: actions/checkout@v4\n") })[0]?.message).toBe(
    "`actions/checkout@v4` follows a tag that its owner can move to other code; pin the full commit id and keep the version as a comment.",
  );
});
