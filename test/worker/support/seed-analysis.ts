/** A connected repository with a finished analysis, stored as the product stores it, without running a job. */
import { readSnapshot } from "../../../worker/adapters/github/snapshot.ts";
import { snapshotCache } from "../../../worker/db/blobs.ts";
import { githubColumns } from "../../../worker/db/repositories.ts";
import { analyses, jobs, recommendations, remediationSnippets, repositories } from "../../../worker/db/schema.ts";
import { type AnalysisResult, analyze } from "../../../worker/engine/analyze.ts";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import type { Finding, Remediation } from "../../../worker/engine/finding.ts";
import type { Ctx } from "../../../worker/services/context.ts";
import type { Caller } from "./as.ts";
import { githubAs, type MadeRepository } from "./github.ts";
import { testCtx } from "./scope.ts";

export type SeededAnalysis = {
  readonly ctx: Ctx;
  readonly repositoryId: string;
  readonly analysisId: string;
  readonly result: AnalysisResult;
  /** Ids of the stored remediations, in the engine's order. */
  readonly remediationIds: readonly string[];
};

/** A row for a repository of the local GitHub in the caller's organization; its webhook is not on GitHub. */
export async function seedRepository(caller: Caller, made: MadeRepository, hook?: { id: number }) {
  const ctx = testCtx(caller);
  const id = ctx.random.uuidv7();
  const found = await (await githubAs()).repositoryById(made.githubId);
  const now = ctx.clock.now();
  await ctx.db.insert(repositories).values({
    ...githubColumns(found),
    id,
    orgId: caller.orgId,
    state: "connected",
    connectedBy: caller.userId,
    hookId: hook?.id ?? null,
    hookKey: "test1.1",
    connectedAt: now,
    updatedAt: now,
  });
  return { ctx, id };
}

/** Reads the repository at its head, runs the rules and stores everything. */
export async function seedAnalysis(caller: Caller, made: MadeRepository): Promise<SeededAnalysis> {
  const { ctx, id: repositoryId } = await seedRepository(caller, made);
  const source = { github: await githubAs(), cache: snapshotCache(ctx.data, () => ctx.clock.now()) };
  const target = { owner: made.owner, name: made.name, defaultBranch: "main", headSha: null, headEtag: null };
  const { snapshot, key } = await readSnapshot(source, target);
  const result = analyze(snapshot, { now: ctx.clock.now(), lookups: tableLookups() });
  const analysisId = ctx.random.uuidv7();
  await storeAnalysis(ctx, { repositoryId, analysisId, result, commit: snapshot.commit, key });
  const remediationIds = await storeFindings(ctx, analysisId, result);
  return { ctx, repositoryId, analysisId, result, remediationIds };
}

type Stored = {
  repositoryId: string;
  analysisId: string;
  result: AnalysisResult;
  commit: string | null;
  key: string;
};

async function storeAnalysis(ctx: Ctx, { repositoryId, analysisId, result, commit, key }: Stored): Promise<void> {
  const now = ctx.clock.now();
  const jobId = ctx.random.uuidv7();
  const { orgId, correlationId } = ctx;
  await ctx.db.batch([
    ctx.db.insert(jobs).values({
      orgId,
      id: jobId,
      repositoryId,
      kind: "analysis",
      trigger: "connect",
      state: "completed",
      input: "{}",
      correlationId,
      createdAt: now,
      finishedAt: now,
    }),
    ctx.db.insert(analyses).values({
      orgId,
      id: analysisId,
      repositoryId,
      jobId,
      type: "full",
      branch: "main",
      commitSha: commit,
      snapshotKey: key,
      ruleSetVersion: result.ruleSetVersion,
      createdAt: now,
      completedAt: now,
    }),
  ]);
}

async function storeFindings(ctx: Ctx, analysisId: string, result: AnalysisResult): Promise<string[]> {
  const ids: string[] = [];
  for (const [position, remediation] of result.remediations.entries()) {
    const id = ctx.random.uuidv7();
    ids.push(id);
    await ctx.db
      .insert(remediationSnippets)
      .values({ ...rowOf(remediation), orgId: ctx.orgId, id, analysisId, position });
  }
  for (const [position, finding] of result.findings.entries()) {
    const row = { orgId: ctx.orgId, id: ctx.random.uuidv7(), analysisId, position };
    await ctx.db.insert(recommendations).values({ ...row, ...findingRow(finding) });
  }
  return ids;
}

function rowOf(remediation: Remediation) {
  return {
    rule: remediation.rule,
    fixClass: remediation.fixClass,
    title: remediation.title,
    explanation: remediation.explanation,
    resolves: JSON.stringify(remediation.resolves),
    edits: JSON.stringify(remediation.edits),
    diff: remediation.diff,
    receipt: JSON.stringify(remediation.receipt),
  };
}

function findingRow(finding: Finding) {
  return {
    rule: finding.rule,
    category: finding.category,
    severity: finding.severity,
    message: finding.message,
    path: finding.path,
    line: finding.range.line,
    endLine: finding.range.endLine,
    column: finding.range.column,
    evidence: JSON.stringify(finding.evidence),
    fingerprint: finding.fingerprint,
    state: "open" as const,
  };
}
