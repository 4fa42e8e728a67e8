import { describe, expect, it } from "vitest";
import { graphqlLimit, rateLimit, rateLimitedUntil } from "../../worker/adapters/github/rate-limits.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const MINUTE = NOW + 60_000;
const RESET = { "x-ratelimit-reset": String(NOW / 1000 + 600) };
const SECONDARY = "You have exceeded a secondary rate limit.";

describe("the header retry-after", () => {
  it.each([
    ["some seconds", "5", NOW + 5_000],
    ["a date to come", new Date(NOW + 90_000).toUTCString(), NOW + 90_000],
    ["nothing", "", MINUTE],
    ["a blank", " ", MINUTE],
    ["no seconds", "0", MINUTE],
    ["seconds ago", "-5", MINUTE],
    ["a date that is over", new Date(NOW - 90_000).toUTCString(), MINUTE],
    ["what is no date", "soon", MINUTE],
  ])("with %s", (_case, value, until) => {
    const headers = { "retry-after": value };
    expect(rateLimitedUntil({ status: 429, headers, message: "" }, NOW)).toBe(until);
    expect(graphqlLimit([{ message: SECONDARY }], headers, NOW)?.until).toBe(until);
  });

  it("alone makes no limit of a missing right when it says nothing", () => {
    expect(rateLimitedUntil({ status: 403, headers: { "retry-after": "0" }, message: "No" }, NOW)).toBeNull();
  });

  it("leaves the word to the end of a spent window when it says nothing", () => {
    const headers = { "retry-after": "", "x-ratelimit-remaining": "0", ...RESET };
    const limit = rateLimit({ status: 403, headers, message: "" }, NOW);
    expect(limit).toEqual({ until: NOW + 600_000, isPrimary: true, isGuess: false });
  });
});

describe("a limit", () => {
  it.each([
    ["a secondary one that names no instant", 403, SECONDARY, {}, { until: MINUTE, isPrimary: false, isGuess: true }],
    [
      "a secondary one that names its instant",
      403,
      SECONDARY,
      { "retry-after": "90" },
      { until: NOW + 90_000, isPrimary: false, isGuess: false },
    ],
    [
      "a spent window without its end",
      403,
      "",
      { "x-ratelimit-remaining": "0" },
      { until: MINUTE, isPrimary: true, isGuess: true },
    ],
    ["a missing right", 403, "Must have admin rights", {}, null],
    ["an answer", 200, SECONDARY, {}, null],
  ])("of REST is told for %s", (_case, status, message, headers, limit) => {
    expect(rateLimit({ status, headers, message }, NOW)).toEqual(limit);
  });

  const primary = { until: NOW + 600_000, isPrimary: true, isGuess: false };
  it.each([
    ["its type", { type: "RATE_LIMIT", message: "" }, RESET, primary],
    ["its earlier type", { type: "RATE_LIMITED", message: "" }, RESET, primary],
    ["its words", { message: "API rate limit already exceeded for user ID 1." }, RESET, primary],
    [
      "its type, though requests remain",
      { type: "RATE_LIMIT", message: "" },
      { ...RESET, "x-ratelimit-remaining": "9" },
      primary,
    ],
    [
      "its type, without an end",
      { type: "RATE_LIMIT", message: "" },
      {},
      { until: MINUTE, isPrimary: true, isGuess: true },
    ],
    ["the words of a secondary one", { message: SECONDARY }, RESET, { until: MINUTE, isPrimary: false, isGuess: true }],
    ["nothing else", { type: "FORBIDDEN", message: "Resource not accessible" }, RESET, null],
    ["nor by a name", { type: "NOT_FOUND", message: "No Repository 'a/rate limit exceeded'" }, RESET, null],
  ])("of GraphQL is known by %s", (_case, error, headers, limit) => {
    expect(graphqlLimit([error], headers, NOW)).toEqual(limit);
  });
});
