import { describe, expect, it } from "vitest";
import { PLATFORM_ADVISORIES } from "../../../worker/engine/data/platform-advisories.ts";
import type { CiPlatform } from "../../../worker/engine/lookups/answers.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { vulnerableCiPlatform } from "../../../worker/engine/rules/repo/vulnerable-ci-platform.ts";
import { findingsOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const FILES = { [WORKFLOW]: "on: push\njobs: {}\n", ".gitlab-ci.yml": "a:\n  script: [make]\n" };
const on = (kind: CiPlatform["kind"], version: string | null) => ({
  lookups: withAnswers({ platform: () => ({ kind, version }) }),
});

describe("vulnerable-ci-platform stays silent", () => {
  it.each([
    ["when nobody answered", FILES, {}],
    ["on github.com", FILES, on("github", null)],
    ["on a hosted GitLab", FILES, on("gitlab", null)],
    ["on a version that nothing is known of", FILES, on("gitlab", "19.5.0")],
    ["on a later server", FILES, on("ghes", "3.17.2")],
    ["on a text that is no version", FILES, on("gitlab", "edge")],
    ["on a server without workflows", { ".gitlab-ci.yml": "a: {}\n" }, on("ghes", "3.1.0")],
    ["on a GitLab without pipeline", { [WORKFLOW]: "on: push\njobs: {}\n" }, on("gitlab", "17.4.1")],
  ])("%s", (_, files, options) => {
    expect(placesOf(vulnerableCiPlatform, files, options)).toEqual([]);
  });
});

describe("vulnerable-ci-platform reports", () => {
  it.each([
    ["a GitLab", on("gitlab", "17.4.1"), ".gitlab-ci.yml", "CVE-2024-9164"],
    ["one with a suffix", on("gitlab", "17.4.1-ee"), ".gitlab-ci.yml", "17.4.1-ee"],
    ["a version of two numbers", on("gitlab", "16.11"), ".gitlab-ci.yml", "CVE-2024-6385"],
    ["a server", on("ghes", "3.1.7"), WORKFLOW, "GitHub Enterprise Server 3.1.7"],
    ["the lowest version that is enough", on("gitlab", "17.1.0"), ".gitlab-ci.yml", "update it to 17.5.0 or later"],
  ])("%s once", (_, options, path, words) => {
    const found = findingsOf(vulnerableCiPlatform, FILES, options);
    expect(found.map((one) => [one.path, one.severity, one.message])).toEqual([
      [path, "high", expect.stringContaining(words)],
    ]);
  });
});

describe("the table of platform advisories", () => {
  const ranges = PLATFORM_ADVISORIES.flatMap(({ id, platform, ranges: rows }) =>
    rows.map(([from, before]) => ({ id, platform, from, before })),
  );

  it.each(ranges)("$id from $from", ({ platform, from }) => {
    expect(findingsOf(vulnerableCiPlatform, FILES, on(platform, from))).toHaveLength(1);
  });

  it.each(ranges)("$id no longer in $before", ({ id, platform, before }) => {
    expect(JSON.stringify(findingsOf(vulnerableCiPlatform, FILES, on(platform, before)))).not.toContain(id);
  });

  it.each(PLATFORM_ADVISORIES)("$id with a source and a day", ({ source, seen }) => {
    expect([source, seen]).toEqual([expect.stringMatching(/^https:/), expect.stringMatching(/^2026-/)]);
  });
});
