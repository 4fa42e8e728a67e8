import type { RuleMeta } from "../../engine/rule.ts";
import { RULES } from "../../engine/rules/index.ts";
import { RULE_SET_VERSION } from "../../engine/version.ts";
import { type Ctx, requireRole } from "../context.ts";

export type RuleList = { readonly ruleSetVersion: string; readonly rules: readonly RuleMeta[] };

/** Every rule, sorted by id. */
export function listRules(ctx: Ctx): RuleList {
  requireRole(ctx, "viewer");
  return { ruleSetVersion: RULE_SET_VERSION, rules: RULES.map(({ meta }) => meta) };
}
