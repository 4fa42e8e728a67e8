/**
 * How the isolation matrix calls each route, and what somebody in a sufficient role gets. A route without a row here
 * fails the matrix. `allowed` is the status for everybody who may call; refusals follow from the route's declaration.
 */
import type { Caller } from "../support/as.ts";
import { seedJob, seedRemediation } from "../support/seed.ts";

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
  /** Success needs a GitHub that knows the caller; the matrix gives none, so a service stops with this problem type. */
  readonly problem?: string;
};

const READ: MatrixRow = { allowed: 200 };
const NEEDS_GITHUB: MatrixRow = { allowed: 403, problem: "/problems/github_token_refused" };

const TEMPLATE = { name: "Checks", platform: null, content: { kind: "options", options: { jobs: ["test"] } } };

/** A set-aside job of organization A, by its id. */
async function deadLetter({ owner }: Victim): Promise<unknown> {
  const input = JSON.stringify({ type: "full", branch: null });
  return { ids: [(await seedJob(owner.orgId, { state: "dead_letter", input })).id] };
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
  "post /api/jobs/dead-letter/retry": { allowed: 200, body: deadLetter },
  "post /api/jobs/dead-letter/delete": { allowed: 200, body: deadLetter },
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
  "get /api/usage": READ,
  "get /api/ai/requests": READ,
  "get /api/ai/estimate": { allowed: 200, names: "repositories", query: "?repository_id=" },
  "post /api/recommendations/:id/fix": NEEDS_GITHUB,
  "post /api/repositories/:id/review": { ...NEEDS_GITHUB, body: () => ({ pull_number: 1 }) },

  "post /api/webhooks/github": { allowed: 401, body: () => ({}) },
  "post /api/webhooks/github/verify": { allowed: 401, body: () => ({}) },
};
