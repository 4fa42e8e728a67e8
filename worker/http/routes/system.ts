import { Hono } from "hono";
import { checkReady } from "../../services/system/check-ready.ts";
import { readMetrics } from "../../services/system/read-metrics.ts";
import { recordCspReport } from "../../services/system/record-csp-report.ts";
import { VERSION } from "../../version.ts";
import type { AppEnv } from "../app-env.ts";
import { docsPage } from "../docs-page.ts";
import { apiDocument } from "../openapi.ts";
import { declaredRoutes, defineRoute } from "../registry.ts";
import { ApiInfo, Health, Ready } from "../schemas/system.ts";

const KIB = 1024;
const PUBLIC_GET = { method: "get", access: "public", audit: null } as const;

const readInfo = defineRoute({
  ...PUBLIC_GET,
  path: "/api",
  summary: "Name and version of the product.",
  rate: "default",
  responses: { 200: ApiInfo },
});

const readHealth = defineRoute({
  ...PUBLIC_GET,
  path: "/health",
  summary: "Liveness: answers without any I/O.",
  rate: "none",
  responses: { 200: Health },
});

const readReady = defineRoute({
  ...PUBLIC_GET,
  path: "/ready",
  summary:
    "Readiness: asks database, queues and objects within ten seconds and lists what is configured; an AI provider whose circuit is open is named and leaves it ready.",
  rate: "none",
  responses: { 200: Ready, 503: Ready },
});

const readMetricsPage = defineRoute({
  ...PUBLIC_GET,
  path: "/metrics",
  summary: "Prometheus text for the operator, by Bearer token.",
  rate: "none",
  responses: { 200: "text" },
});

const readDocument = defineRoute({
  ...PUBLIC_GET,
  path: "/api/openapi.json",
  summary: "This document.",
  rate: "default",
  responses: { 200: "json-document" },
});

const readDocs = defineRoute({
  ...PUBLIC_GET,
  path: "/api/docs",
  summary: "The routes as a page.",
  rate: "default",
  responses: { 200: "html" },
});

const reportCsp = defineRoute({
  method: "post",
  path: "/api/csp-report",
  summary: "Takes browsers' reports about the content security policy.",
  access: "public",
  rate: "default",
  audit: null,
  rawBody: { maxBytes: 16 * KIB, types: ["application/csp-report", "application/reports+json", "application/json"] },
  responses: { 204: "empty" },
});

export const system = new Hono<AppEnv>()
  .get(readInfo.path, ...readInfo.use, (c) =>
    c.json({ name: "AutoDevOps", version: VERSION, documentation: "/api/docs" }, 200),
  )
  .get(readHealth.path, ...readHealth.use, (c) => c.json({ status: "ok" as const }, 200))
  .get(readReady.path, ...readReady.use, async (c) => {
    const { isReady, checks, degraded, configured } = await checkReady(c.var.scope);
    const status = !isReady ? "unavailable" : degraded.length > 0 ? "degraded" : "ok";
    return c.json({ status, checks, degraded, configured } as const, isReady ? 200 : 503);
  })
  .get(readMetricsPage.path, ...readMetricsPage.use, async (c) => {
    const text = await readMetrics(c.var.scope, c.req.header("authorization"));
    return c.text(text, 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
  })
  .get(readDocument.path, ...readDocument.use, (c) =>
    c.json(apiDocument(declaredRoutes(), c.var.scope.config.publicUrl), 200),
  )
  .get(readDocs.path, ...readDocs.use, (c) => c.html(docsPage(declaredRoutes()), 200))
  .post(reportCsp.path, ...reportCsp.use, (c) => {
    recordCspReport(c.var.scope, new TextDecoder().decode(c.var.rawBody));
    return c.body(null, 204);
  });
