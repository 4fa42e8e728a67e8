import { Hono } from "hono";
import { listRules } from "../../services/rules/list-rules.ts";
import type { AppEnv } from "../app-env.ts";
import { ruleListJson } from "../json/rules.ts";
import { defineRoute } from "../registry.ts";
import { RuleList } from "../schemas/rules.ts";

const list = defineRoute({
  method: "get",
  path: "/api/rules",
  summary: "Every rule with its documentation, sorted by id.",
  access: "org",
  role: "viewer",
  rate: "default",
  audit: null,
  responses: { 200: RuleList },
});

export const rules = new Hono<AppEnv>().get(list.path, ...list.use, (c) =>
  c.json(ruleListJson(listRules(c.var.ctx)), 200),
);
