import { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { organizations } from "./identity.ts";
import { repositories } from "./repositories.ts";

const TASKS = [
  "analysis",
  "security",
  "performance",
  "ci_cd",
  "ci_generation",
  "remediation",
  "code_review",
  "dependencies",
] as const;
const PROVIDERS = ["gemini", "anthropic", "openai"] as const;

/** What an organization decided about AI; no row: the defaults. */
export const aiSettings = sqliteTable("ai_settings", {
  orgId: text("org_id")
    .primaryKey()
    .references(() => organizations.id),
  isEnabled: integer("is_enabled", { mode: "boolean" }).notNull(),
  /** Names of providers in the order in which they are tried, as JSON; the others are not used. */
  providers: text().notNull(),
  privateCode: text("private_code", { enum: ["paid_keys", "any_key"] }).notNull(),
  /** Tokens; null: the default. */
  capTask: integer("cap_task"),
  capUserDay: integer("cap_user_day"),
  capUserMonth: integer("cap_user_month"),
  capOrganizationMonth: integer("cap_organization_month"),
  updatedAt: integer("updated_at").notNull(),
});

/** An organization's own keys, sealed. One per provider. */
export const aiKeys = sqliteTable(
  "ai_keys",
  {
    orgId: text("org_id")
      .notNull()
      .references(() => organizations.id),
    id: text().primaryKey(),
    provider: text({ enum: PROVIDERS }).notNull(),
    sealed: text().notNull(),
    /** Encryption key, so that rotation finds what it must seal anew. */
    kid: text().notNull(),
    plan: text({ enum: ["free", "paid"] }).notNull(),
    state: text({ enum: ["works", "refused"] }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: integer("created_at").notNull(),
    checkedAt: integer("checked_at").notNull(),
  },
  (t) => [
    uniqueIndex("ai_keys_org_id").on(t.orgId, t.id),
    uniqueIndex("ai_keys_provider").on(t.orgId, t.provider),
    index("ai_keys_kid").on(t.kid),
  ],
);

/** Every question to the AI: who, what, how much, with what end. Never content. */
export const aiRequests = sqliteTable(
  "ai_requests",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    at: integer().notNull(),
    repositoryId: text("repository_id"),
    jobId: text("job_id"),
    userId: text("user_id"),
    task: text({ enum: TASKS }).notNull(),
    /** Null where no provider was asked. */
    provider: text({ enum: PROVIDERS }),
    model: text(),
    promptVersion: integer("prompt_version").notNull(),
    contextHash: text("context_hash").notNull(),
    outcome: text({ enum: ["answered", "cached", "deferred", "degraded"] }).notNull(),
    /** Kind of failure or name of the cap, for the last two. */
    reason: text(),
    estimatedTokens: integer("estimated_tokens").notNull(),
    inputTokens: integer("input_tokens").notNull(),
    outputTokens: integer("output_tokens").notNull(),
    /** Millionths of a US dollar. */
    costMicros: integer("cost_micros").notNull(),
    attempts: integer().notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** What stood and what was dropped of the answer, once it is checked. */
    kept: integer().notNull().default(0),
    dropped: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex("ai_requests_org_id").on(t.orgId, t.id),
    index("ai_requests_list").on(t.orgId, t.at, t.id),
    index("ai_requests_age").on(t.at),
  ],
);

/** Usage by UTC day, user, task and model: what the usage page adds up. */
export const aiUsage = sqliteTable(
  "ai_usage",
  {
    orgId: text("org_id").notNull(),
    /** Days since 1970, UTC. */
    day: integer().notNull(),
    /** Empty for work that nobody asked for by hand. */
    userId: text("user_id").notNull(),
    task: text({ enum: TASKS }).notNull(),
    /** Empty for what no provider answered. */
    model: text().notNull(),
    requests: integer().notNull(),
    cached: integer().notNull(),
    inputTokens: integer("input_tokens").notNull(),
    outputTokens: integer("output_tokens").notNull(),
    costMicros: integer("cost_micros").notNull(),
    kept: integer().notNull(),
    dropped: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.day, t.userId, t.task, t.model] })],
);

/** Answers by what was asked. The key holds task, prompt version, model and context. */
export const aiCache = sqliteTable(
  "ai_cache",
  {
    orgId: text("org_id").notNull(),
    key: text().notNull(),
    /** The answer as its task's schema has it, as JSON. */
    answer: text().notNull(),
    provider: text({ enum: PROVIDERS }).notNull(),
    model: text().notNull(),
    /** Repository that it was first asked for, and with which it goes. */
    repositoryId: text("repository_id"),
    answeredAt: integer("answered_at").notNull(),
    usedAt: integer("used_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.key] }),
    index("ai_cache_age").on(t.usedAt),
    foreignKey({ columns: [t.orgId], foreignColumns: [organizations.id] }),
  ],
);

/** A share of a cap that was passed in a window, told once. */
export const aiAlerts = sqliteTable(
  "ai_alerts",
  {
    orgId: text("org_id")
      .notNull()
      .references(() => organizations.id),
    /** `organization_month:683`: the cap and its window. */
    window: text().notNull(),
    percent: integer().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.window, t.percent] })],
);

/** A repository whose analysis waits for the AI to be asked again. */
export const aiRetries = sqliteTable(
  "ai_retries",
  {
    orgId: text("org_id").notNull(),
    repositoryId: text("repository_id").notNull(),
    type: text({ enum: ["full", "security", "performance", "ci_cd"] }).notNull(),
    attempt: integer().notNull(),
    dueAt: integer("due_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.repositoryId, t.type] }),
    index("ai_retries_due").on(t.dueAt),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
  ],
);
