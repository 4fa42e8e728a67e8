/** A month of AI use, spread over days, people, tasks and models. */
import type { Spent, Usage } from "../../../web/src/api-types.ts";
import { ago, idOf } from "./ids.ts";

const NOTHING: Spent = {
  requests: 0,
  cached: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: 0,
  kept: 0,
  dropped: 0,
};

/** Use in proportion to `weight`. */
function spent(weight: number): Spent {
  return {
    requests: Math.ceil(weight * 3),
    cached: Math.floor(weight * 2),
    input_tokens: Math.round(weight * 4120),
    output_tokens: Math.round(weight * 512),
    cost_usd: weight * 0.00062,
    kept: Math.round(weight * 2),
    dropped: Math.round(weight * 0.8),
  };
}

const WEIGHTS = [0, 4, 9, 7, 0, 0, 12, 31, 22, 8, 5, 0, 0, 18, 26, 14, 9, 3, 0, 0, 11];
const MODELS = ["gemini-3.5-flash-lite", "gemini-3.8-flash", "claude-haiku-5"];

const meter = (used: number, cap: number, reserved = 0) => ({ used, reserved, cap, resets_at: ago(-60 * 24 * 9) });

/** The month that is asked for; in scenario `empty` and in every other month than this one, nothing was asked. */
export function usageOf(scenario: string, asked: string | null): Usage {
  const now = ago(0).slice(0, 7);
  const month = asked ?? now;
  const isEmpty = scenario === "empty" || month !== now;
  const sum = WEIGHTS.reduce((total, weight) => total + weight, 0);
  const meters = {
    organization_month: meter(scenario === "near" ? 3_720_000 : 1_904_220, 4_000_000, 8_000),
    user_day: meter(18_240, 100_000),
    user_month: meter(1_512_000, 2_000_000, 8_000),
  };
  const zero = { organization_month: meter(0, 6e6), user_day: meter(0, 1e5), user_month: meter(0, 2e6) };
  if (isEmpty) {
    const lists = { by_day: [], by_user: [], by_task: [], by_model: [], alerts: [] };
    return { month, total: NOTHING, ...lists, ...(scenario === "empty" ? zero : meters) };
  }
  return {
    month,
    total: spent(sum),
    by_day: WEIGHTS.flatMap((weight, index) =>
      weight === 0 ? [] : [{ ...spent(weight), day: `${month}-${String(index + 1).padStart(2, "0")}` }],
    ),
    by_user: [
      { ...spent(sum * 0.6), user_id: idOf("other", 1), login: "mona" },
      { ...spent(sum * 0.3), user_id: null, login: null },
      { ...spent(sum * 0.1), user_id: idOf("other", 3), login: "hubot" },
    ],
    by_task: (["analysis", "remediation", "ci_generation", "code_review", "dependencies"] as const).map(
      (task, index) => ({ ...spent(sum / (index + 2)), task }),
    ),
    by_model: MODELS.map((model, index) => ({ ...spent(sum / (index * 2 + 1.5)), model })),
    ...meters,
    alerts: [
      { percent: 50, window: "user_month", at: ago(60 * 24 * 6) },
      { percent: 75, window: "user_month", at: ago(60 * 5) },
      ...(scenario === "near" ? [{ percent: 90, window: "organization_month", at: ago(40) }] : []),
    ],
  };
}
