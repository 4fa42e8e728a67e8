import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import { defineRoute } from "../registry.ts";
import { AuthStatus } from "../schemas/auth.ts";

const readStatus = defineRoute({
  method: "get",
  path: "/api/auth/status",
  summary: "Whether somebody is signed in, and to which GitHub.",
  access: "public",
  rate: "default",
  audit: null,
  responses: { 200: AuthStatus },
});

export const auth = new Hono<AppEnv>().get(readStatus.path, ...readStatus.use, (c) => {
  const { config } = c.var.scope;
  return c.json({ signed_in: false, demo: config.isDemo, github_url: config.githubWebUrl }, 200);
});
