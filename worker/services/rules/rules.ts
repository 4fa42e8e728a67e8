import type { RuleMeta } from "../../engine/rule.ts";
import { RULES } from "../../engine/rules/index.ts";
import { RULE_SET_VERSION } from "../../engine/version.ts";
import { AppError } from "../../errors.ts";

const BY_ID: ReadonlyMap<string, RuleMeta> = new Map(RULES.map(({ meta }) => [meta.id, meta]));

export type RuleList = { readonly ruleSetVersion: string; readonly rules: readonly RuleMeta[] };

/** Every rule, sorted by id. The same for everybody, signed in or not. */
export function listRules(): RuleList {
  return { ruleSetVersion: RULE_SET_VERSION, rules: RULES.map(({ meta }) => meta) };
}

/** Identity and documentation of a rule; undefined for an id that this version does not have. */
export function findRule(id: string): RuleMeta | undefined {
  return BY_ID.get(id);
}

/** The same; throws not_found for an id that this version does not have. */
export function readRule(id: string): RuleMeta {
  const meta = findRule(id);
  if (!meta) throw new AppError("not_found", `There is no rule \`${id}\` in this version. /api/rules lists them all.`);
  return meta;
}
