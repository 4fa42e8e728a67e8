/**
 * How the isolation matrix calls each route, and what somebody in a sufficient role gets. A route without a row here
 * fails the matrix. `allowed` is the status for everybody who may call; refusals follow from the route's declaration.
 */
import { eq } from "drizzle-orm";
import { organizations } from "../../../worker/db/schema.ts";
import { sha256Hex, toBase64url } from "../../../worker/platform/encoding.ts";
import type { Caller } from "../support/as.ts";
import { testScope } from "../support/scope.ts";
import { seedJob, seedRemediation } from "../support/seed.ts";
import { seedInvitation, seedMember } from "../support/seed-people.ts";
import type { Expected } from "./expected.ts";
import type { Principal } from "./principals.ts";

/** Organization A, its people, and the id of the row that the path names. */
export type Victim = { readonly owner: Caller; readonly resourceId: string };

export type MatrixRow = {
  readonly allowed: number;
  readonly query?: string;
  /** What the path names, where that is no row of a tenant. */
  readonly id?: string;
  /** Body of a call; it may name rows of organization A. */
  readonly body?: (victim: Victim) => unknown | Promise<unknown>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Table of the row that the body or query names, put into `resourceId` where the path names none. */
  readonly names?: "repositories" | "analyses";
  /** Makes what the path names in the owner's organization, where `SEEDS` cannot; answers with its id. */
  readonly seed?: (owner: Caller) => Promise<string>;
  /** What single principals get instead of what the declaration promises, with the reason in a comment at the row. */
  readonly but?: Partial<Record<Principal, Expected>>;
  /** Fields that no other route takes from a body, and this one does. */
  readonly takes?: readonly string[];
  /** Success needs a GitHub that knows the caller; the matrix gives none, so a service stops with this problem type. */
  readonly problem?: string;
  /** Own data of a user, that one reaches who is a member of nothing too. */
  readonly ofUser?: true;
};

const READ: MatrixRow = { allowed: 200 };
const NEEDS_GITHUB: MatrixRow = { allowed: 403, problem: "/problems/github_token_refused" };

/** An id that no row has. */
const NOBODYS = "01890a5d-ac96-774b-bcce-b302099a8057";

const GONE: Expected = { status: 404, problem: "not_found" };

const TEMPLATE = { name: "Checks", platform: null, content: { kind: "options", options: { jobs: ["test"] } } };

/** A set-aside job of organization A, by its id. */
async function deadLetter({ owner }: Victim): Promise<unknown> {
  const input = JSON.stringify({ type: "full", branch: null });
  return { ids: [(await seedJob(owner.orgId, { state: "dead_letter", input })).id] };
}

/** Lets organization A wait for its end, so that there is something to restore. */
async function waitsForDeletion({ owner }: Victim): Promise<unknown> {
  const { db, clock } = testScope();
  const deleteAfter = clock.now() + 60_000;
  await db.update(organizations).set({ deleteAfter }).where(eq(organizations.id, owner.orgId));
  return {};
}

/** Maps an account to organization A, so that there is something to end. */
async function mapsAccount({ owner }: Victim): Promise<unknown> {
  const mapping = { githubOwnerId: 1, githubOwner: "acme", githubMappedBy: owner.userId };
  await testScope().db.update(organizations).set(mapping).where(eq(organizations.id, owner.orgId));
  return {};
}

/** The secret of an invitation link to organization A. */
async function invitation({ owner }: Victim): Promise<unknown> {
  const { random } = testScope();
  const token = toBase64url(random.bytes(32));
  await seedInvitation(owner.orgId, { tokenHash: await sha256Hex(token) });
  return { token };
}

