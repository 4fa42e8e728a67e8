import { describe, expect, it } from "vitest";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { startOfDay } from "../../../worker/engine/data/day.ts";
import { RETIRED_VERSIONS } from "../../../worker/engine/data/retired-actions.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { retiredActionVersion } from "../../../worker/engine/rules/github/retired-action-version.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const lookups = tableLookups();
const job = (body: string, rest = "") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${rest}    steps:\n${body}`;
const use = (uses: string, inputs = "") => job(`      - uses: ${uses}\n${inputs}`);
const SHA = "0".repeat(40);
const place = (action: string) => (action === "github/codeql-action" ? `${action}/analyze` : action);
const cases = RETIRED_VERSIONS.flatMap((row) =>
  row.majors.map((major) => ({ ...row, ref: row.before ? `v${major}.0.1` : `v${major}` })),
);
const UPLOAD = "        with:\n          name: dist\n          path: dist\n";

describe("retired-action-version stays silent", () => {
  it.each(RETIRED_VERSIONS)(
    "on the first version of $action that is served after $majors",
    ({ action, majors, before }) => {
      const last = Math.max(
        ...RETIRED_VERSIONS.filter((row) => row.action === action && !row.before).flatMap((row) => row.majors),
      );
      const ref = before ? `v${before.join(".")}` : `v${Math.max(last, ...majors) + 1}`;
      expect(placesOf(retiredActionVersion, use(`${place(action)}@${ref}`))).toEqual([]);
    },
  );

  it.each([
    ["cache@v3, which means the newest 3", use("actions/cache@v3")],
    ["cache@v4.2, which means the newest 4.2", use("actions/cache@v4.2")],
    ["a tag for GitHub Enterprise Server", use("actions/upload-artifact@v3-node20")],
    ["a commit that nobody knows", use(`actions/cache@${SHA}`)],
    ["a commit of a served version", use(`actions/cache@${SHA} # v4.3.0`)],
    ["another action of a like name", use("o/upload-artifact@v3")],
    ["a local action", use("./upload-artifact")],
    ["a job that calls a workflow", "on: push\njobs:\n  a:\n    uses: actions/cache/.github/workflows/x.yml@v1\n"],
    ["an old version of something else", use("actions/checkout@v1")],
    ["words in a script", job("      - run: 'echo uses: actions/cache@v1'\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(retiredActionVersion, text)).toEqual([]);
  });

  it("on GitHub Enterprise Server", () => {
    const server = withAnswers({ platform: () => ({ kind: "ghes", version: "3.15" }) });
    expect(placesOf(retiredActionVersion, use("actions/upload-artifact@v3"), { lookups: server })).toEqual([]);
  });
});

describe("retired-action-version reports", () => {
  it.each(cases)("$action $ref", ({ action, ref, since, source, seen }) => {
    const text = use(`${place(action)}@${ref}`);
    expect(placesOf(retiredActionVersion, text, { now: startOfDay(since) })).toEqual(["8:15 high"]);
    expect(placesOf(retiredActionVersion, text, { now: startOfDay(since) - 1 })).toEqual(["8:15 medium"]);
    expect(source).toMatch(/^https:\/\/github\.blog\//);
    expect(seen).toBe("2026-11-21");
  });

  it.each([
    ["a commit by its comment", use(`actions/cache@${SHA} # v3.3.1`), "8:15 high"],
    ["a commit that the table knows", use("actions/cache@704facf57e6136b1bc63b828d79edcd491f0ee84"), "8:15 high"],
    ["an action in a folder", use("actions/cache/restore@v3.2"), "8:15 high"],
    ["a use in quotes and braces", job("      - {uses: 'actions/download-artifact@v2'}\n"), "8:16 high"],
  ])("%s", (_, text, expected) => {
    expect(placesOf(retiredActionVersion, text)).toEqual([expected]);
  });

  it("all parts of one action once", () => {
    const text = job("      - uses: github/codeql-action/init@v2\n      - uses: github/codeql-action/analyze@v2\n");
    expect(placesOf(retiredActionVersion, text)).toEqual(["8:15 high"]);
    expect(findingsOf(retiredActionVersion, text)[0]?.evidence).toHaveLength(2);
  });

  it("a composite action", () => {
    const action = "runs:\n  using: composite\n  steps:\n    - uses: actions/cache@v2\n";
    expect(placesOf(retiredActionVersion, { "action.yml": action })).toEqual(["action.yml:4:13 high"]);
  });
});

describe("retired-action-version fixes", () => {
  it("an upload", () => {
    const text = use("actions/upload-artifact@v3", UPLOAD);
    expect(fixOf(retiredActionVersion, text, { lookups }).text).toBe(
      text.replace("@v3", "@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0"),
    );
  });

  it("an upload together with the download of what it wrote", () => {
    const text = job(
      `      - uses: actions/upload-artifact@v2 # keep\n${UPLOAD}      - uses: actions/download-artifact@v3\n        with: {name: dist}\n`,
    );
    expect(fixOf(retiredActionVersion, text, { lookups }).text).toBe(
      text
        .replace("@v2 # keep", "@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0 # keep")
        .replace("@v3", "@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0"),
    );
  });

  it("a cache", () => {
    const text = use("actions/cache@v2", "        with:\n          path: a\n          key: b\n").replaceAll(
      "\n",
      "\r\n",
    );
    expect(fixOf(retiredActionVersion, text, { lookups }).text).toBe(
      text.replace("@v2", "@cdf6c1fa76f9f475f3d7449005a359c84ca0f306 # v5.0.3"),
    );
  });

  it("every part of CodeQL", () => {
    const text = job("      - uses: github/codeql-action/init@v2\n      - uses: github/codeql-action/analyze@v2\n");
    const pin = "@db488ddef3bf6cb639b32c2e9a7c0a7ea8271d28 # v4.37.8";
    expect(fixOf(retiredActionVersion, text, { lookups }).text).toBe(text.replaceAll("@v2", pin));
  });
});

describe("retired-action-version offers no fix", () => {
  it.each([
    ["where nobody knows the commit", use("actions/cache@v1"), {}, "not known"],
    [
      "where two uploads write one artifact",
      job(`      - uses: actions/upload-artifact@v3\n${UPLOAD}      - uses: actions/upload-artifact@v3\n${UPLOAD}`),
      { lookups },
      "merge-multiple",
    ],
    [
      "where every cell of a matrix writes the same artifact",
      job(`      - uses: actions/upload-artifact@v3\n${UPLOAD}`, "    strategy: {matrix: {os: [a, b]}}\n"),
      { lookups },
      "merge-multiple",
    ],
  ])("%s", (_, text, options, reason) => {
    expect(fixOf(retiredActionVersion, text, options)).toMatchObject({
      text: null,
      reason: expect.stringContaining(reason),
    });
  });
});
