import { and, eq } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import {
  analyses,
  artifacts,
  ciTemplates,
  jobs,
  pullRequests,
  recommendations,
  remediationSnippets,
  repositories,
  webhookDeliveries,
  webhookGaps,
} from "./schema.ts";

const TABLES = {
  repositories,
  analyses,
  jobs,
  remediation_snippets: remediationSnippets,
  pull_requests: pullRequests,
  artifacts,
  ci_templates: ciTemplates,
  recommendations,
  webhook_deliveries: webhookDeliveries,
  webhook_gaps: webhookGaps,
} as const;

/** True when the organization has a row with this id. */
export async function existsInOrg(data: OrgDb, table: keyof typeof TABLES, id: string): Promise<boolean> {
  const source = TABLES[table];
  const row = await data.db
    .select({ id: source.id })
    .from(source)
    .where(and(eq(source.orgId, data.orgId), eq(source.id, id)))
    .get();
  return row !== undefined;
}
