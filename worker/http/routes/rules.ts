import { Hono } from "hono";
import { listRules, readRule } from "../../services/rules/rules.ts";
import type { AppEnv } from "../app-env.ts";
import { ruleJson, ruleListJson } from "../json/rules.ts";
import { defineRoute } from "../registry.ts";
import { Rule, RuleId, RuleList } from "../schemas/rules.ts";

const PUBLIC_GET = { method: "get", access: "public", rate: "default", audit: null } as const;

const list = defineRoute({
  ...PUBLIC_GET,
  path: "/api/rules",
  summary: "Every rule with its documentation, sorted by id.",
  responses: { 200: RuleList },
});

const one = defineRoute({
  ...PUBLIC_GET,
  path: "/api/rules/:id",
  summary: "One rule with its documentation.",
  params: RuleId,
  responses: { 200: Rule },
});

export const rules = new Hono<AppEnv>()
  .get(list.path, ...list.use, (c) => c.json(ruleListJson(listRules()), 200))
  .get(one.path, ...one.use, (c) => c.json(ruleJson(readRule(c.req.valid("param").id)), 200));
