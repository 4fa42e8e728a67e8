import type { Category, Finding, Scores, Severity } from "./finding.ts";

const WEIGHTS: Readonly<Record<Severity, number>> = { critical: 25, high: 10, medium: 4, low: 1, info: 0 };
const MAX_LOSS_PER_RULE = 30;
const SHARES: Readonly<Record<Category, number>> = { security: 35, ci_cd: 30, performance: 20, quality: 15 };
const AXES = ["security", "ci_cd", "performance", "quality"] as const;

/**
 * Health of a snapshot: per axis 100 minus, for each rule, the weights of its findings but at most 30; never below 0.
 * Without any pipeline file only `ci_cd` applies (the other axes would judge what is not there) and is the overall score.
 */
export function score(findings: readonly Finding[], hasPipeline: boolean): Scores {
  const axis = (category: Category) => (hasPipeline || category === "ci_cd" ? axisScore(findings, category) : null);
  const scores = {
    security: axis("security"),
    ci_cd: axis("ci_cd"),
    performance: axis("performance"),
    quality: axis("quality"),
  };
  return { overall: overall(scores), ...scores };
}

function axisScore(findings: readonly Finding[], category: Category): number {
  const losses = new Map<string, number>();
  for (const finding of findings) {
    if (finding.category !== category) continue;
    losses.set(finding.rule, (losses.get(finding.rule) ?? 0) + WEIGHTS[finding.severity]);
  }
  let total = 100;
  for (const loss of losses.values()) total -= Math.min(MAX_LOSS_PER_RULE, loss);
  return Math.max(0, total);
}

/** Weighted by share, renormalised over the axes that apply, rounded half up. */
function overall(scores: Readonly<Record<Category, number | null>>): number {
  let weighted = 0;
  let shares = 0;
  for (const category of AXES) {
    const value = scores[category];
    if (value === null) continue;
    weighted += value * SHARES[category];
    shares += SHARES[category];
  }
  return shares === 0 ? 100 : Math.floor(weighted / shares + 0.5);
}
