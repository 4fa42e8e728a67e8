import type { RuleMeta } from "../../engine/rule.ts";
import { RULES } from "../../engine/rules/index.ts";

const BY_ID: ReadonlyMap<string, RuleMeta> = new Map(RULES.map(({ meta }) => [meta.id, meta]));

/** Identity and documentation of a rule; undefined for an id that this version does not have. */
export function findRule(id: string): RuleMeta | undefined {
  return BY_ID.get(id);
}
