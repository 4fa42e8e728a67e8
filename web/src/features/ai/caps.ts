/** Limits as they are typed. Pure. */
import type { AiSettings, AiSettingsChange } from "../../api-types.ts";
import { aiSettingsText } from "../../text/ai-settings.ts";

export const CAPS = ["task", "user_day", "user_month", "organization_month"] as const;
export type Cap = (typeof CAPS)[number];
export type CapTexts = Readonly<Record<Cap, string>>;

const LEAST = 1000;
const MOST: Readonly<Record<Cap, number>> = {
  task: 200_000,
  user_day: 1_000_000_000,
  user_month: 1_000_000_000,
  organization_month: 1_000_000_000,
};

/** Digits of a number that was typed with separators, such as "32,000" or "32 000". */
function digitsOf(text: string): string {
  return text.replace(/[\s,._]/g, "");
}

/** What is wrong with a limit, in words; empty when nothing is. */
export function capError(cap: Cap, text: string): string {
  const digits = digitsOf(text);
  if (!/^\d{1,12}$/.test(digits)) return aiSettingsText.capError.number;
  const value = Number(digits);
  if (value < LEAST) return aiSettingsText.capError.least;
  return value > MOST[cap] ? aiSettingsText.capError.most(MOST[cap]) : "";
}

/** The change that stores these texts; a limit equal to its default follows the default from then on. */
export function capChange(texts: CapTexts, settings: Pick<AiSettings, "default_caps">): AiSettingsChange {
  const value = (cap: Cap) => {
    const number = Number(digitsOf(texts[cap]));
    return number === settings.default_caps[cap] ? null : number;
  };
  return { caps: Object.fromEntries(CAPS.map((cap) => [cap, value(cap)])) as Record<Cap, number | null> };
}
