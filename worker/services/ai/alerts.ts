import type { AiAlert } from "../../db/ai-usage.ts";

const PERCENTS = [50, 75, 90, 100] as const;

/** The window of the organization's month `m<number>`, as alerts name it. */
export function alertWindow(month: string): string {
  return `organization_month:${month.slice(1)}`;
}

/** The shares of the organization's cap that are passed once `used` tokens of the month are gone. */
export function passedShares(
  month: { readonly window: string; readonly used: number },
  cap: number,
  at: number,
): AiAlert[] {
  const window = alertWindow(month.window);
  return PERCENTS.filter((percent) => month.used * 100 >= cap * percent).map((percent) => ({ window, percent, at }));
}
