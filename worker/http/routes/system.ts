import { Hono } from "hono";
import { VERSION } from "../../version.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute } from "../registry.ts";
import { ApiInfo, Health } from "../schemas/system.ts";

const readInfo = defineRoute({
  method: "get",
  path: "/api",
  summary: "Name and version of the product.",
  access: "public",
  rate: "default",
  audit: null,
  responses: { 200: ApiInfo },
});

const readHealth = defineRoute({
  method: "get",
  path: "/health",
  summary: "Liveness: answers without any I/O.",
  access: "public",
  rate: "none",
  audit: null,
  responses: { 200: Health },
});

export const system = new Hono<AppEnv>()
  .get(readInfo.path, ...readInfo.use, (c) =>
    c.json({ name: "AutoDevOps", version: VERSION, documentation: "/api/docs" }, 200),
  )
  .get(readHealth.path, ...readHealth.use, (c) => c.json({ status: "ok" as const }, 200));
