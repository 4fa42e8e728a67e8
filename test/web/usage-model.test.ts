import { describe, expect, it } from "vitest";
import { notesOf, pullNumberOf } from "../../web/src/features/review/review.model.ts";
import { chartTop, daysOf, levelOf, monthAway, percentOf, pressing } from "../../web/src/features/usage/usage.model.ts";
import { reviewOf } from "../support/web-mock/ai.ts";
import { usageOf } from "../support/web-mock/usage.ts";

describe("days of a month", () => {
  it("are all there, those without use at zero", () => {
    const [first] = usageOf("data", null).by_day;
    if (!first) throw new Error("The fixtures have no day.");
    const days = daysOf("2026-02", [{ ...first, day: "2026-02-03", input_tokens: 100, output_tokens: 20 }]);
    expect(days).toHaveLength(28);
    expect(days.filter(({ tokens }) => tokens > 0)).toEqual([{ day: "2026-02-03", tokens: 120 }]);
  });
});

describe("months", () => {
  it.each([
    ["2026-01", -1, "2025-12"],
    ["2026-12", 1, "2027-01"],
    ["2026-11", -1, "2026-10"],
  ])("%s moved by %i", (month, by, expected) => {
    expect(monthAway(month, by)).toBe(expected);
  });
});

describe("a chart's top", () => {
  it.each([
    [[], 1],
    [[3], 5],
    [[10], 10],
    [[143_000, 7], 200_000],
  ])("over %j", (values, expected) => {
    expect(chartTop(values)).toBe(expected);
  });
});

describe("a meter", () => {
  it.each([
    [0, 0, 100, 0, "calm"],
    [999, 0, 1000, 99, "near"],
    [890, 10, 1000, 90, "near"],
    [1000, 0, 1000, 100, "full"],
    [2000, 0, 1000, 100, "full"],
    [0, 0, 0, 100, "full"],
  ])("with %i used and %i reserved of %i", (used, reserved, cap, percent, level) => {
    expect(percentOf({ used, reserved, cap })).toBe(percent);
    expect(levelOf(percent)).toBe(level);
  });

  it("presses from 90 % of what is used on, not before", () => {
    const usage = usageOf("data", null);
    const near = (used: number) => pressing({ ...usage, user_day: { ...usage.user_day, used, reserved: 99_999 } });
    expect(near(89_999)).toBeUndefined();
    expect(near(90_000)).toMatchObject({ window: "user_day", percent: 90 });
  });

  it("presses with the worst of several", () => {
    const usage = usageOf("near", null);
    expect(pressing({ ...usage, user_day: { ...usage.user_day, used: 100_000 } })?.window).toBe("user_day");
  });
});

describe("a review", () => {
  it.each([
    ["42", 42],
    [" #42 ", 42],
    ["0", undefined],
    ["-1", undefined],
    ["4.2", undefined],
    ["9999999999", undefined],
    ["", undefined],
  ])("is asked for by “%s”", (text, expected) => {
    expect(pullNumberOf(text)).toBe(expected);
  });

  it("parts notes by who says them, worst first", () => {
    const { notes } = reviewOf(42);
    expect(notesOf(notes, "rule").map(({ severity }) => severity)).toEqual(["critical", "medium"]);
    expect(notesOf(notes, "ai").map(({ severity }) => severity)).toEqual(["medium", "low"]);
  });
});
