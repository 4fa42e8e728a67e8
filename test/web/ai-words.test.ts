import { describe, expect, it } from "vitest";
import {
  claimCounts,
  dropCounts,
  moved,
  reasonWords,
  sourceLines,
  standingWords,
} from "../../web/src/features/ai/ai-words.ts";
import { capChange, capError } from "../../web/src/features/ai/caps.ts";
import { formatMoney, formatShare } from "../../web/src/format.ts";
import { aiText } from "../../web/src/text/ai.ts";
import { DEFERRED, DEGRADED, OFF, SOURCE, SUMMARY_OF_AI, settingsOf } from "../support/web-mock/ai.ts";

describe("what became of claims", () => {
  it("counts those that are not shown", () => {
    const counts = claimCounts({ kept: 8, dropped: { quote_mismatch: 2, repeats_rule: 1 } });
    expect(aiText.dropped(counts.dropped, counts.all)).toBe(
      "3 of 11 claims failed the evidence check and are not shown",
    );
  });

  it("speaks of one claim as one", () => {
    expect(aiText.dropped(1, 1)).toBe("1 of 1 claim failed the evidence check and is not shown");
  });

  it("names reasons in words, most first, and keeps the name of a new one", () => {
    const counts = dropCounts({ dropped: { new_reason: 1, quote_mismatch: 4, duplicate: 0 } });
    expect(counts.map(({ words, count }) => `${count} ${words}`)).toEqual([
      "4 its quote does not stand at those lines",
      "1 new reason",
    ]);
  });
});

describe("why the AI took no part", () => {
  it.each([
    ["off", OFF, ["Rules only: no AI key is set."]],
    ["done", SUMMARY_OF_AI, []],
  ])("%s: in so many sentences", (_, summary, expected) => {
    expect(standingWords(summary)).toEqual(expected);
  });

  it("deferred: the limit, that the rules are complete, and when it is asked again", () => {
    expect(standingWords({ ...DEFERRED, retry_at: "2026-12-01T00:00:00.000Z" })).toEqual([
      "The organization's tokens of this month are used up.",
      "The result of the rules is complete.",
      expect.stringMatching(/^It is asked again by itself on \d+ (?:Nov|Dec), \d\d:\d\d\.$/),
    ]);
  });

  it("failed for good: that asking again would not help", () => {
    expect(standingWords({ ...DEGRADED, reason: "blocked", retry_at: null }).at(-1)).toBe(
      "Asking again would not help.",
    );
  });

  it("an unknown reason still gives a sentence", () => {
    expect(standingWords({ ...DEGRADED, reason: "something_new" })[0]).toBe("No provider gave an answer.");
  });

  it("limits are known by both of their names", () => {
    expect(reasonWords("userDay")).toBe(reasonWords("user_day"));
    expect(reasonWords("userDay")).toContain("today");
  });
});

describe("where answers come from", () => {
  const old = { ...SOURCE, cached: true, answered_at: "2026-11-12T09:30:00.000Z" };

  it("sixty reused answers of one day are one line", () => {
    const later = { ...old, answered_at: "2026-11-12T09:31:00.000Z" };
    expect(sourceLines([SOURCE, ...Array.from({ length: 60 }, () => old), later])).toEqual([SOURCE, old]);
  });

  it("answers of other days and models have their own", () => {
    const other = { ...old, answered_at: "2026-11-13T00:00:00.000Z" };
    expect(sourceLines([old, other, { ...old, model: "other" }])).toHaveLength(3);
  });
});

describe("the order of providers", () => {
  it.each([
    ["gemini", 1, ["anthropic", "gemini", "openai"]],
    ["openai", -1, ["gemini", "openai", "anthropic"]],
    ["gemini", -1, ["gemini", "anthropic", "openai"]],
    ["openai", 1, ["gemini", "anthropic", "openai"]],
  ] as const)("%s moved by %i", (provider, by, expected) => {
    expect(moved(["gemini", "anthropic", "openai"], provider, by)).toEqual(expected);
  });
});

describe("limits as they are typed", () => {
  it.each([
    ["task", "32,000", ""],
    ["task", "32 000", ""],
    ["task", "999", "At least 1,000."],
    ["task", "200001", "At most 200,000."],
    ["user_day", "200001", ""],
    ["user_day", "-5", "Enter a whole number."],
    ["user_day", "1e9", "Enter a whole number."],
    ["user_day", "", "Enter a whole number."],
  ] as const)("%s of “%s”", (cap, text, expected) => {
    expect(capError(cap, text)).toBe(expected);
  });

  it("follow the default again when they are equal to it", () => {
    const texts = { task: "32,000", user_day: "50000", user_month: "2,000,000", organization_month: "6 000 000" };
    expect(capChange(texts, settingsOf("data"))).toEqual({
      caps: { task: null, user_day: 50_000, user_month: null, organization_month: null },
    });
  });
});

describe("money and shares", () => {
  it.each([
    [0, "$0.00"],
    [0.00000012, "<$0.0001"],
    [0.0023584, "$0.0024"],
    [0.0123, "$0.01"],
    [12.5, "$12.50"],
  ])("%d dollars", (usd, expected) => {
    expect(formatMoney(usd)).toBe(expected);
  });

  it("nothing of nothing is no division", () => {
    expect([formatShare(0, 0), formatShare(1, 3)]).toEqual(["0%", "33%"]);
  });
});
