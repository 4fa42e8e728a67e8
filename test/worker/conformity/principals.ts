/** Everybody who asks in the isolation matrix, seen from organization A. */
import { env } from "cloudflare:workers";
import { TOKEN_SCOPES, type TokenScope } from "../../../worker/permissions.ts";
import { signAccessToken } from "../../../worker/services/auth/access-token.ts";
import { apiToken } from "../support/api-token.ts";
import { as, type Caller } from "../support/as.ts";
import { testScope } from "../support/scope.ts";

const TOKENS = TOKEN_SCOPES.map((scope) => `token:${scope}` as const);

export const PRINCIPALS = [
  "anonymous",
  "expired",
  "revoked",
  "expiredToken",
  "revokedToken",
  "exMember",
  "exMemberToken",
  "otherOwner",
  "otherToken",
  "viewer",
  "member",
  "admin",
  "owner",
  ...TOKENS,
  "operator",
] as const;
export type Principal = (typeof PRINCIPALS)[number];

/** How somebody proves who it is: by a cookie, by a bearer token, or not at all. */
export type Asker = { readonly cookie?: string; readonly bearer?: string };

const TWO_HOURS_MS = 2 * 60 * 60_000;

/** The scope of a token's principal; undefined for anybody else. */
export function scopeOf(principal: Principal): TokenScope | undefined {
  return TOKEN_SCOPES.find((scope) => principal === `token:${scope}`);
}

async function expired(orgId: string): Promise<Asker> {
  const caller = await as({ orgId });
  const scope = testScope();
  const then = { ...scope, clock: { ...scope.clock, now: () => Date.now() - TWO_HOURS_MS } };
  return { cookie: `__Host-ado_at=${await signAccessToken(then, caller)}` };
}

async function revoked(orgId: string): Promise<Asker> {
  const caller = await as({ orgId });
  await env.DB.prepare("update sessions set revoked_at = 1 where id = ?").bind(caller.sessionId).run();
  return { cookie: caller.cookie };
}

async function exMember(orgId: string): Promise<{ caller: Caller; token: string }> {
  const caller = await as({ orgId });
  const { secret } = await apiToken(caller, TOKEN_SCOPES);
  await env.DB.prepare("delete from organization_members where user_id = ?").bind(caller.userId).run();
  return { caller, token: secret };
}

async function bearerOf(member: Caller, scopes: readonly TokenScope[], change = {}): Promise<Asker> {
  return { bearer: (await apiToken(member, scopes, change)).secret };
}

const MAKERS: Readonly<Record<Exclude<Principal, `token:${TokenScope}`>, (owner: Caller) => Promise<Asker>>> = {
  anonymous: async () => ({}),
  expired: ({ orgId }) => expired(orgId),
  revoked: ({ orgId }) => revoked(orgId),
  expiredToken: (owner) => bearerOf(owner, TOKEN_SCOPES, { expiresAt: Date.now() - 1 }),
  revokedToken: (owner) => bearerOf(owner, TOKEN_SCOPES, { revokedAt: Date.now() - 1 }),
  exMember: async ({ orgId }) => ({ cookie: (await exMember(orgId)).caller.cookie }),
  exMemberToken: async ({ orgId }) => ({ bearer: (await exMember(orgId)).token }),
  otherOwner: async () => ({ cookie: (await as({ role: "owner" })).cookie }),
  otherToken: async () => bearerOf(await as({ role: "owner" }), TOKEN_SCOPES),
  viewer: async ({ orgId }) => ({ cookie: (await as({ orgId, role: "viewer" })).cookie }),
  member: async ({ orgId }) => ({ cookie: (await as({ orgId, role: "member" })).cookie }),
  admin: async ({ orgId }) => ({ cookie: (await as({ orgId, role: "admin" })).cookie }),
  owner: async ({ cookie }) => ({ cookie }),
  operator: async () => ({ bearer: env.OPERATOR_TOKEN }),
};

/** Somebody of this kind, seen from the owner's organization. */
export async function askerOf(principal: Principal, owner: Caller): Promise<Asker> {
  const scope = scopeOf(principal);
  if (scope !== undefined) return bearerOf(owner, [scope]);
  return MAKERS[principal as keyof typeof MAKERS](owner);
}
