import { describe, expect, it } from "vitest";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { ACTION_RUNTIMES, NODE_RUNTIMES, runtimeState } from "../../../worker/engine/data/action-runtimes.ts";
import { startOfDay } from "../../../worker/engine/data/day.ts";
import { retirementOf } from "../../../worker/engine/data/retired-actions.ts";
import { outdatedActionRuntime } from "../../../worker/engine/rules/github/outdated-action-runtime.ts";
import * as engine from "../../support/engine.ts";
import { NOW } from "../../support/engine.ts";

/** Node.js 20 is reported in the strict profile alone. */
const strict = (options: engine.RunOptions) => ({ profile: "strict" as const, ...options });
const placesOf: typeof engine.placesOf = (rule, files, options = {}) => engine.placesOf(rule, files, strict(options));
const findingsOf: typeof engine.findingsOf = (rule, files, options = {}) =>
  engine.findingsOf(rule, files, strict(options));
const fixOf: typeof engine.fixOf = (rule, files, options = {}) => engine.fixOf(rule, files, strict(options));
const lookups = tableLookups();
const steps = (text: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${text}`;
const use = (uses: string, rest = "") => steps(`      - uses: ${uses}\n${rest}`);
const SHA = "0".repeat(40);
const cells = [...ACTION_RUNTIMES].flatMap(([action, majors]) =>
  [...majors].map(([major, using]) => [action, major, using] as const),
);
const place = (action: string) => (action === "github/codeql-action" ? `${action}/init` : action);

describe("outdated-action-runtime stays silent", () => {
  it.each(cells.filter(([, , using]) => runtimeState(using, NOW) === "fine"))("on %s v%i (%s)", (action, major) => {
    expect(placesOf(outdatedActionRuntime, use(`${place(action)}@v${major}`))).toEqual([]);
  });

  it.each([
    ["an unknown action", use("o/r@v1")],
    ["a commit without a version", use(`actions/checkout@${SHA}`)],
    ["a branch", use("actions/checkout@main")],
    ["an unknown later major", use("actions/checkout@v99")],
    ["a version that GitHub switched off, which another rule names", use("actions/upload-artifact@v3")],
    ["a current version behind a commit", use("actions/checkout@93cb6efe18208431cddfb8368fd83d5badbf9bfd")],
    ["a comment that speaks of a current version", use(`actions/checkout@${SHA} # v5.0.1`)],
    ["an action on the runtime of today that once had an older one", use("ruby/setup-ruby@v1")],
    ["a local action", use("./actions/checkout")],
    ["an image", use("docker://alpine:3.20")],
    ["a script", steps("      - run: echo actions/checkout@v3 uses:\n")],
    [
      "a workflow of another repository",
      "on: push\njobs:\n  a:\n    uses: actions/checkout/.github/workflows/x.yml@v3\n",
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(outdatedActionRuntime, text)).toEqual([]);
  });

  it("before runners began to warn", () => {
    const options = { now: startOfDay("2025-09-18") };
    expect(placesOf(outdatedActionRuntime, use("actions/checkout@v4"), options)).toEqual([]);
  });
});

