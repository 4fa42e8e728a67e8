/** Sums, shares and shapes of what the AI used. Pure: the present is an argument. */
import type { Meter, Spent, Usage } from "../../api-types.ts";

/** Tokens asked and answered together. */
export function tokensOf(spent: Pick<Spent, "input_tokens" | "output_tokens">): number {
  return spent.input_tokens + spent.output_tokens;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export type DayTokens = { readonly day: string; readonly tokens: number };

/** Every day of a month ("2026-11") with its tokens, those without use at zero. */
export function daysOf(month: string, byDay: Usage["by_day"]): DayTokens[] {
  const start = Date.parse(`${month}-01T00:00:00Z`);
  const used = new Map(byDay.map((spent) => [spent.day, tokensOf(spent)]));
  const days: DayTokens[] = [];
  for (let at = start; new Date(at).toISOString().startsWith(month); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push({ day, tokens: used.get(day) ?? 0 });
  }
  return days;
}

/** The month `by` months away, as "2026-11". */
export function monthAway(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The month of an instant in ms since the epoch, in UTC. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** A round number at or above the largest value, for the top of a chart. */
export function chartTop(values: readonly number[]): number {
  const most = Math.max(1, ...values);
  const unit = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * unit >= most) ?? 10) * unit;
}

export type MeterLevel = "calm" | "near" | "full";

/** How much of a cap is used, in whole percent of it; what is reserved counts. Never rounded up to 100. */
export function percentOf({ used, reserved, cap }: Pick<Meter, "used" | "reserved" | "cap">): number {
  return cap === 0 ? 100 : Math.min(100, Math.floor(((used + reserved) / cap) * 100));
}

export function levelOf(percent: number): MeterLevel {
  if (percent >= 100) return "full";
  return percent >= 90 ? "near" : "calm";
}

/** The limit that is used up furthest, from 90 % on; undefined when none is near. */
export function pressing(usage: Pick<Usage, "organization_month" | "user_day" | "user_month">) {
  const windows = ["organization_month", "user_month", "user_day"] as const;
  return windows
    .map((window) => ({
      window,
      percent: percentOf({ ...usage[window], reserved: 0 }),
      resetsAt: usage[window].resets_at,
    }))
    .filter(({ percent }) => percent >= 90)
    .sort((a, b) => b.percent - a.percent)[0];
}
