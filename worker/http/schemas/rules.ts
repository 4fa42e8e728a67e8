import * as z from "zod";
import { Category, Severity } from "./analysis.ts";

/** What the engine looks for; texts are Markdown. */
export const Rule = z
  .object({
    id: z.string(),
    category: Category,
    /** The usual severity; a finding may have another. */
    severity: Severity,
    title: z.string(),
    fix_class: z.enum(["safe", "lookup", "review", "none"]),
    /** `strict`: reports only where the strict profile is asked for. */
    profile: z.enum(["default", "strict"]),
    docs: z.object({
      what: z.string(),
      why: z.string(),
      not_reported: z.string(),
      fix: z.string(),
      example: z.object({ before: z.string(), after: z.string() }),
    }),
  })
  .meta({ id: "Rule" });

export const RuleList = z.object({ rule_set_version: z.string(), items: z.array(Rule) }).meta({ id: "RuleList" });

export const RuleId = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    .max(100),
});
