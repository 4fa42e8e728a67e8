/** What the rows of remediations and plans hold as JSON. We wrote it, so text that does not fit is a bug and throws. */
import * as z from "zod";
import type { PullRequestRow, RemediationRow } from "../../db/pull-requests.ts";
import type { Receipt, Remediation } from "../../engine/finding.ts";

const EditsColumn = z.array(z.object({ path: z.string(), start: z.int(), end: z.int(), text: z.string() }));

const ReceiptColumn = z.object({
  ruleSetVersion: z.string(),
  files: z.array(z.object({ path: z.string(), before: z.string(), after: z.string() })),
  findingsBefore: z.int(),
  findingsAfter: z.int(),
  resolved: z.array(z.string()),
  checks: z.array(
    z.object({
      name: z.enum([
        "parses",
        "valid_for_platform",
        "finding_gone",
        "no_new_finding",
        "untouched_elsewhere",
        "idempotent",
      ]),
      passed: z.boolean(),
    }),
  ),
});

const Ids = z.array(z.string());

/** A patched file of a plan. `beforeSha` is its git blob id at the base commit, null for a new file. */
const PlanFile = z.object({
  path: z.string(),
  beforeSha: z.string().nullable(),
  text: z.string(),
  diff: z.string(),
});
export type PlanFile = z.infer<typeof PlanFile>;

export function readReceipt(column: string): Receipt {
  return ReceiptColumn.parse(JSON.parse(column));
}

export function readPlanFiles(plan: Pick<PullRequestRow, "files">): PlanFile[] {
  return z.array(PlanFile).parse(JSON.parse(plan.files));
}

export function readRemediationIds(plan: Pick<PullRequestRow, "remediationIds">): string[] {
  return Ids.parse(JSON.parse(plan.remediationIds));
}

/** A stored remediation as the engine gave it. */
export function toRemediation(row: RemediationRow): Remediation {
  return {
    rule: row.rule,
    fixClass: row.fixClass,
    resolves: Ids.parse(JSON.parse(row.resolves)),
    title: row.title,
    explanation: row.explanation,
    edits: EditsColumn.parse(JSON.parse(row.edits)),
    diff: row.diff,
    receipt: readReceipt(row.receipt),
  };
}

/** A remediation as its row holds it: the contrary of `toRemediation`. */
export function remediationColumns(remediation: Remediation) {
  const { rule, fixClass, title, explanation, diff } = remediation;
  return {
    rule,
    fixClass,
    title,
    explanation,
    diff,
    resolves: JSON.stringify(remediation.resolves),
    edits: JSON.stringify(remediation.edits),
    receipt: JSON.stringify(remediation.receipt),
  };
}
