import { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { organizations } from "./identity.ts";
import { jobs } from "./jobs.ts";
import { repositories } from "./repositories.ts";

/** A configuration that passed validation. Never changed: an edit is a new row. */
export const artifacts = sqliteTable(
  "artifacts",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    repositoryId: text("repository_id").notNull(),
    /** The job that made it; null for an edited one. */
    jobId: text("job_id"),
    platform: text({ enum: ["github", "gitlab", "circleci"] }).notNull(),
    origin: text({ enum: ["rules", "ai", "template", "edited"] }).notNull(),
    commitSha: text("commit_sha").notNull(),
    /** Options as asked, and the template `{id, name, version}`, as JSON. */
    options: text().notNull(),
    template: text(),
    /** What the AI did, as JSON of `AiSummary`; null when it was not asked. */
    ai: text(),
    /** `[{path, beforeSha, text}]`; `beforeSha` is the blob that stood there at the commit, null for none. */
    files: text().notNull(),
    /** Explanations of jobs, notes, the stack profile and warnings of validation as JSON. */
    jobs: text().notNull(),
    notes: text().notNull(),
    profile: text().notNull(),
    problems: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("artifacts_org_id").on(t.orgId, t.id),
    uniqueIndex("artifacts_job").on(t.orgId, t.jobId),
    index("artifacts_repository").on(t.orgId, t.repositoryId, t.createdAt),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.orgId, t.jobId], foreignColumns: [jobs.orgId, jobs.id] }),
  ],
);

/** An organization's template; what it says is in its versions. */
export const ciTemplates = sqliteTable(
  "ci_templates",
  {
    orgId: text("org_id")
      .notNull()
      .references(() => organizations.id),
    id: text().primaryKey(),
    /** The newest one, from 1. */
    version: integer().notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("ci_templates_org_id").on(t.orgId, t.id),
    index("ci_templates_list").on(t.orgId, t.createdAt, t.id),
  ],
);

/** Each change of a template, for ever. `definition` is a `TemplateDefinition` as JSON. */
export const ciTemplateVersions = sqliteTable(
  "ci_template_versions",
  {
    orgId: text("org_id").notNull(),
    templateId: text("template_id").notNull(),
    version: integer().notNull(),
    definition: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.templateId, t.version] }),
    foreignKey({ columns: [t.orgId, t.templateId], foreignColumns: [ciTemplates.orgId, ciTemplates.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** What each repository was last seen to be made of, for questions about all of them at once. */
export const repositoryProfiles = sqliteTable(
  "repository_profiles",
  {
    orgId: text("org_id").notNull(),
    repositoryId: text("repository_id").notNull(),
    commitSha: text("commit_sha"),
    /** `{languages, packageManagers, frameworks, paths}` as JSON. */
    facts: text().notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.repositoryId] }),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
  ],
);
