import { findListedAnalysis, type ListedAnalysis, listAnalyses } from "../../db/analyses.ts";
import { AppError } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type Page, type RowKey, toPage } from "./to-page.ts";

export async function getAnalysis(ctx: Ctx, id: string): Promise<ListedAnalysis> {
  requirePermission(ctx, "analysis.read");
  const analysis = await findListedAnalysis(ctx.data, id);
  if (!analysis) throw new AppError("not_found", "There is no such analysis in this organization.");
  return analysis;
}

type AnalysesQuery = {
  readonly repositoryId: string;
  readonly after: RowKey | undefined;
  readonly limit: number;
};

/** Analyses of a repository, newest first, those under way included. */
export async function listAnalysesOfRepository(ctx: Ctx, query: AnalysesQuery): Promise<Page<ListedAnalysis>> {
  requirePermission(ctx, "analysis.read");
  const rows = await listAnalyses(ctx.data, { ...query, limit: query.limit + 1 });
  return toPage(rows, query.limit, ({ analysis }) => ({ at: analysis.createdAt, id: analysis.id }));
}
