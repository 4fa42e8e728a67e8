import { Hono } from "hono";
import * as z from "zod";
import { startAnalysis } from "../../services/analyses/start-analysis.ts";
import { connectRepositories } from "../../services/repositories/connect-repositories.ts";
import { disconnectRepository } from "../../services/repositories/disconnect-repository.ts";
import { listOffered } from "../../services/repositories/list-offered.ts";
import { listFleet } from "../../services/repositories/list-repositories.ts";
import { readHealth, readRepository } from "../../services/repositories/read-repository.ts";
import { startSync } from "../../services/sync/start-sync.ts";
import type { AppEnv } from "../app-env.ts";
import {
  connectResultJson,
  fleetSummaryJson,
  healthJson,
  jobAcceptedJson,
  offeredListJson,
  repositoryJson,
} from "../json/repositories.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import { Id } from "../schemas/common.ts";
import {
  ConnectBody,
  ConnectResult,
  JobAccepted,
  ListRepositoriesQuery,
  OfferedRepositories,
  Repository,
  RepositoryHealth,
  RepositoryPage,
} from "../schemas/repositories.ts";

const LIST = "repositories";
const Params = z.strictObject({ id: Id });
const OWN_ROW = { params: Params, resource: { param: "id", table: "repositories" } } as const;

const list = defineRoute({
  method: "get",
  path: "/api/repositories",
  summary: "Connected repositories, newest first, with totals over all of them.",
  access: "org",
  permission: "repository.read",
  rate: "repositories",
  audit: null,
  query: ListRepositoriesQuery,
  responses: { 200: RepositoryPage },
});

const offered = defineRoute({
  method: "get",
  path: "/api/repositories/github",
  summary: "Repositories that GitHub shows the signed-in user, most recently pushed first.",
  access: "org",
  permission: "repository.sync",
  rate: "repositories",
  audit: null,
  responses: { 200: OfferedRepositories },
});

const connect = defineRoute({
  method: "post",
  path: "/api/repositories/connect",
  summary: "Connects repositories: a webhook, a row and a first analysis each.",
  access: "org",
  permission: "repository.connect",
  rate: "repositories",
  audit: "repository.connected",
  body: ConnectBody,
  responses: { 200: ConnectResult },
});

const read = defineRoute({
  method: "get",
  path: "/api/repositories/:id",
  summary: "One connected repository.",
  access: "org",
  permission: "repository.read",
  rate: "repositories",
  audit: null,
  ...OWN_ROW,
  responses: { 200: Repository },
});

const disconnect = defineRoute({
  method: "delete",
  path: "/api/repositories/:id",
  summary: "Disconnects a repository: removes the webhook and everything stored of it.",
  access: "org",
  permission: "repository.connect",
  rate: "repositories",
  audit: "repository.disconnected",
  ...OWN_ROW,
  responses: { 204: "empty" },
});

const health = defineRoute({
  method: "get",
  path: "/api/repositories/:id/health",
  summary: "Health of a repository: the current scores and those of its last 100 analyses.",
  access: "org",
  permission: "repository.read",
  rate: "repositories",
  audit: null,
  ...OWN_ROW,
  responses: { 200: RepositoryHealth },
});

const sync = defineRoute({
  method: "post",
  path: "/api/repositories/:id/sync",
  summary: "Reads a repository again, and analyses it when files that rules read have changed.",
  access: "org",
  permission: "repository.sync",
  rate: "repositories",
  audit: "job.created",
  ...OWN_ROW,
  responses: { 202: JobAccepted },
});

const analyze = defineRoute({
  method: "post",
  path: "/api/repositories/:id/analyze",
  summary: "Starts a full analysis of a repository.",
  access: "org",
  permission: "analysis.run",
  rate: "analysis",
  audit: "job.created",
  ...OWN_ROW,
  responses: { 202: JobAccepted },
});

export const repositories = new Hono<AppEnv>()
  .get(list.path, ...list.use, async (c) => {
    const { q, limit, cursor } = c.req.valid("query");
    const after = await readCursor(c.var.ctx, LIST, cursor);
    const { items, next, totals } = await listFleet(c.var.ctx, { q, limit, after });
    const page = await pageJson(c.var.ctx, LIST, { items: items.map(repositoryJson), next });
    return c.json({ ...page, summary: fleetSummaryJson(totals) }, 200);
  })
  .get(offered.path, ...offered.use, async (c) => c.json(offeredListJson(await listOffered(c.var.ctx)), 200))
  .post(connect.path, ...connect.use, async (c) => {
    const items = await connectRepositories(c.var.ctx, c.req.valid("json").repositories);
    return c.json(connectResultJson(items), 200);
  })
  .get(read.path, ...read.use, async (c) =>
    c.json(repositoryJson(await readRepository(c.var.ctx, c.req.valid("param").id)), 200),
  )
  .delete(disconnect.path, ...disconnect.use, async (c) => {
    await disconnectRepository(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  })
  .get(health.path, ...health.use, async (c) =>
    c.json(healthJson(await readHealth(c.var.ctx, c.req.valid("param").id)), 200),
  )
  .post(sync.path, ...sync.use, async (c) =>
    c.json(jobAcceptedJson(await startSync(c.var.ctx, c.req.valid("param").id)), 202),
  )
  .post(analyze.path, ...analyze.use, async (c) => {
    const { id: repositoryId } = c.req.valid("param");
    const job = await startAnalysis(c.var.ctx, { repositoryId, type: "full", trigger: "manual" });
    return c.json(jobAcceptedJson(job), 202);
  });
