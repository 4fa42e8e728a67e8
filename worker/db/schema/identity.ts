import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A person, known by GitHub's numeric id: logins and addresses can pass to somebody else. */
export const users = sqliteTable(
  "users",
  {
    id: text().primaryKey(),
    githubId: integer("github_id").notNull(),
    login: text().notNull(),
    name: text(),
    email: text(),
    avatarUrl: text("avatar_url"),
    /** Sessions of an older epoch are invalid: signing out everywhere raises it. */
    sessionEpoch: integer("session_epoch").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [uniqueIndex("users_github_id").on(t.githubId)],
);

/** One sign-in flow on its way to GitHub and back. Single use, ten minutes. */
export const oauthTransactions = sqliteTable("oauth_transactions", {
  idHash: text("id_hash").primaryKey(),
  state: text().notNull(),
  codeVerifier: text("code_verifier").notNull(),
  access: text().notNull(),
  /** The organization to come back to; null for whoever was not signed in. */
  orgId: text("org_id"),
  returnTo: text("return_to").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const sessions = sqliteTable(
  "sessions",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** The organization that this session works in. */
    orgId: text("org_id").notNull(),
    epoch: integer().notNull(),
    /** SHA-256 of the refresh token, and of the one before it. */
    refreshHash: text("refresh_hash").notNull(),
    previousHash: text("previous_hash"),
    rotatedAt: integer("rotated_at"),
    userAgent: text("user_agent"),
    /** Where it was used last: shortened address, country, city. */
    network: text(),
    country: text(),
    city: text(),
    createdAt: integer("created_at").notNull(),
    lastSeenAt: integer("last_seen_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    revokedAt: integer("revoked_at"),
  },
  (t) => [
    uniqueIndex("sessions_refresh").on(t.refreshHash),
    index("sessions_previous").on(t.previousHash),
    index("sessions_user").on(t.userId),
  ],
);

export const organizations = sqliteTable("organizations", {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Set for the organization that a user got at the first sign-in. */
  personalOf: text("personal_of").unique(),
  createdAt: integer("created_at").notNull(),
  /** Set while the organization waits to be deleted: by whom, and from when on. */
  deletionRequestedBy: text("deletion_requested_by"),
  deleteAfter: integer("delete_after"),
  /** The GitHub account whose repositories belong here, its login, and the member whose token reads its list. */
  githubOwnerId: integer("github_owner_id"),
  githubOwner: text("github_owner"),
  githubMappedBy: text("github_mapped_by"),
  /** True when all repositories of that account are connected, new ones too. */
  connectsAll: integer("connects_all", { mode: "boolean" }).notNull().default(false),
  /** When that account's list was read last. */
  githubReadAt: integer("github_read_at"),
});

/** What is left of a deleted organization: ids and counts, and the end of its audit log. */
export const organizationTombstones = sqliteTable("organization_tombstones", {
  orgId: text("org_id").primaryKey(),
  deletedAt: integer("deleted_at").notNull(),
  deletedBy: text("deleted_by"),
  auditSeq: integer("audit_seq").notNull(),
  auditHash: text("audit_hash").notNull(),
});

export const organizationMembers = sqliteTable(
  "organization_members",
  {
    orgId: text("org_id")
      .notNull()
      .references(() => organizations.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    role: text({ enum: ["viewer", "member", "admin", "owner"] }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId] }), index("organization_members_user").on(t.userId)],
);

/** A user's GitHub token, sealed (worker/platform/envelope.ts) with the user and the row as associated data. */
export const githubTokens = sqliteTable(
  "github_tokens",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    sealed: text().notNull(),
    kid: text().notNull(),
    scopes: text().notNull(),
    /** `valid`, or `refused` once GitHub answered 401 to it. */
    state: text({ enum: ["valid", "refused"] }).notNull(),
    /** Of a token that ends: when, and what renews it, sealed under the same key. */
    expiresAt: integer("expires_at"),
    refreshSealed: text("refresh_sealed"),
    refreshExpiresAt: integer("refresh_expires_at"),
    /** Somebody renews it until then; a refresh token works once. */
    renewingUntil: integer("renewing_until"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (t) => [uniqueIndex("github_tokens_user").on(t.userId), index("github_tokens_kid").on(t.kid)],
);
