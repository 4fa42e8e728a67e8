import { Hono } from "hono";
import * as z from "zod";
import { getAnalysis, listAnalysesOfRepository } from "../../services/analyses/read-analyses.ts";
import { readRecommendations } from "../../services/analyses/read-recommendations.ts";
import { readRemediations } from "../../services/analyses/read-remediations.ts";
import { readSarif } from "../../services/analyses/read-sarif.ts";
import { startAnalysis } from "../../services/analyses/start-analysis.ts";
import type { Ctx } from "../../services/context.ts";
import type { AppEnv } from "../app-env.ts";
import { analysisJson, recommendationJson, remediationJson } from "../json/analysis.ts";
import { jobAcceptedJson } from "../json/repositories.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import {
  Analysis,
  AnalysisPage,
  RecommendationPage,
  RecommendationsQuery,
  RemediationPage,
  RemediationsOfAnalysisQuery,
  RemediationsQuery,
  StartAnalysisBody,
} from "../schemas/analysis.ts";
import { Id, PageQuery } from "../schemas/common.ts";
import { JobAccepted } from "../schemas/repositories.ts";

const Params = z.strictObject({ id: Id });
const START = { access: "org", permission: "analysis.run", rate: "analysis", audit: "job.created" } as const;
/** Only starting work is held to the few of class `analysis`; one look at a result takes several reads. */
const READ = { access: "org", permission: "analysis.read", rate: "default", audit: null } as const;
const OF_ANALYSIS = { params: Params, resource: { param: "id", table: "analyses" } } as const;
const OF_REPOSITORY = { params: Params, resource: { param: "id", table: "repositories" } } as const;

const start = defineRoute({
  method: "post",
  path: "/api/analysis",
  summary: "Starts an analysis of a repository's default branch, or joins an identical one that waits.",
  ...START,
  body: StartAnalysisBody,
  responses: { 202: JobAccepted },
});

const ofRepository = defineRoute({
  method: "get",
  path: "/api/analysis/repository/:id",
  summary: "Analyses of a repository, newest first.",
  ...READ,
  ...OF_REPOSITORY,
  query: PageQuery,
  responses: { 200: AnalysisPage },
});

const get = defineRoute({
  method: "get",
  path: "/api/analysis/:id",
  summary: "One analysis with its scores, counts and the state of its job.",
  ...READ,
  ...OF_ANALYSIS,
  responses: { 200: Analysis },
});

const recommendations = defineRoute({
  method: "get",
  path: "/api/analysis/:id/recommendations",
  summary: "Findings of an analysis with their evidence, by path and line.",
  ...READ,
  ...OF_ANALYSIS,
  query: RecommendationsQuery,
  responses: { 200: RecommendationPage },
});

const remediations = defineRoute({
  method: "get",
  path: "/api/analysis/:id/remediations",
  summary: "Proved fixes of an analysis, each with its receipt and the pull request that carries it.",
  ...READ,
  ...OF_ANALYSIS,
  query: RemediationsQuery,
  responses: { 200: RemediationPage },
});

const remediationsOf = defineRoute({
  method: "get",
  path: "/api/remediations",
  summary: "Proved fixes of the analysis that the query names.",
  ...READ,
  query: RemediationsOfAnalysisQuery,
  responses: { 200: RemediationPage },
});

const sarif = defineRoute({
  method: "get",
  path: "/api/analysis/:id/sarif",
  summary: "Findings of a completed analysis as a SARIF 2.1.0 log, as code scanning takes it.",
  ...READ,
  ...OF_ANALYSIS,
  responses: { 200: "json-document" },
});

type PageOf = { readonly cursor?: string | undefined; readonly limit: number };

/** A cursor of one analysis is none of another. */
async function remediationPage(ctx: Ctx, analysisId: string, { cursor, limit }: PageOf) {
  const name = `remediations:${analysisId}`;
  const after = await readCursor(ctx, name, cursor);
  const { items, next } = await readRemediations(ctx, { analysisId, after, limit });
  return pageJson(ctx, name, { items: items.map(remediationJson), next });
}

export const analysis = new Hono<AppEnv>()
  .post(start.path, ...start.use, async (c) => {
    const { repository_id: repositoryId, type, dependencies } = c.req.valid("json");
    const job = await startAnalysis(c.var.ctx, { repositoryId, type, trigger: "manual", dependencies });
    return c.json(jobAcceptedJson(job), 202);
  })
  .get(ofRepository.path, ...ofRepository.use, async (c) => {
    const { id: repositoryId } = c.req.valid("param");
    const { cursor, limit } = c.req.valid("query");
    const name = `analyses:${repositoryId}`;
    const after = await readCursor(c.var.ctx, name, cursor);
    const { items, next } = await listAnalysesOfRepository(c.var.ctx, { repositoryId, after, limit });
    return c.json(await pageJson(c.var.ctx, name, { items: items.map(analysisJson), next }), 200);
  })
  .get(get.path, ...get.use, async (c) =>
    c.json(analysisJson(await getAnalysis(c.var.ctx, c.req.valid("param").id)), 200),
  )
  .get(recommendations.path, ...recommendations.use, async (c) => {
    const { id: analysisId } = c.req.valid("param");
    const { severity, category, cursor, limit } = c.req.valid("query");
    const name = `recommendations:${analysisId}`;
    const after = await readCursor(c.var.ctx, name, cursor);
    const { items, next } = await readRecommendations(c.var.ctx, { analysisId, severity, category, after, limit });
    return c.json(await pageJson(c.var.ctx, name, { items: items.map(recommendationJson), next }), 200);
  })
  .get(remediations.path, ...remediations.use, async (c) =>
    c.json(await remediationPage(c.var.ctx, c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .get(remediationsOf.path, ...remediationsOf.use, async (c) => {
    const { analysis_id: analysisId, ...page } = c.req.valid("query");
    return c.json(await remediationPage(c.var.ctx, analysisId, page), 200);
  })
  .get(sarif.path, ...sarif.use, async (c) => {
    const { id } = c.req.valid("param");
    c.header("content-disposition", `attachment; filename="autodevops-${id}.sarif"`);
    return c.json(await readSarif(c.var.ctx, id), 200);
  });
