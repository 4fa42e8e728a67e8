import { aiFixInsert, findRecommendation, fixLink, type RecommendationRow } from "../../db/assisted.ts";
import { findAnalysisRow } from "../../db/pull-requests.ts";
import { remediationContext } from "../../engine/ai/context/remediation-context.ts";
import { assistable } from "../../engine/ai/proposals/assistable.ts";
import { proveProposal } from "../../engine/ai/proposals/prove-proposal.ts";
import { analyze, prepare } from "../../engine/analyze.ts";
import type { Finding, Remediation } from "../../engine/finding.ts";
import { AppError } from "../../errors.ts";
import type { AiSource } from "../ai/outcome.ts";
import { audit } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { remediationColumns } from "../remediations/stored.ts";
import { readAtCommit } from "../repositories/read-at-commit.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { type Proposed, propose } from "./propose.ts";

/** Input tokens of the question: the file with all its lines, and what belongs to it. */
const CONTEXT_TOKENS = 16_000;

export type AiFix = {
  readonly status: "proved" | "refused" | "off" | "deferred" | "degraded";
  /** Row of the stored fix. */
  readonly remediationId: string | null;
  readonly analysisId: string;
  readonly reasons: readonly string[];
  readonly retryAt: number | null;
  readonly source: AiSource | null;
};

/**
 * Asks the AI for a fix of a finding that no fixer repairs. It is offered only if it passes every check that a fixer's passes.
 * Throws not_found, conflict (it has a fix; the rule cannot be helped so; `stale`) and what `GithubPort` throws.
 */
export async function fixRecommendation(ctx: Ctx, id: string, signal: AbortSignal): Promise<AiFix> {
  requirePermission(ctx, "analysis.run");
  const { row, repository, commit } = await readTarget(ctx, id);
  const files = await readAtCommit(ctx, { repository, commit });
  const result = analyze(files.snapshot, files.options);
  const ground = prepare(files.snapshot, files.options);
  const finding = result.findings.find(({ fingerprint }) => fingerprint === row.fingerprint);
  if (!finding) {
    throw new AppError("conflict", "Newer rules no longer report this finding. Run a new analysis.", {
      problemCode: "stale",
    });
  }
  const proposed = await propose<"remediation", Remediation>(ctx, {
    question: {
      task: "remediation",
      context: remediationContext({ ...result, repository: ground.repository }, finding, CONTEXT_TOKENS),
      request: requestOf(finding),
      repository: { id: repository.id, isPrivate: repository.isPrivate },
      userId: actingUser(ctx),
      jobId: null,
      key: `fix:${row.id}:${ctx.correlationId}`,
      signal,
    },
    check: (answer, context) => {
      const proof = proveProposal(ground, { finding: finding.fingerprint, answer, context });
      return proof.ok ? { ok: true, kept: proof.remediation } : proof;
    },
  });
  return store(ctx, row, proposed);
}

async function readTarget(ctx: Ctx, id: string) {
  const row = await findRecommendation(ctx.data, id);
  const analysis = row && (await findAnalysisRow(ctx.data, row.analysisId));
  if (!row || !analysis?.commitSha) throw new AppError("not_found", "There is no such finding in this organization.");
  if (row.remediationId !== null)
    throw new AppError("conflict", "This finding has a proved fix already. Apply that one.");
  if (row.ai !== null || !assistable(row.rule)) {
    throw new AppError(
      "conflict",
      "No change of a file can be proved to repair this finding; its rule says what to do.",
      {
        problemCode: "not_assistable",
      },
    );
  }
  const repository = await getRepository(ctx, analysis.repositoryId);
  return { row, repository, commit: analysis.commitSha };
}

/** The rule and its place in our own words: the message of a finding can hold names from the repository. */
function requestOf({ rule, range }: Finding): string[] {
  return [`Repair the finding of the rule ${rule} at line ${range.line} of the file that is the subject.`];
}

async function store(ctx: Ctx, row: RecommendationRow, proposed: Proposed<Remediation>): Promise<AiFix> {
  const { kept, outcome, reasons } = proposed;
  const base = { analysisId: row.analysisId, remediationId: null, reasons, retryAt: null, source: null };
  const meta = { rule: row.rule, status: kept ? "proved" : outcome.status };
  const asked = audit(ctx, { action: "ai.fix_asked", targetKind: "recommendation", targetId: row.id, meta });
  if (outcome.status !== "answered") {
    await asked;
    if (outcome.status === "off") return { ...base, status: "off", reasons: [outcome.reason] };
    const reason = outcome.status === "deferred" ? outcome.cap : outcome.reason;
    return { ...base, status: outcome.status, reasons: [reason], retryAt: outcome.retryAt };
  }
  const { source } = outcome;
  if (kept === null) {
    await asked;
    return { ...base, status: "refused", source };
  }
  const id = ctx.random.uuidv7();
  await ctx.data.db.batch([
    aiFixInsert(ctx.data, row, { ...remediationColumns(kept), id, ai: JSON.stringify({ source }) }),
    fixLink(ctx.data, { analysisId: row.analysisId, fingerprints: kept.resolves, remediationId: id }),
    asked,
  ]);
  return { ...base, status: "proved", remediationId: id, source };
}
