import { foreignKey, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { artifacts } from "./generation.ts";
import { jobs } from "./jobs.ts";
import { repositories } from "./repositories.ts";

export const analyses = sqliteTable(
  "analyses",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    repositoryId: text("repository_id").notNull(),
    jobId: text("job_id").notNull(),
    type: text({ enum: ["full", "security", "performance", "ci_cd"] }).notNull(),
    branch: text(),
    commitSha: text("commit_sha"),
    /** SHA-256 over the paths and blob ids that rules read: equal keys mean equal rule results. */
    snapshotKey: text("snapshot_key"),
    ruleSetVersion: text("rule_set_version"),
    /** Scores, counts per severity and snapshot notes as JSON; null until completed. */
    scores: text(),
    counts: text(),
    notes: text(),
    filesRead: integer("files_read"),
    droppedFixes: integer("dropped_fixes").notNull().default(0),
    aiStatus: text("ai_status", { enum: ["off", "done", "deferred", "degraded"] })
      .notNull()
      .default("off"),
    /** What the AI stage did, as JSON of `AiSummary`; null until it ran. */
    ai: text(),
    createdAt: integer("created_at").notNull(),
    completedAt: integer("completed_at"),
  },
  (t) => [
    uniqueIndex("analyses_org_id").on(t.orgId, t.id),
    uniqueIndex("analyses_job").on(t.orgId, t.jobId),
    index("analyses_repository").on(t.orgId, t.repositoryId, t.createdAt),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.orgId, t.jobId], foreignColumns: [jobs.orgId, jobs.id] }),
  ],
);

/** Findings as stored. `position` keeps the engine's order. */
export const recommendations = sqliteTable(
  "recommendations",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    analysisId: text("analysis_id").notNull(),
    position: integer().notNull(),
    rule: text().notNull(),
    category: text({ enum: ["security", "ci_cd", "performance", "quality"] }).notNull(),
    severity: text({ enum: ["critical", "high", "medium", "low", "info"] }).notNull(),
    message: text().notNull(),
    path: text().notNull(),
    line: integer().notNull(),
    endLine: integer("end_line").notNull(),
    column: integer().notNull(),
    evidence: text().notNull(),
    fingerprint: text().notNull(),
    state: text({ enum: ["open", "waived"] }).notNull(),
    remediationId: text("remediation_id"),
    /** For a finding of the AI: its title and source as JSON; null for one of a rule. */
    ai: text(),
  },
  (t) => [
    uniqueIndex("recommendations_org_id").on(t.orgId, t.id),
    uniqueIndex("recommendations_fingerprint").on(t.orgId, t.analysisId, t.fingerprint),
    index("recommendations_list").on(t.orgId, t.analysisId, t.position),
    foreignKey({ columns: [t.orgId, t.analysisId], foreignColumns: [analyses.orgId, analyses.id] }).onDelete("cascade"),
  ],
);

export const remediationSnippets = sqliteTable(
  "remediation_snippets",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    analysisId: text("analysis_id").notNull(),
    position: integer().notNull(),
    rule: text().notNull(),
    fixClass: text("fix_class", { enum: ["safe", "lookup", "review"] }).notNull(),
    title: text().notNull(),
    explanation: text().notNull(),
    /** Fingerprints that it resolves, edits and receipt as JSON. */
    resolves: text().notNull(),
    edits: text().notNull(),
    diff: text().notNull(),
    receipt: text().notNull(),
    /** For a fix that the AI wrote: its source as JSON; null for one of a fixer. */
    ai: text(),
  },
  (t) => [
    uniqueIndex("remediation_snippets_org_id").on(t.orgId, t.id),
    index("remediation_snippets_list").on(t.orgId, t.analysisId, t.position),
    foreignKey({ columns: [t.orgId, t.analysisId], foreignColumns: [analyses.orgId, analyses.id] }).onDelete("cascade"),
  ],
);

/** A plan and, once opened, its pull request: one row, so that a second click finds the first. */
export const pullRequests = sqliteTable(
  "pull_requests",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    repositoryId: text("repository_id").notNull(),
    /** What it came of: fixes of an analysis, or a generated artifact. The other one is null. */
    analysisId: text("analysis_id"),
    artifactId: text("artifact_id"),
    /** SHA-256 over base commit and composed edits: the same choice gives the same plan. */
    planKey: text("plan_key").notNull(),
    state: text({ enum: ["planned", "opening", "opened"] }).notNull(),
    branch: text().notNull(),
    base: text().notNull(),
    baseCommit: text("base_commit").notNull(),
    title: text().notNull(),
    body: text().notNull(),
    /** Patched files `[{path, before_sha, text, diff}]`, receipt and remediation ids as JSON. */
    files: text().notNull(),
    receipt: text().notNull(),
    remediationIds: text("remediation_ids").notNull(),
    number: integer(),
    url: text(),
    pullState: text("pull_state", { enum: ["open", "merged", "closed"] }),
    requestedBy: text("requested_by").notNull(),
    createdAt: integer("created_at").notNull(),
    openedAt: integer("opened_at"),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("pull_requests_org_id").on(t.orgId, t.id),
    uniqueIndex("pull_requests_plan").on(t.orgId, t.repositoryId, t.planKey),
    index("pull_requests_repository").on(t.orgId, t.repositoryId, t.createdAt),
    index("pull_requests_artifact").on(t.orgId, t.artifactId),
    index("pull_requests_number").on(t.orgId, t.repositoryId, t.number),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.orgId, t.analysisId], foreignColumns: [analyses.orgId, analyses.id] }),
    foreignKey({ columns: [t.orgId, t.artifactId], foreignColumns: [artifacts.orgId, artifacts.id] }),
  ],
);
