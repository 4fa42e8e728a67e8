import { RULES } from "../../../worker/engine/rules/index.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import type { Report } from "../report.ts";

/** Every rule has its own cases, more of them silent than reporting. */
export async function proveRules(report: Report): Promise<void> {
  const cases = await ruleCases();
  const without = RULES.filter(({ meta }) => !cases.has(meta.id)).map(({ meta }) => meta.id);
  report.claim(
    "every rule has cases",
    without.length === 0,
    `${RULES.length - without.length} of ${RULES.length} rules`,
  );
  const counts = RULES.map(({ meta }) => ({ id: meta.id, ...(cases.get(meta.id) ?? { silent: 0, reporting: 0 }) }));
  const noisy = counts.filter(({ silent, reporting }) => silent <= reporting || reporting === 0).map(({ id }) => id);
  const [silent, reporting] = [
    counts.reduce((sum, each) => sum + each.silent, 0),
    counts.reduce((sum, each) => sum + each.reporting, 0),
  ];
  report.claim(
    "more silent cases than reporting ones, for each rule",
    noisy.length === 0,
    `${silent} silent, ${reporting} reporting${noisy.length > 0 ? `; not: ${noisy.join(", ")}` : ""}`,
  );
}
