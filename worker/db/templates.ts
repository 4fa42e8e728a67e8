/** Templates of an organization. Each change is a version; versions are never changed. */
import { and, desc, eq, sql } from "drizzle-orm";
import type { AuditStates } from "./audit.ts";
import type { OrgDb } from "./for-org.ts";
import { type After, olderThan } from "./older-than.ts";
import { ciTemplates, ciTemplateVersions } from "./schema.ts";

/** A template in one of its versions. `definition` is JSON. */
export type TemplateRow = {
  readonly id: string;
  readonly version: number;
  readonly latestVersion: number;
  readonly definition: string;
  readonly createdAt: number;
  readonly updatedAt: number;
};

export function templateInsert(data: OrgDb, id: string, now: number) {
  return data.db.insert(ciTemplates).values({ orgId: data.orgId, id, version: 1, createdAt: now, updatedAt: now });
}

/** Raises the version; the row of the new version must follow in the same batch. */
export function templateRaise(data: OrgDb, id: string, now: number) {
  return data.db
    .update(ciTemplates)
    .set({ version: sql`${ciTemplates.version} + 1`, updatedAt: now })
    .where(and(eq(ciTemplates.orgId, data.orgId), eq(ciTemplates.id, id)));
}

/** Stores a definition under the number that the template has now; nothing when the template is gone. */
export function versionInsert(data: OrgDb, id: string, { definition, now }: { definition: string; now: number }) {
  return data.db.insert(ciTemplateVersions).select(
    sql`select ${data.orgId}, ${id}, version, ${definition}, ${now} from ci_templates
        where org_id = ${data.orgId} and id = ${id}`,
  );
}

/** A template before and after its last change: for the batch that makes one, after it. */
export function templateStates(data: OrgDb, id: string): AuditStates {
  const stateOf = (back: number) =>
    sql`(select json_object('version', one.version, 'name', one.definition ->> '$.name')
         from ci_templates as template
         join ci_template_versions as one on one.org_id = template.org_id and one.template_id = template.id
           and one.version = template.version - ${back}
         where template.org_id = ${data.orgId} and template.id = ${id})`;
  return { before: stateOf(1), after: stateOf(0) };
}

export function templateDelete(data: OrgDb, id: string) {
  return data.db.delete(ciTemplates).where(and(eq(ciTemplates.orgId, data.orgId), eq(ciTemplates.id, id)));
}

function versions(data: OrgDb) {
  const { id, version: latestVersion, createdAt } = ciTemplates;
  const { version, definition, createdAt: updatedAt } = ciTemplateVersions;
  return data.db
    .select({ id, version, latestVersion, definition, createdAt, updatedAt })
    .from(ciTemplates)
    .innerJoin(
      ciTemplateVersions,
      and(eq(ciTemplateVersions.orgId, ciTemplates.orgId), eq(ciTemplateVersions.templateId, ciTemplates.id)),
    );
}

/** The newest version unless another one is named. */
export async function findTemplate(data: OrgDb, id: string, version?: number): Promise<TemplateRow | undefined> {
  return versions(data)
    .where(
      and(
        eq(ciTemplates.orgId, data.orgId),
        eq(ciTemplates.id, id),
        eq(ciTemplateVersions.version, version ?? ciTemplates.version),
      ),
    )
    .get();
}

export type TemplateQuery = {
  readonly after: After | undefined;
  readonly limit: number;
};

/** Newest versions of all templates, the last made template first. */
export async function listTemplates(data: OrgDb, { after, limit }: TemplateQuery): Promise<TemplateRow[]> {
  const { createdAt, id } = ciTemplates;
  return versions(data)
    .where(
      and(
        eq(ciTemplates.orgId, data.orgId),
        eq(ciTemplateVersions.version, ciTemplates.version),
        olderThan({ at: createdAt, id }, after),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}
