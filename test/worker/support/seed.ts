/** Rows of every kind, put straight into the database. Each takes the organization and what differs from the usual. */

import {
  analyses,
  artifacts,
  ciTemplates,
  ciTemplateVersions,
  jobLogs,
  jobs,
  pullRequests,
  recommendations,
  remediationSnippets,
  repositories,
  webhookDeliveries,
  webhookGaps,
} from "../../../worker/db/schema.ts";
import type { ResourceTable } from "../../../worker/http/route-spec.ts";
import { testScope } from "./scope.ts";
import { CANARY, seedApiToken, seedInvitation, seedMember } from "./seed-people.ts";

type Row<T extends { $inferInsert: object }> = Partial<T["$inferInsert"]>;

export { CANARY } from "./seed-people.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
let count = 0;

function base(orgId: string) {
  const { clock, random } = testScope();
  return { orgId, id: random.uuidv7(), now: clock.now() };
}

export async function seedRepository(orgId: string, change: Row<typeof repositories> = {}) {
  const { id, now } = base(orgId);
  count += 1;
  const name = `${CANARY}-${count}`;
  const row = {
    orgId,
    id,
    githubId: 900_000 + count,
    owner: "dev",
    name,
    fullName: `dev/${name}`,
    isPrivate: false,
    isArchived: false,
    isFork: false,
    defaultBranch: "main",
    htmlUrl: `https://github.example.com/dev/${name}`,
    state: "connected" as const,
    connectedBy: testScope().random.uuidv7(),
    hookKey: "test1.1",
    connectedAt: now,
    updatedAt: now,
    ...change,
  };
  await testScope().db.insert(repositories).values(row);
  return row;
}

/** A job in state `pending` with its first event, and a repository unless one is named. */
export async function seedJob(orgId: string, change: Row<typeof jobs> = {}) {
  const { id, now } = base(orgId);
  const repositoryId = change.repositoryId ?? (await seedRepository(orgId)).id;
  const row = {
    orgId,
    id,
    repositoryId,
    kind: "analysis" as const,
    trigger: "manual" as const,
    state: "pending" as const,
    input: JSON.stringify({ type: "full" }),
    correlationId: id,
    createdAt: now,
    ...change,
  };
  const event = { type: "state" as const, level: "info" as const, message: CANARY, state: row.state };
  const { db } = testScope();
  await db.batch([
    db.insert(jobs).values(row),
    db.insert(jobLogs).values({ orgId, jobId: row.id, seq: 1, at: now, ...event }),
  ]);
  return row;
}

/** A completed analysis with its finished job. */
export async function seedAnalysis(orgId: string, change: Row<typeof analyses> = {}) {
  const { id, now } = base(orgId);
  const repositoryId = change.repositoryId ?? (await seedRepository(orgId)).id;
  const finished = { repositoryId, state: "completed" as const, startedAt: now, finishedAt: now };
  const jobId = change.jobId ?? (await seedJob(orgId, finished)).id;
  const row = {
    orgId,
    id,
    repositoryId,
    jobId,
    type: "full" as const,
    branch: "main",
    commitSha: COMMIT,
    ruleSetVersion: "test",
    scores: JSON.stringify({ overall: 90, security: 90, ci_cd: 90, performance: null, quality: null }),
    counts: JSON.stringify({ critical: 0, high: 0, medium: 1, low: 0, info: 0 }),
    notes: "[]",
    filesRead: 1,
    createdAt: now,
    completedAt: now,
    ...change,
  };
  await testScope().db.insert(analyses).values(row);
  return row;
}

export async function seedRecommendation(orgId: string, change: Row<typeof recommendations> = {}) {
  const { id } = base(orgId);
  const analysisId = change.analysisId ?? (await seedAnalysis(orgId)).id;
  const row = {
    orgId,
    id,
    analysisId,
    position: 0,
    rule: "missing-job-timeout",
    category: "ci_cd" as const,
    severity: "medium" as const,
    message: CANARY,
    path: ".github/workflows/ci.yml",
    line: 1,
    endLine: 1,
    column: 1,
    evidence: "[]",
    fingerprint: `fingerprint-${id}`,
    state: "open" as const,
    ...change,
  };
  await testScope().db.insert(recommendations).values(row);
  return row;
}

const RECEIPT = {
  ruleSetVersion: "test",
  files: [],
  findingsBefore: 1,
  findingsAfter: 0,
  resolved: [],
  checks: [{ name: "parses", passed: true }],
};

