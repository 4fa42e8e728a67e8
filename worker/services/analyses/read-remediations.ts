import type { AnalysisRow } from "../../db/analyses.ts";
import { findRemediation, type RemediationRow } from "../../db/pull-requests.ts";
import { recommendationIds } from "../../db/recommendations.ts";
import { listRemediations, type PullFacts, pullsOfAnalysis } from "../../db/remediations.ts";
import type { Remediation } from "../../engine/finding.ts";
import { AppError } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { readRemediationIds, toRemediation } from "../remediations/stored.ts";
import { getAnalysis } from "./read-analyses.ts";
import { type Page, type RowKey, toPage } from "./to-page.ts";

/** A stored fix with the findings that it resolves and the pull request that carries it, if there is one. */
export type RemediationView = {
  readonly row: RemediationRow;
  readonly remediation: Remediation;
  readonly recommendationIds: readonly string[];
  readonly pull: PullFacts | null;
};

type RemediationsQuery = {
  readonly analysisId: string;
  readonly after: RowKey | undefined;
  readonly limit: number;
};

/** Fixes of an analysis in the engine's order. Throws not_found for an analysis of nobody here. */
export async function readRemediations(ctx: Ctx, query: RemediationsQuery): Promise<Page<RemediationView>> {
  requirePermission(ctx, "analysis.read");
  const { analysisId, limit, after } = query;
  const [{ analysis }, rows] = await Promise.all([
    getAnalysis(ctx, analysisId),
    listRemediations(ctx.data, { analysisId, after: after?.at, limit: limit + 1 }),
  ]);
  const { items, next } = toPage(rows, limit, ({ position, id }) => ({ at: position, id }));
  return { items: await viewsOf(ctx, analysis, items), next };
}

/** One stored fix. Throws not_found for a fix of nobody here. */
export async function readRemediation(ctx: Ctx, id: string): Promise<RemediationView> {
  requirePermission(ctx, "analysis.read");
  const row = await findRemediation(ctx.data, id);
  if (!row) throw new AppError("not_found", "There is no such fix in this organization.");
  const { analysis } = await getAnalysis(ctx, row.analysisId);
  const [view] = await viewsOf(ctx, analysis, [row]);
  if (!view) throw new Error("One row has one view.");
  return view;
}

async function viewsOf(ctx: Ctx, analysis: AnalysisRow, rows: readonly RemediationRow[]): Promise<RemediationView[]> {
  const stored = rows.map((row) => ({ row, remediation: toRemediation(row) }));
  const fingerprints = stored.flatMap(({ remediation }) => remediation.resolves);
  const [ids, pulls] = await Promise.all([
    recommendationIds(ctx.data, analysis.id, fingerprints),
    pullsOfAnalysis(ctx.data, analysis),
  ]);
  const pullOf = newestPulls(pulls);
  return stored.map(({ row, remediation }) => ({
    row,
    remediation,
    recommendationIds: remediation.resolves.flatMap((fingerprint) => ids.get(fingerprint) ?? []),
    pull: pullOf.get(row.id) ?? null,
  }));
}

/** By remediation, the newest of the pull requests that carry it; `pulls` are newest first. */
function newestPulls(pulls: readonly PullFacts[]): Map<string, PullFacts> {
  const entries = pulls.flatMap((pull) => readRemediationIds(pull).map((id) => [id, pull] as const));
  return new Map(entries.toReversed());
}