export const MATRIX_ROWS: Readonly<Record<string, MatrixRow>> = {
  "get /api": READ,
  "get /health": READ,
  "get /ready": READ,
  "get /metrics": { allowed: 404 },
  "get /api/openapi.json": READ,
  "get /api/docs": READ,
  "post /api/csp-report": { allowed: 204, body: () => ({}) },
  "get /api/auth/me": READ,
  "get /api/auth/status": READ,
  "get /api/auth/github": { allowed: 302 },
  "get /api/auth/callback": { allowed: 303 },
  "get /api/auth/github/callback": { allowed: 303 },
  "post /api/auth/refresh": { allowed: 401 },
  "post /api/auth/signout": READ,
  "get /api/auth/sessions": { allowed: 200, ofUser: true },
  "delete /api/auth/sessions/:id": { allowed: 404, problem: "/problems/not_found", id: NOBODYS, ofUser: true },
  "post /api/auth/signout-all": { allowed: 200, ofUser: true },
  "delete /api/auth/account": { allowed: 204, ofUser: true },

  "get /api/repositories": READ,
  "get /api/repositories/github": NEEDS_GITHUB,
  "post /api/repositories/connect": { ...NEEDS_GITHUB, body: () => ({ repositories: ["dev/checkout-api"] }) },
  "get /api/repositories/:id": READ,
  "delete /api/repositories/:id": { allowed: 204 },
  "get /api/repositories/:id/health": READ,
  "post /api/repositories/:id/sync": { allowed: 202 },
  "post /api/repositories/:id/analyze": { allowed: 202 },

  "get /api/repositories/:id/pulls": READ,
  "post /api/repositories/:id/pulls/:number/check": NEEDS_GITHUB,

  "post /api/analysis": {
    allowed: 202,
    names: "repositories",
    body: ({ resourceId }) => ({ repository_id: resourceId, type: "full" }),
  },
  "get /api/analysis/:id": READ,
  "get /api/analysis/:id/recommendations": READ,
  "get /api/analysis/:id/remediations": READ,
  "get /api/analysis/:id/sarif": READ,
  "get /api/analysis/repository/:id": READ,
  "get /api/remediations": { allowed: 200, names: "analyses", query: "?analysis_id=" },
  "post /api/analysis/:id/apply": {
    ...NEEDS_GITHUB,
    body: async ({ owner, resourceId }) => {
      const remediation = await seedRemediation(owner.orgId, { analysisId: resourceId });
      return { remediation_ids: [remediation.id] };
    },
  },
  "post /api/remediations/:id/verify": NEEDS_GITHUB,

  "get /api/jobs": READ,
  "get /api/jobs/:id": READ,
  "get /api/jobs/:id/logs": READ,
  "delete /api/jobs/:id": { allowed: 202 },
  "post /api/jobs/:id/retry": { allowed: 409 },
  "get /api/jobs/queue/stats": READ,
  "post /api/jobs/dead-letter/retry": { allowed: 200, body: deadLetter, but: { otherOwner: GONE, otherToken: GONE } },
  "post /api/jobs/dead-letter/delete": { allowed: 200, body: deadLetter, but: { otherOwner: GONE, otherToken: GONE } },
  "get /api/webhooks/deliveries": READ,
  "get /api/webhooks/gaps": READ,
  "get /api/webhooks/sync-state": READ,
  "post /api/webhooks/deliveries/:id/redeliver": NEEDS_GITHUB,
  "post /api/webhooks/gaps/:id/redeliver": NEEDS_GITHUB,
  "post /api/webhooks/sweep": READ,
  "post /api/repositories/:id/webhook/rotate": NEEDS_GITHUB,
  "get /api/jobs/:id/live": { allowed: 101, headers: { upgrade: "websocket", origin: "http://localhost:8787" } },
  "get /api/live": { allowed: 101, headers: { upgrade: "websocket", origin: "http://localhost:8787" } },
  "get /api/rules": READ,
  "get /api/rules/:id": { allowed: 200, id: "no-ci" },

  "get /api/repositories/:id/profile": NEEDS_GITHUB,
  "post /api/ci-cd/generate": {
    allowed: 202,
    names: "repositories",
    body: ({ resourceId }) => ({ repository_id: resourceId, platform: "github" }),
  },
  "post /api/ci-cd/preview": {
    ...NEEDS_GITHUB,
    names: "repositories",
    body: ({ resourceId }) => ({ repository_id: resourceId, platform: "gitlab" }),
  },
  "post /api/ci-cd/validate": {
    ...NEEDS_GITHUB,
    names: "repositories",
    body: ({ resourceId }) => ({ repository_id: resourceId, platform: "github", text: "on: push\n" }),
  },
  "get /api/ci-cd/artifacts/:id": READ,
  "get /api/ci-cd/artifact/:id": READ,
  "post /api/ci-cd/artifacts/:id/apply": { ...NEEDS_GITHUB, body: () => ({}) },
  "get /api/ci-cd/templates": READ,
  "get /api/ci-cd/templates/:id": READ,
  "post /api/ci-cd/templates": { allowed: 201, body: () => TEMPLATE },
  "put /api/ci-cd/templates/:id": { allowed: 200, body: () => TEMPLATE },
  "delete /api/ci-cd/templates/:id": { allowed: 204 },
  "post /api/ci-cd/templates/preview": { allowed: 200, body: () => ({ template: TEMPLATE }) },
  "post /api/ci-cd/templates/test-match": { allowed: 200, body: () => ({ rule: { languages: ["go"] } }) },

  "get /api/ai/settings": READ,
  "put /api/ai/settings": { allowed: 200, body: () => ({ enabled: false }) },
  "put /api/ai/keys/:provider": {
    allowed: 503,
    problem: "/problems/ai_provider_unavailable",
    id: "gemini",
    body: () => ({ key: "a-key-that-nobody-gave", plan: "paid" }),
  },
  "delete /api/ai/keys/:provider": { allowed: 404, id: "gemini" },
  "post /api/ai/keys/:provider/test": { allowed: 404, id: "gemini" },
  "get /api/audit": READ,
  "get /api/audit/verify": READ,
  "post /api/audit/export": { allowed: 200, body: () => ({ format: "csv" }) },
  "get /api/usage": READ,
  "get /api/ai/requests": READ,
  "get /api/ai/estimate": { allowed: 200, names: "repositories", query: "?repository_id=" },
  "post /api/recommendations/:id/fix": NEEDS_GITHUB,
  "post /api/repositories/:id/review": { ...NEEDS_GITHUB, body: () => ({ pull_number: 1 }) },

  "get /api/tokens": READ,
  "post /api/tokens": { allowed: 201, body: () => ({ name: "CI", scopes: ["read"], expires_in_days: 30 }) },
  // Somebody else's token: only administrators end it.
  "delete /api/tokens/:id": {
    allowed: 204,
    but: { viewer: { status: 404, problem: "not_found" }, member: { status: 404, problem: "not_found" } },
  },

  "get /api/encryption": READ,
  "post /api/encryption/rotate": READ,
  "get /api/operator/encryption": READ,
  "post /api/operator/encryption/rotate": READ,

  // A stranger types the name of organization A, and has none that waits to be deleted.
  "delete /api/orgs/current": {
    allowed: 202,
    body: ({ owner }) => ({ confirm: `user-${owner.userId.slice(-8)}` }),
    but: { otherOwner: { status: 422, problem: "invalid_input" } },
  },
  "post /api/orgs/current/restore": {
    allowed: 204,
    body: waitsForDeletion,
    but: { otherOwner: { status: 409, problem: "conflict" } },
  },
  "post /api/orgs/current/export": READ,

  "get /api/orgs": { ...READ, but: { exMember: { status: 200 } } },
  "post /api/orgs": { allowed: 201, body: () => ({ name: "Another" }), but: { exMember: { status: 201 } } },
  "post /api/orgs/:id/switch": {
    allowed: 204,
    seed: async ({ orgId }) => orgId,
    but: { otherOwner: { status: 404, problem: "not_found" } },
  },
  "get /api/orgs/current": READ,
  "put /api/orgs/current": { allowed: 200, body: () => ({ name: "Renamed" }) },
  // Nobody hands an organization to who is a member of another one.
  "post /api/orgs/current/transfer": {
    allowed: 200,
    body: async ({ owner }) => ({
      user_id: (await seedMember(owner.orgId)).id,
      confirm: `user-${owner.userId.slice(-8)}`,
    }),
    but: { otherOwner: { status: 404, problem: "not_found" } },
  },
  "get /api/orgs/github": NEEDS_GITHUB,
  "put /api/orgs/current/github": { ...NEEDS_GITHUB, body: () => ({ owner: "dev", connects: "all" }) },
  "delete /api/orgs/current/github": { allowed: 204, body: mapsAccount, but: { otherOwner: GONE, otherToken: GONE } },

  "get /api/members": READ,
  "put /api/members/:id": { allowed: 200, takes: ["role"], body: () => ({ role: "member" }) },
  "delete /api/members/:id": { allowed: 204 },
  // The only owner of the other organization cannot leave it.
  "post /api/members/leave": {
    allowed: 204,
    body: async ({ owner }) => {
      await seedMember(owner.orgId, "owner");
      return {};
    },
    but: { otherOwner: { status: 409, problem: "last_owner" } },
  },

  "get /api/invitations": READ,
  "post /api/invitations": { allowed: 201, takes: ["role"], body: () => ({ role: "viewer" }) },
  "delete /api/invitations/:id": { allowed: 204 },
  "get /api/invitations/mine": { ...READ, but: { exMember: { status: 200 } } },
  "post /api/invitations/look": { allowed: 200, body: invitation, but: { exMember: { status: 200 } } },
  "post /api/invitations/accept": {
    allowed: 404,
    problem: "/problems/invitation_not_found",
    body: () => ({ token: "A".repeat(43) }),
    but: { exMember: { status: 404, problem: "invitation_not_found" } },
  },
  "post /api/invitations/decline": {
    allowed: 404,
    problem: "/problems/invitation_not_found",
    body: () => ({ id: NOBODYS }),
    but: { exMember: { status: 404, problem: "invitation_not_found" } },
  },

  "post /api/webhooks/github": { allowed: 401, body: () => ({}) },
  "post /api/webhooks/github/verify": { allowed: 401, body: () => ({}) },
};
