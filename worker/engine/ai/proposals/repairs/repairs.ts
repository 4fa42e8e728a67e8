import { EXPRESSION_REPAIRS } from "./expression-repairs.ts";
import { JOB_REPAIRS } from "./job-repairs.ts";
import { NARROWING_REPAIRS } from "./narrowing-repairs.ts";
import { OTHER_REPAIRS } from "./other-repairs.ts";
import type { Repair } from "./repair.ts";
import { SECURITY_REPAIRS } from "./security-repairs.ts";

const TABLES = [EXPRESSION_REPAIRS, SECURITY_REPAIRS, JOB_REPAIRS, NARROWING_REPAIRS, OTHER_REPAIRS];

/** What a repair of the rule's findings may change; null for rules whose repair no gate can judge. */
export function repairOf(rule: string): Repair | null {
  const found = TABLES.flatMap((table) => (Object.hasOwn(table, rule) ? [table[rule]] : []));
  const repairs = found.filter((repair) => repair !== undefined);
  if (repairs.length === 0) return null;
  const texts = repairs.flatMap(({ judgeText }) => judgeText ?? []);
  return {
    slots: repairs.flatMap(({ slots }) => slots),
    permits: repairs.flatMap(({ permits }) => permits ?? []),
    ...(texts[0] ? { judgeText: texts[0] } : {}),
  };
}
