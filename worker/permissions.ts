/**
 * Who may do what: the one table that the API, its document, the pages and the tests read. A member's role allows a
 * permission, and an API token only passes on those of its scopes.
 */

/** From the least to the most. */
export const ROLES = ["viewer", "member", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** What an API token can be given. */
export const TOKEN_SCOPES = ["read", "run", "publish", "manage", "audit"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

type Rule = {
  /** Lowest role. */
  readonly role: Role;
  /** Scope that a token needs; null: never by a token, only in a session. */
  readonly scope: TokenScope | null;
};

export const PERMISSIONS = {
  "organization.read": { role: "viewer", scope: "read" },
  "repository.read": { role: "viewer", scope: "read" },
  "analysis.read": { role: "viewer", scope: "read" },
  "job.read": { role: "viewer", scope: "read" },
  "generation.read": { role: "viewer", scope: "read" },
  "webhook.read": { role: "viewer", scope: "read" },
  "usage.read": { role: "viewer", scope: "read" },
  "token.manage_own": { role: "viewer", scope: null },
  "organization.leave": { role: "viewer", scope: null },

  "repository.sync": { role: "member", scope: "run" },
  "analysis.run": { role: "member", scope: "run" },
  "job.change": { role: "member", scope: "run" },
  "generation.run": { role: "member", scope: "run" },
  "pull_request.open": { role: "member", scope: "publish" },

  "repository.connect": { role: "admin", scope: "manage" },
  "webhook.manage": { role: "admin", scope: "manage" },
  "job.manage": { role: "admin", scope: "manage" },
  "template.manage": { role: "admin", scope: "manage" },
  "ai.manage": { role: "admin", scope: "manage" },
  "member.manage": { role: "admin", scope: "manage" },
  "token.manage_all": { role: "admin", scope: null },
  "encryption.read": { role: "admin", scope: "manage" },
  "audit.read": { role: "admin", scope: "audit" },

  "organization.change": { role: "owner", scope: "manage" },
  "encryption.rotate": { role: "owner", scope: "manage" },
  "audit.export": { role: "owner", scope: null },
  "organization.export": { role: "owner", scope: null },
  "organization.transfer": { role: "owner", scope: null },
  "organization.delete": { role: "owner", scope: null },
} as const satisfies Readonly<Record<string, Rule>>;

export type Permission = keyof typeof PERMISSIONS;

/** True when `role` may do what `needed` may. */
export function covers(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** True when a member of this role has the permission. */
export function may(role: Role, permission: Permission): boolean {
  return covers(role, PERMISSIONS[permission].role);
}

/** True when somebody of `role` may give a member the role `other`, or take it away: admins those below them, owners all. */
export function manages(role: Role, other: Role): boolean {
  return role === "owner" || (may(role, "member.manage") && !covers(other, role));
}

/** True when a token with these scopes passes the permission on. */
export function passes(scopes: readonly TokenScope[], permission: Permission): boolean {
  const { scope } = PERMISSIONS[permission];
  return scope !== null && scopes.includes(scope);
}

/** Scopes with which a token of this role can do anything at all. */
export function usableScopes(role: Role): TokenScope[] {
  const rules: readonly Rule[] = Object.values(PERMISSIONS);
  return TOKEN_SCOPES.filter((scope) => rules.some((rule) => rule.scope === scope && covers(role, rule.role)));
}
