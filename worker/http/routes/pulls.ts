import { Hono } from "hono";
import * as z from "zod";
import { readPulls } from "../../services/pulls/read-pulls.ts";
import { startPullCheck } from "../../services/pulls/start-pull-check.ts";
import type { AppEnv } from "../app-env.ts";
import { pullCheckJson } from "../json/pulls.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import { Id, pageOf } from "../schemas/common.ts";
import { ListPullChecksQuery, PullCheck } from "../schemas/pulls.ts";
import { JobAccepted } from "../schemas/repositories.ts";

/** Decimal digits alone: other spellings of a number are no address of a pull request. */
const PullNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);
const Params = z.strictObject({ id: Id });
const NumberParams = Params.extend({ number: PullNumber });

const list = defineRoute({
  method: "get",
  path: "/api/repositories/:id/pulls",
  summary: "What was found in a repository's pull requests, the last checked first.",
  access: "org",
  permission: "repository.read",
  rate: "repositories",
  audit: null,
  params: Params,
  query: ListPullChecksQuery,
  responses: { 200: pageOf(PullCheck) },
  resource: { param: "id", table: "repositories" },
});

const check = defineRoute({
  method: "post",
  path: "/api/repositories/:id/pulls/:number/check",
  summary: "Looks at an open pull request again.",
  access: "org",
  permission: "analysis.run",
  rate: "analysis",
  audit: "job.created",
  params: NumberParams,
  responses: { 202: JobAccepted },
  resource: { param: "id", table: "repositories" },
});

export const pulls = new Hono<AppEnv>()
  .get(list.path, ...list.use, async (c) => {
    const { id: repositoryId } = c.req.valid("param");
    const { cursor, limit } = c.req.valid("query");
    const { ctx } = c.var;
    const listName = `pulls:${repositoryId}`;
    const after = await readCursor(ctx, listName, cursor);
    const { items, next } = await readPulls(ctx, { repositoryId, after, limit });
    return c.json(await pageJson(ctx, listName, { items: items.map(pullCheckJson), next }), 200);
  })
  .post(check.path, ...check.use, async (c) => {
    const { id: repositoryId, number } = c.req.valid("param");
    const { jobId, analysisId, coalesced } = await startPullCheck(c.var.ctx, { repositoryId, number });
    return c.json({ job_id: jobId, analysis_id: analysisId, coalesced }, 202);
  });
