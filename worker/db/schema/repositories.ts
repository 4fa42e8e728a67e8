import { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { organizations } from "./identity.ts";

export const repositories = sqliteTable(
  "repositories",
  {
    id: text().primaryKey(),
    orgId: text("org_id")
      .notNull()
      .references(() => organizations.id),
    githubId: integer("github_id").notNull(),
    owner: text().notNull(),
    name: text().notNull(),
    fullName: text("full_name").notNull(),
    description: text(),
    isPrivate: integer("is_private", { mode: "boolean" }).notNull(),
    isArchived: integer("is_archived", { mode: "boolean" }).notNull(),
    isFork: integer("is_fork", { mode: "boolean" }).notNull(),
    defaultBranch: text("default_branch"),
    language: text(),
    stars: integer().notNull().default(0),
    forks: integer().notNull().default(0),
    htmlUrl: text("html_url").notNull(),
    state: text({ enum: ["connected", "suspended", "gone"] }).notNull(),
    /** Why it is not connected, in a sentence for users. */
    stateDetail: text("state_detail"),
    /** Whose token reads it in the background. */
    connectedBy: text("connected_by").notNull(),
    hookId: integer("hook_id"),
    /**
     * `<kid>.<version>` of the webhook's secret, which is derived, never stored; while one rotates, the one before it too.
     * Empty: the webhook has to be set anew.
     */
    hookKey: text("hook_key").notNull().default(""),
    previousHookKey: text("previous_hook_key"),
    previousHookKeyUntil: integer("previous_hook_key_until"),
    /** When the newest delivery of GitHub's own log that was looked at was sent, and when the repository was looked at last. */
    deliveriesCursor: integer("deliveries_cursor"),
    deliveriesReadAt: integer("deliveries_read_at"),
    /** Head of the default branch as last seen, with the ETag that proved it. */
    headSha: text("head_sha"),
    headEtag: text("head_etag"),
    lastAnalysisId: text("last_analysis_id"),
    openFindings: integer("open_findings").notNull().default(0),
    connectedAt: integer("connected_at").notNull(),
    syncedAt: integer("synced_at"),
    /** When a cheap question last showed that nothing moved, or a sync read what had. */
    checkedAt: integer("checked_at"),
    /** ETags of GitHub's answers about the repository itself and its pull requests, as JSON. */
    repositoryEtag: text("repository_etag"),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("repositories_org_id").on(t.orgId, t.id),
    uniqueIndex("repositories_org_github").on(t.orgId, t.githubId),
    index("repositories_org_name").on(t.orgId, t.fullName),
    index("repositories_hook").on(t.hookId),
    index("repositories_checked").on(t.state, t.checkedAt),
  ],
);

/** One row per finished analysis, kept for ever. */
export const repositoryHealth = sqliteTable(
  "repository_health",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    repositoryId: text("repository_id").notNull(),
    analysisId: text("analysis_id").notNull(),
    commitSha: text("commit_sha"),
    ruleSetVersion: text("rule_set_version").notNull(),
    overall: integer().notNull(),
    security: integer(),
    ciCd: integer("ci_cd"),
    performance: integer(),
    quality: integer(),
    openFindings: integer("open_findings").notNull(),
    at: integer().notNull(),
  },
  (t) => [
    uniqueIndex("repository_health_org_id").on(t.orgId, t.id),
    uniqueIndex("repository_health_analysis").on(t.orgId, t.analysisId),
    index("repository_health_history").on(t.orgId, t.repositoryId, t.at),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** File contents by git blob id, per organization. `kind` `tree` holds the selected entries of a commit as JSON under the commit id. */
export const blobs = sqliteTable(
  "blobs",
  {
    orgId: text("org_id")
      .notNull()
      .references(() => organizations.id),
    id: text().notNull(),
    kind: text({ enum: ["blob", "tree"] }).notNull(),
    content: text(),
    isBinary: integer("is_binary", { mode: "boolean" }).notNull().default(false),
    size: integer().notNull(),
    usedAt: integer("used_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.kind, t.id] }), index("blobs_used").on(t.usedAt)],
);

/** Every delivery that passed its signature. `(hook_id, guid)` makes a repeat do nothing. */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    repositoryId: text("repository_id").notNull(),
    hookId: integer("hook_id").notNull(),
    guid: text().notNull(),
    event: text().notNull(),
    action: text(),
    outcome: text({ enum: ["queued", "ignored", "recorded"] }).notNull(),
    jobId: text("job_id"),
    receivedAt: integer("received_at").notNull(),
    /** Stands for the body under the key that signed it. */
    bodyTag: text("body_tag"),
  },
  (t) => [
    uniqueIndex("webhook_deliveries_org_id").on(t.orgId, t.id),
    uniqueIndex("webhook_deliveries_guid").on(t.orgId, t.hookId, t.guid),
    index("webhook_deliveries_list").on(t.orgId, t.repositoryId, t.receivedAt),
    index("webhook_deliveries_age").on(t.receivedAt),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** Deliveries that GitHub could not hand over, from its own log, and what was done about each. */
export const webhookGaps = sqliteTable(
  "webhook_gaps",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    repositoryId: text("repository_id").notNull(),
    hookId: integer("hook_id").notNull(),
    guid: text().notNull(),
    /** Id of the failed attempt in GitHub's log: what a redelivery names. */
    githubId: integer("github_id").notNull(),
    event: text().notNull(),
    action: text(),
    /** GitHub's words and status of the failure; status 0 when nothing answered. */
    reason: text().notNull(),
    statusCode: integer("status_code").notNull(),
    deliveredAt: integer("delivered_at").notNull(),
    foundAt: integer("found_at").notNull(),
    /** `asked`: GitHub was asked to send it again; `recovered`: it came; `read_anew`: a sync read the state instead. */
    state: text({ enum: ["open", "asked", "recovered", "read_anew"] }).notNull(),
    askedAt: integer("asked_at"),
    asks: integer().notNull().default(0),
    closedAt: integer("closed_at"),
  },
  (t) => [
    uniqueIndex("webhook_gaps_org_id").on(t.orgId, t.id),
    uniqueIndex("webhook_gaps_guid").on(t.orgId, t.hookId, t.guid),
    index("webhook_gaps_list").on(t.orgId, t.foundAt),
    index("webhook_gaps_state").on(t.orgId, t.state, t.foundAt),
    index("webhook_gaps_age").on(t.foundAt),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** What was found in a pull request of users, one row each, updated with every push to it. */
export const pullChecks = sqliteTable(
  "pull_checks",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    repositoryId: text("repository_id").notNull(),
    number: integer().notNull(),
    title: text().notNull(),
    url: text().notNull(),
    headSha: text("head_sha").notNull(),
    baseSha: text("base_sha").notNull(),
    /** The branch that it was to go into; null in rows from before it was kept. */
    baseRef: text("base_ref"),
    isFork: integer("is_fork", { mode: "boolean" }).notNull(),
    state: text({ enum: ["open", "merged", "closed"] }).notNull(),
    jobId: text("job_id").notNull(),
    conclusion: text({ enum: ["success", "neutral", "failure"] }).notNull(),
    newFindings: integer("new_findings").notNull(),
    fixedFindings: integer("fixed_findings").notNull(),
    /** New findings on changed lines as JSON, at most 50. */
    findings: text().notNull(),
    /** How GitHub was told: a check run needs a GitHub App, a status any token that may write. */
    reportedAs: text("reported_as", { enum: ["check_run", "status", "none"] }).notNull(),
    checkRunId: integer("check_run_id"),
    commentId: integer("comment_id"),
    /** Why GitHub was not told, or not as a check run. */
    detail: text(),
    checkedAt: integer("checked_at").notNull(),
  },
  (t) => [
    uniqueIndex("pull_checks_org_id").on(t.orgId, t.id),
    uniqueIndex("pull_checks_number").on(t.orgId, t.repositoryId, t.number),
    index("pull_checks_list").on(t.orgId, t.repositoryId, t.checkedAt),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
  ],
);
