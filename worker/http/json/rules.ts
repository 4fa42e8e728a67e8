import type * as z from "zod";
import type { RuleMeta } from "../../engine/rule.ts";
import type { RuleList as Listed } from "../../services/rules/rules.ts";
import type { Rule, RuleList } from "../schemas/rules.ts";

export function ruleJson({ id, category, severity, title, fixClass, profile, docs }: RuleMeta): z.infer<typeof Rule> {
  const { what, why, notReported, fix, example } = docs;
  return {
    id,
    category,
    severity,
    title,
    fix_class: fixClass,
    profile: profile ?? "default",
    docs: { what, why, not_reported: notReported, fix, example: { before: example.before, after: example.after } },
  };
}

export function ruleListJson({ ruleSetVersion, rules }: Listed): z.infer<typeof RuleList> {
  return { rule_set_version: ruleSetVersion, items: rules.map(ruleJson) };
}
