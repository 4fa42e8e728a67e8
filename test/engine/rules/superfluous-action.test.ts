import { describe, expect, it } from "vitest";
import { SUPERFLUOUS_ACTIONS } from "../../../worker/engine/data/superfluous-actions.ts";
import { superfluousAction } from "../../../worker/engine/rules/github/superfluous-action.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const job = (head: string, body: string) => `on: push\njobs:\n  a:\n${head}    steps:\n${body}`;
const hosted = (body: string) => job("    runs-on: ubuntu-24.04\n", body);
const RELEASE = "      - uses: softprops/action-gh-release@v2\n";

describe("superfluous-action stays silent", () => {
  it.each([
    ["the command itself", hosted("      - run: gh release create v1\n")],
    ["an action of GitHub", hosted("      - uses: actions/github-script@v8\n")],
    ["another action of the same owner", hosted("      - uses: softprops/turnstyle@v1\n")],
    ["a name that only begins alike", hosted("      - uses: softprops/action-gh-release-notes@v2\n")],
    ["a folder in the repository", hosted("      - uses: softprops/action-gh-release/sub@v2\n")],
    ["a local copy", hosted("      - uses: ./softprops/action-gh-release\n")],
    ["a self-hosted runner", job("    runs-on: self-hosted\n", RELEASE)],
    ["a self-hosted runner among labels", job("    runs-on: [self-hosted, linux]\n", RELEASE)],
    ["a container without the program", job("    runs-on: ubuntu-24.04\n    container: alpine:3.22\n", RELEASE)],
    ["a container as a map", job("    runs-on: ubuntu-24.04\n    container: {image: node}\n", RELEASE)],
    ["an action that does more", hosted("      - uses: peter-evans/create-pull-request@v7\n")],
    ["a toolchain action", hosted("      - uses: dtolnay/rust-toolchain@stable\n")],
    ["a name in a comment", hosted("      # softprops/action-gh-release@v2\n      - run: make\n")],
    ["a step without a value", hosted("      - uses:\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(superfluousAction, text)).toEqual([]);
  });
});

describe("each action of the table that a command replaces", () => {
  it.each(SUPERFLUOUS_ACTIONS.map(({ action, beyond }) => ({ action, beyond })))("$action", ({ action, beyond }) => {
    const text = hosted(`      - uses: ${action}@v1\n`);
    expect(placesOf(superfluousAction, text)).toEqual(beyond === null ? ["6:15 info"] : []);
    expect(placesOf(superfluousAction, text, { profile: "strict" })).toEqual(["6:15 info"]);
    expect(placesOf(superfluousAction, text.replace("@v1", "-x@v1"), { profile: "strict" })).toEqual([]);
  });
});

describe("superfluous-action reports", () => {
  it.each([
    ["a pinned use", hosted(`      - uses: softprops/action-gh-release@${"a".repeat(40)} # v2.5.0\n`), ["6:15 info"]],
    ["a name in another case and quotes", hosted('      - uses: "EndBug/add-and-commit@v9"\n'), ["6:15 info"]],
    [
      "flow style and CRLF",
      "on: push\r\njobs: {a: {steps: [{uses: hmarr/auto-approve-action@v4}]}}\r\n",
      ["2:27 info"],
    ],
    [
      "a matrix of hosted runners",
      job("    strategy: {matrix: {os: [ubuntu-24.04]}}\n    runs-on: ${{ matrix.os }}\n", RELEASE),
      ["7:15 info"],
    ],
    [
      "each action once",
      hosted(`${RELEASE}      - uses: sergeysova/jq-action@v2\n${RELEASE}`),
      ["6:15 info", "7:15 info"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(superfluousAction, text, { profile: "strict" })).toEqual(places);
  });

  it("the steps of one action as one finding", () => {
    const [finding] = findingsOf(superfluousAction, hosted(RELEASE + RELEASE));
    expect(finding?.evidence.map(({ line }) => line)).toEqual([6, 7]);
    expect(finding?.message).toContain("`gh release create");
  });

  it("a step of a composite action", () => {
    const text = "name: x\nruns:\n  using: composite\n  steps:\n    - uses: ad-m/github-push-action@v1\n";
    expect(placesOf(superfluousAction, { "action.yml": text })).toEqual(["action.yml:5:13 info"]);
  });
});
