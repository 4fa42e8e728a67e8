import { Hono } from "hono";
import * as z from "zod";
import { openPullRequest } from "../../services/remediations/open-pull-request.ts";
import { planChanges } from "../../services/remediations/plan-changes.ts";
import { verifyRemediation } from "../../services/remediations/verify-remediation.ts";
import type { AppEnv } from "../app-env.ts";
import { planJson } from "../json/remediations.ts";
import { defineRoute } from "../registry.ts";
import { ApplyBody, Plan, Verified } from "../schemas/analysis.ts";
import { Id } from "../schemas/common.ts";

const Params = z.strictObject({ id: Id });

const apply = defineRoute({
  method: "post",
  path: "/api/analysis/:id/apply",
  summary: "Plans a pull request for chosen fixes, writing nothing; given the plan, opens it.",
  access: "org",
  permission: "pull_request.open",
  rate: "analysis",
  audit: "pull_request.opened",
  params: Params,
  body: ApplyBody,
  responses: { 200: Plan },
  resource: { param: "id", table: "analyses" },
});

const verify = defineRoute({
  method: "post",
  path: "/api/remediations/:id/verify",
  summary: "Recomputes the receipt of a fix from the commit that it was proved on.",
  access: "org",
  permission: "analysis.run",
  rate: "analysis",
  audit: "remediation.verified",
  params: Params,
  responses: { 200: Verified },
  resource: { param: "id", table: "remediation_snippets" },
});

export const remediations = new Hono<AppEnv>()
  .post(apply.path, ...apply.use, async (c) => {
    const { id: analysisId } = c.req.valid("param");
    const body = c.req.valid("json");
    const { ctx } = c.var;
    const plan =
      "plan_id" in body
        ? await openPullRequest(ctx, {
            planId: body.plan_id,
            isOwn: (found) => found.analysisId === analysisId,
            returnTo: `/analysis/${analysisId}`,
          })
        : await planChanges(ctx, { analysisId, remediationIds: body.remediation_ids });
    return c.json(planJson(analysisId, plan), 200);
  })
  .post(verify.path, ...verify.use, async (c) =>
    c.json(await verifyRemediation(c.var.ctx, c.req.valid("param").id), 200),
  );
