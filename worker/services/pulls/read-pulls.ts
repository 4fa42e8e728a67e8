import * as z from "zod";
import { listPullChecks, type PullCheckRow } from "../../db/pull-checks.ts";
import { type Page, type RowKey, toPage } from "../analyses/to-page.ts";
import { type Ctx, requirePermission } from "../context.ts";

const Findings = z.array(
  z.object({
    rule_id: z.string(),
    severity: z.enum(["critical", "high", "medium", "low", "info"]),
    title: z.string(),
    message: z.string(),
    path: z.string(),
    start_line: z.int(),
    end_line: z.int(),
  }),
);

type PullsQuery = { readonly repositoryId: string; readonly after: RowKey | undefined; readonly limit: number };

/** What was found in a repository's pull requests, the last checked first. */
export async function readPulls(ctx: Ctx, query: PullsQuery): Promise<Page<PullCheckRow>> {
  requirePermission(ctx, "repository.read");
  const rows = await listPullChecks(ctx.data, { ...query, limit: query.limit + 1 });
  return toPage(rows, query.limit, ({ checkedAt, id }) => ({ at: checkedAt, id }));
}

/** Reads the stored new findings. We wrote them, so text that does not fit is a bug and throws. */
export function readPullFindings({ findings }: Pick<PullCheckRow, "findings">): z.output<typeof Findings> {
  return Findings.parse(JSON.parse(findings));
}