describe("the table of runtimes", () => {
  it.each(cells.filter(([, , using]) => runtimeState(using, NOW) !== "fine"))("%s v%i (%s)", (action, major, using) => {
    const places = placesOf(outdatedActionRuntime, use(`${place(action)}@v${major}`));
    const severity = using === "node20" ? "low" : "high";
    expect(places).toEqual(retirementOf(action, [major]) ? [] : [`8:15 ${severity}`]);
  });

  it.each(NODE_RUNTIMES)("every runtime has its days and source: $using", ({ using, removed, source, seen }) => {
    expect(source).toMatch(/^https:\/\//);
    expect(seen).toBe("2026-11-21");
    if (removed === null) return;
    expect(runtimeState(using, startOfDay(removed))).toBe("gone");
    expect(runtimeState(using, startOfDay(removed) - 1)).toBe("going");
  });
});

describe("outdated-action-runtime reports", () => {
  it.each([
    ["in quotes", use('"actions/checkout@v3.6.0"'), "8:15 high"],
    ["of a commit by its comment", use(`actions/checkout@${SHA} # tag=v3.1.0`), "8:15 high"],
    ["of a commit that the table knows", use("actions/checkout@f43a0e5ff2bd294095638e18286ca9a3d1956744"), "8:15 high"],
    ["without a v", use("docker/login-action@2.1"), "8:15 high"],
    ["in braces", steps("      - {uses: Actions/Checkout@v2}\n"), "8:16 high"],
  ])("a version %s", (_, text, expected) => {
    expect(placesOf(outdatedActionRuntime, text)).toEqual([expected]);
  });

  it("once per action and major, with the other places as evidence", () => {
    const text = steps(
      "      - uses: actions/checkout@v3\n      - uses: actions/checkout@v3.1.0\n      - uses: actions/checkout@v2\n",
    );
    expect(placesOf(outdatedActionRuntime, text)).toEqual(["8:15 high", "10:15 high"]);
    expect(findingsOf(outdatedActionRuntime, text)[0]?.evidence).toHaveLength(2);
  });

  it("a composite action's steps", () => {
    const action = "runs:\n  using: composite\n  steps:\n    - uses: actions/setup-node@v3\n";
    expect(placesOf(outdatedActionRuntime, { "action.yml": action })).toEqual(["action.yml:4:13 high"]);
  });
});

describe("outdated-action-runtime fixes", () => {
  const V5 = "93cb6efe18208431cddfb8368fd83d5badbf9bfd # v5.0.1";

  it("by the lowest major on a supported runtime, pinned", () => {
    const text = use("actions/checkout@v3", "        with:\n          persist-credentials: false\n");
    expect(fixOf(outdatedActionRuntime, text, { lookups }).text).toBe(text.replace("v3", V5));
  });

  it("all places together, in the file's newlines, replacing an old version comment", () => {
    const text = steps(
      `      - uses: actions/checkout@v3 # code\n        with: {persist-credentials: false}\n      - uses: actions/checkout@${SHA} # v3.1.0\n        with: {persist-credentials: false}\n`,
    ).replaceAll("\n", "\r\n");
    const fixed = text.replace("v3 # code", `${V5} # code`).replace(`${SHA} # v3.1.0`, V5);
    expect(fixOf(outdatedActionRuntime, text, { lookups }).text).toBe(fixed);
  });

  it("a commit for Node.js 20", () => {
    const text = use(
      "actions/setup-go@d35c59abb061a4a6fb18e82ac0862c26744d6ab5 # v5.5.0",
      "        with:\n          go-version-file: go.mod\n",
    );
    expect(fixOf(outdatedActionRuntime, text, { lookups }).text).toContain(
      "@7a3fe6cf4cb3a834922a1244abfce67bcef6a0c5 # v6.2.0",
    );
  });
});

describe("outdated-action-runtime offers no fix", () => {
  it.each([
    ["where nobody knows the commit", use("actions/checkout@v3"), {}, "not known"],
    [
      "where the next version needs another configuration",
      use("golangci/golangci-lint-action@v6"),
      { lookups },
      "configuration",
    ],
    [
      "where a script uses the old client",
      use("actions/github-script@v4", "        with:\n          script: await github.issues.create({})\n"),
      { lookups },
      "github.rest",
    ],
  ])("%s", (_, text, options, reason) => {
    expect(fixOf(outdatedActionRuntime, text, options)).toMatchObject({
      text: null,
      reason: expect.stringContaining(reason),
    });
  });
});

it("outdated-action-runtime stays silent on Node.js 20 outside the strict profile", () => {
  expect(engine.placesOf(outdatedActionRuntime, use("actions/checkout@v4"))).toEqual([]);
  expect(engine.placesOf(outdatedActionRuntime, use("actions/checkout@v3"))).toEqual(["8:15 high"]);
});
