import { Hono } from "hono";
import * as z from "zod";
import { openJobLive, openOrgLive } from "../../services/live/open-live.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute } from "../registry.ts";
import { Id } from "../schemas/common.ts";
import { LiveQuery } from "../schemas/jobs.ts";

const jobLive = defineRoute({
  method: "get",
  path: "/api/jobs/:id/live",
  summary: "WebSocket with the events of one job after a sequence number, old ones first.",
  access: "org",
  permission: "job.read",
  rate: "jobs",
  audit: null,
  params: z.strictObject({ id: Id }),
  query: LiveQuery,
  responses: { 101: "websocket" },
  resource: { param: "id", table: "jobs" },
});

const orgLive = defineRoute({
  method: "get",
  path: "/api/live",
  summary: "WebSocket with the summary events of the whole organization.",
  access: "org",
  permission: "job.read",
  rate: "jobs",
  audit: null,
  query: LiveQuery,
  responses: { 101: "websocket" },
});

export const live = new Hono<AppEnv>()
  .get(jobLive.path, ...jobLive.use, async (c) => {
    const { since } = c.req.valid("query");
    const { session, ctx } = c.var;
    return openJobLive(ctx, { jobId: c.req.valid("param").id, since, session, upgrade: c.req.raw });
  })
  .get(orgLive.path, ...orgLive.use, async (c) => {
    const { session, ctx } = c.var;
    return openOrgLive(ctx, { since: c.req.valid("query").since, session, upgrade: c.req.raw });
  });
