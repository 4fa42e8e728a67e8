import { and, eq } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import {
  analyses,
  apiTokens,
  artifacts,
  ciTemplates,
  invitations,
  jobs,
  organizationMembers,
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
  invitations,
  api_tokens: apiTokens,
} as const;

/** True when the organization has a row with this id; a member's id is the user's. */
export async function existsInOrg(
  data: OrgDb,
  table: keyof typeof TABLES | "organization_members",
  id: string,
): Promise<boolean> {
  if (table === "organization_members") return isMember(data, id);
  const source = TABLES[table];
  const row = await data.db
    .select({ id: source.id })
    .from(source)
    .where(and(eq(source.orgId, data.orgId), eq(source.id, id)))
    .get();
  return row !== undefined;
}

async function isMember(data: OrgDb, userId: string): Promise<boolean> {
  const { orgId, userId: id } = organizationMembers;
  const row = await data.db
    .select({ id })
    .from(organizationMembers)
    .where(and(eq(orgId, data.orgId), eq(id, userId)))
    .get();
  return row !== undefined;
}
