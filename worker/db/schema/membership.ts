import { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { organizationMembers, organizations } from "./identity.ts";

/** An invitation to an organization, by a link that works once, or for one GitHub account. Seven days. */
export const invitations = sqliteTable(
  "invitations",
  {
    orgId: text("org_id")
      .notNull()
      .references(() => organizations.id),
    id: text().primaryKey(),
    role: text({ enum: ["viewer", "member", "admin", "owner"] }).notNull(),
    /** SHA-256 of the link's secret; null for an invitation of a GitHub account. */
    tokenHash: text("token_hash"),
    /** Only this account may accept; null for a link. */
    githubId: integer("github_id"),
    githubLogin: text("github_login"),
    createdBy: text("created_by").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    acceptedBy: text("accepted_by"),
    acceptedAt: integer("accepted_at"),
    /** Taken back by the organization, or declined. */
    endedAt: integer("ended_at"),
  },
  (t) => [
    uniqueIndex("invitations_org_id").on(t.orgId, t.id),
    uniqueIndex("invitations_token").on(t.tokenHash),
    index("invitations_github").on(t.githubId),
    index("invitations_age").on(t.expiresAt),
  ],
);

/** A member's API token: only its hash and its first characters are kept. */
export const apiTokens = sqliteTable(
  "api_tokens",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    userId: text("user_id").notNull(),
    name: text().notNull(),
    /** The first characters, by which people tell their tokens apart. */
    prefix: text().notNull(),
    hash: text().notNull(),
    /** Separated by spaces. */
    scopes: text().notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    lastUsedAt: integer("last_used_at"),
    /** Shortened address of the last use. */
    lastNetwork: text("last_network"),
    revokedAt: integer("revoked_at"),
  },
  (t) => [
    uniqueIndex("api_tokens_org_id").on(t.orgId, t.id),
    uniqueIndex("api_tokens_hash").on(t.hash),
    index("api_tokens_user").on(t.orgId, t.userId),
    foreignKey({
      columns: [t.orgId, t.userId],
      foreignColumns: [organizationMembers.orgId, organizationMembers.userId],
    }).onDelete("cascade"),
  ],
);

/** How far the values of one column are sealed anew under an encryption key. */
export const keyRotations = sqliteTable(
  "key_rotations",
  {
    kid: text().notNull(),
    place: text({ enum: ["github_tokens", "ai_keys", "webhooks"] }).notNull(),
    /** The last row that was looked at; rows are taken by id. */
    cursor: text().notNull().default(""),
    /** Rows sealed anew; of webhooks, syncs that were started to renew them. */
    resealed: integer().notNull().default(0),
    /** Rows whose value does not open with any key that we have. */
    unreadable: integer().notNull().default(0),
    startedAt: integer("started_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (t) => [primaryKey({ columns: [t.kid, t.place] })],
);
