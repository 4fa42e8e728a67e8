import { describe, expect, it } from "vitest";
import { failureOf, returnPathOf, signedInPath } from "../../web/src/features/welcome/welcome.model.ts";
import { formatDuration, formatRelative, plural } from "../../web/src/format.ts";
import { bandOf, sparklinePath } from "../../web/src/ui/score.model.ts";
import { stepIndex } from "../../web/src/ui/step-index.ts";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const MINUTE_MS = 60_000;

describe("times and numbers", () => {
  it.each([
    [0, "just now"],
    [59_000, "just now"],
    [3 * MINUTE_MS, "3 min. ago"],
    [5 * 60 * MINUTE_MS, "5 hr. ago"],
    [24 * 60 * MINUTE_MS, "yesterday"],
    [45 * 24 * 60 * MINUTE_MS, "Oct 7, 2026"],
  ])("say %i ms ago as %s", (age, expected) => {
    expect(formatRelative(NOW - age, NOW)).toBe(expected);
  });

  it.each([
    [0, "0 ms"],
    [340, "340 ms"],
    [2449, "2.4 s"],
    [42_000, "42 s"],
    [65_000, "1 min 5 s"],
  ])("say %i ms as %s", (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });

  it("count with the right word", () => {
    expect([plural(1, "finding"), plural(2, "finding"), plural(1200, "fix", "fixes")]).toEqual([
      "1 finding",
      "2 findings",
      "1,200 fixes",
    ]);
  });
});

describe("score", () => {
  it.each([
    [100, "good"],
    [85, "good"],
    [84, "fair"],
    [60, "fair"],
    [59, "poor"],
    [0, "poor"],
  ])("of %i is %s", (score, band) => {
    expect(bandOf(score)).toBe(band);
  });

  it("history is a line from left to right, high scores up", () => {
    expect(sparklinePath([0, 100], 100, 24)).toBe("M0.0,24.0L100.0,0.0");
  });

  it("history does not make a storm of a change by one point", () => {
    const heights = [...sparklinePath([70, 71], 100, 20).matchAll(/,([\d.]+)/g)].map((match) => Number(match[1]));
    expect(Math.abs((heights[0] ?? 0) - (heights[1] ?? 0))).toBeLessThanOrEqual(1);
  });

  it.each([[[100]], [[100, 100]], [[0, 0]], [[0]]])("history of %j stays inside its box", (values) => {
    const heights = [...sparklinePath(values, 100, 20).matchAll(/,([\d.]+)/g)].map((match) => Number(match[1]));
    expect(heights.every((height) => height >= 0 && height <= 20)).toBe(true);
  });

  it("history without values is nothing", () => {
    expect(sparklinePath([], 100, 24)).toBe("");
  });
});

describe("moving by keys", () => {
  it.each([
    ["ArrowDown", 0, 1],
    ["ArrowDown", 2, 0],
    ["ArrowUp", 0, 2],
    ["ArrowUp", -1, 2],
    ["Home", 2, 0],
    ["End", 0, 2],
    ["ArrowRight", 1, undefined],
    ["a", 1, undefined],
  ])("%s at %i of three leads to %s", (key, at, expected) => {
    expect(stepIndex(key, { at, count: 3, axis: "vertical" })).toBe(expected);
  });

  it("leads nowhere in an empty list", () => {
    expect(stepIndex("End", { at: -1, count: 0, axis: "vertical" })).toBeUndefined();
  });
});

describe("welcome page", () => {
  it.each([
    ["/repos/1?tab=findings", "/repos/1?tab=findings"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example", "/"],
    ["", "/"],
    [undefined, "/"],
  ])("returns from %s to %s", (value, expected) => {
    expect(returnPathOf(value)).toBe(expected);
  });

  it("says that the user said no", () => {
    expect(failureOf("access_denied")).toContain("You said no");
  });

  it("says nothing when nothing went wrong", () => {
    expect(failureOf(undefined)).toBeUndefined();
  });

  it("takes somebody who is signed in back, or to where a refusal is explained", () => {
    expect(signedInPath("/repos/1", undefined)).toBe("/repos/1");
    expect(signedInPath("/", "access_denied")).toBe("/onboarding?error=access_denied");
    expect(signedInPath("/settings/organization?ask=delete", "access_denied")).toBe(
      "/settings/organization?ask=delete",
    );
  });

  it.each(["oauth_state", "unverified_email", "github_unavailable", "sign_in_failed", "toString"])(
    "has a sentence for %s",
    (code) => {
      expect(failureOf(code)).toMatch(/again/);
    },
  );
});
