import { Hono } from "hono";
import * as z from "zod";
import { readRemediation } from "../../services/analyses/read-remediations.ts";
import { fixRecommendation } from "../../services/assist/fix-recommendation.ts";
import { reviewPull } from "../../services/assist/review-pull.ts";
import type { AppEnv } from "../app-env.ts";
import { aiFixJson, reviewJson } from "../json/assist.ts";
import { defineRoute } from "../registry.ts";
import { AiFix, Review, ReviewBody } from "../schemas/ai.ts";
import { Id } from "../schemas/common.ts";

const Params = z.strictObject({ id: Id });
const ASK = { access: "org", permission: "analysis.run", rate: "ai", params: Params } as const;

const fix = defineRoute({
  method: "post",
  path: "/api/recommendations/:id/fix",
  summary: "Asks the AI for a fix of a finding that no fixer repairs; it is offered only if it passes their proof.",
  ...ASK,
  audit: "ai.fix_asked",
  resource: { param: "id", table: "recommendations" },
  responses: { 200: AiFix },
});

const review = defineRoute({
  method: "post",
  path: "/api/repositories/:id/review",
  summary:
    "What a pull request's changes of pipelines bring: new findings of the rules, and what the AI says of changed lines.",
  ...ASK,
  audit: "ai.review_asked",
  resource: { param: "id", table: "repositories" },
  body: ReviewBody,
  responses: { 200: Review },
});

export const assist = new Hono<AppEnv>()
  .post(fix.path, ...fix.use, async (c) => {
    const { ctx } = c.var;
    const found = await fixRecommendation(ctx, c.req.valid("param").id, c.req.raw.signal);
    const view = found.remediationId === null ? null : await readRemediation(ctx, found.remediationId);
    return c.json(aiFixJson(found, view), 200);
  })
  .post(review.path, ...review.use, async (c) => {
    const pull = { repositoryId: c.req.valid("param").id, number: c.req.valid("json").pull_number };
    return c.json(reviewJson(await reviewPull(c.var.ctx, pull, c.req.raw.signal)), 200);
  });