export async function seedRemediation(orgId: string, change: Row<typeof remediationSnippets> = {}) {
  const { id } = base(orgId);
  const analysisId = change.analysisId ?? (await seedAnalysis(orgId)).id;
  const row = {
    orgId,
    id,
    analysisId,
    position: 0,
    rule: "missing-job-timeout",
    fixClass: "safe" as const,
    title: CANARY,
    explanation: "Bounds the job.",
    resolves: "[]",
    edits: "[]",
    diff: "",
    receipt: JSON.stringify(RECEIPT),
    ...change,
  };
  await testScope().db.insert(remediationSnippets).values(row);
  return row;
}

/** A plan whose pull request is not open yet. */
export async function seedPlan(orgId: string, change: Row<typeof pullRequests> = {}) {
  const { id, now } = base(orgId);
  const analysis = change.analysisId === undefined ? await seedAnalysis(orgId) : undefined;
  const row = {
    orgId,
    id,
    repositoryId: analysis?.repositoryId ?? "",
    analysisId: analysis?.id ?? "",
    planKey: `plan-${id}`,
    state: "planned" as const,
    branch: "autodevops/plan",
    base: "main",
    baseCommit: COMMIT,
    title: CANARY,
    body: CANARY,
    files: "[]",
    receipt: JSON.stringify(RECEIPT),
    remediationIds: "[]",
    requestedBy: id,
    createdAt: now,
    updatedAt: now,
    ...change,
  };
  await testScope().db.insert(pullRequests).values(row);
  return row;
}

async function seedArtifact(orgId: string, change: Row<typeof artifacts> = {}) {
  const { id, now } = base(orgId);
  const repositoryId = change.repositoryId ?? (await seedRepository(orgId)).id;
  const row = {
    orgId,
    id,
    repositoryId,
    platform: "github" as const,
    origin: "rules" as const,
    commitSha: COMMIT,
    options: "{}",
    files: JSON.stringify([{ path: ".github/workflows/ci.yml", beforeSha: null, text: CANARY }]),
    jobs: JSON.stringify([{ id: "test", name: "Test", why: CANARY, commands: ["npm test"] }]),
    notes: "[]",
    profile: JSON.stringify({ components: [], notes: [] }),
    problems: "[]",
    createdAt: now,
    ...change,
  };
  await testScope().db.insert(artifacts).values(row);
  return row;
}

async function seedTemplate(orgId: string) {
  const { id, now } = base(orgId);
  const rule = { languages: [], packageManagers: [], frameworks: [], paths: [], names: [] };
  const definition = {
    name: CANARY,
    description: CANARY,
    platform: null,
    content: { kind: "options", options: {} },
    parameters: [],
    match: { rule, mustMatch: [], mustNotMatch: [] },
  };
  const { db } = testScope();
  await db.batch([
    db.insert(ciTemplates).values({ orgId, id, version: 1, createdAt: now, updatedAt: now }),
    db
      .insert(ciTemplateVersions)
      .values({ orgId, templateId: id, version: 1, definition: JSON.stringify(definition), createdAt: now }),
  ]);
  return { id };
}

export async function seedDelivery(orgId: string, change: Row<typeof webhookDeliveries> = {}) {
  const { id, now } = base(orgId);
  const repositoryId = change.repositoryId ?? (await seedRepository(orgId, { hookId: 7 })).id;
  const row = {
    orgId,
    id,
    repositoryId,
    hookId: 7,
    guid: crypto.randomUUID(),
    event: "push",
    action: CANARY,
    outcome: "recorded" as const,
    receivedAt: now,
    ...change,
  };
  await testScope().db.insert(webhookDeliveries).values(row);
  return row;
}

/** A delivery that GitHub could not hand over and that nobody asked for yet. */
export async function seedGap(orgId: string, change: Row<typeof webhookGaps> = {}) {
  const { id, now } = base(orgId);
  const repositoryId = change.repositoryId ?? (await seedRepository(orgId, { hookId: 7 })).id;
  const row = {
    orgId,
    id,
    repositoryId,
    hookId: 7,
    guid: crypto.randomUUID(),
    githubId: 1,
    event: "push",
    reason: CANARY,
    statusCode: 502,
    deliveredAt: now,
    foundAt: now,
    state: "open" as const,
    ...change,
  };
  await testScope().db.insert(webhookGaps).values(row);
  return row;
}

/** A row of each table that a path can name. A new table in `ResourceTable` needs its seed here. */
export const SEEDS: Readonly<Record<ResourceTable, (orgId: string) => Promise<{ readonly id: string }>>> = {
  repositories: seedRepository,
  jobs: seedJob,
  analyses: seedAnalysis,
  remediation_snippets: seedRemediation,
  pull_requests: seedPlan,
  artifacts: seedArtifact,
  ci_templates: seedTemplate,
  recommendations: seedRecommendation,
  webhook_deliveries: seedDelivery,
  webhook_gaps: seedGap,
  invitations: seedInvitation,
  api_tokens: seedApiToken,
  organization_members: seedMember,
};
