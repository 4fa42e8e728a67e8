import { Hono } from "hono";
import { removeAiKey, setAiKey, testAiKey } from "../../services/ai/ai-keys.ts";
import { changeAiSettings, readAiSettings } from "../../services/ai/ai-settings.ts";
import { listAiRequests, readUsage } from "../../services/ai/usage.ts";
import { estimateAnalysis } from "../../services/assist/estimate-analysis.ts";
import type { AppEnv } from "../app-env.ts";
import { aiEstimateJson, aiRequestJson, aiSettingsJson, settingsChangeOf, usageJson } from "../json/ai-settings.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import {
  AiEstimate,
  AiKeyBody,
  AiKeyParams,
  AiRequestPage,
  AiRequestsQuery,
  AiSettings,
  AiSettingsBody,
  EstimateQuery,
  Usage,
  UsageQuery,
} from "../schemas/ai.ts";

const READ = { access: "org", permission: "usage.read", rate: "default", audit: null } as const;
const CHANGE = { access: "org", permission: "ai.manage", rate: "default" } as const;

const settings = defineRoute({
  method: "get",
  path: "/api/ai/settings",
  summary: "What the organization decided about AI, and which providers it can use. Keys are never shown.",
  ...READ,
  responses: { 200: AiSettings },
});

const change = defineRoute({
  method: "put",
  path: "/api/ai/settings",
  summary: "Switches AI on or off, orders providers, protects private code, sets caps.",
  ...CHANGE,
  audit: "ai.settings_changed",
  body: AiSettingsBody,
  responses: { 200: AiSettings },
});

const setKey = defineRoute({
  method: "put",
  path: "/api/ai/keys/:provider",
  summary: "Stores an own key of a provider, sealed, once a real call with it worked.",
  ...CHANGE,
  audit: "ai.key_set",
  params: AiKeyParams,
  body: AiKeyBody,
  responses: { 200: AiSettings },
});

const removeKey = defineRoute({
  method: "delete",
  path: "/api/ai/keys/:provider",
  summary: "Forgets an own key.",
  ...CHANGE,
  audit: "ai.key_removed",
  params: AiKeyParams,
  responses: { 200: AiSettings },
});

const testKey = defineRoute({
  method: "post",
  path: "/api/ai/keys/:provider/test",
  summary: "Tries an own key with the smallest real call; the state in the answer says how it went.",
  ...CHANGE,
  rate: "ai",
  audit: "ai.key_tested",
  params: AiKeyParams,
  responses: { 200: AiSettings },
});

const usage = defineRoute({
  method: "get",
  path: "/api/usage",
  summary: "What AI spent in a month, in tokens and money, by day, user, task and model, and what is left of the caps.",
  ...READ,
  query: UsageQuery,
  responses: { 200: Usage },
});

const requests = defineRoute({
  method: "get",
  path: "/api/ai/requests",
  summary: "Every question to the AI, newest first: who, what, how much, with what end. Never content.",
  ...READ,
  query: AiRequestsQuery,
  responses: { 200: AiRequestPage },
});

const estimate = defineRoute({
  method: "get",
  path: "/api/ai/estimate",
  summary: "What the AI stage of an analysis would spend at most, counted on the commit that was read last.",
  ...READ,
  permission: "analysis.run",
  query: EstimateQuery,
  responses: { 200: AiEstimate },
});

const LIST = "ai_requests";

export const ai = new Hono<AppEnv>()
  .get(settings.path, ...settings.use, async (c) => c.json(aiSettingsJson(await readAiSettings(c.var.ctx)), 200))
  .put(change.path, ...change.use, async (c) => {
    const wish = settingsChangeOf(c.req.valid("json"));
    return c.json(aiSettingsJson(await changeAiSettings(c.var.ctx, wish)), 200);
  })
  .put(setKey.path, ...setKey.use, async (c) => {
    const { provider } = c.req.valid("param");
    return c.json(aiSettingsJson(await setAiKey(c.var.ctx, { provider, ...c.req.valid("json") })), 200);
  })
  .delete(removeKey.path, ...removeKey.use, async (c) =>
    c.json(aiSettingsJson(await removeAiKey(c.var.ctx, c.req.valid("param").provider)), 200),
  )
  .post(testKey.path, ...testKey.use, async (c) =>
    c.json(aiSettingsJson(await testAiKey(c.var.ctx, c.req.valid("param").provider)), 200),
  )
  .get(usage.path, ...usage.use, async (c) =>
    c.json(usageJson(await readUsage(c.var.ctx, c.req.valid("query").month)), 200),
  )
  .get(requests.path, ...requests.use, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const after = await readCursor(c.var.ctx, LIST, cursor);
    const { items, next } = await listAiRequests(c.var.ctx, { after, limit });
    return c.json(await pageJson(c.var.ctx, LIST, { items: items.map(aiRequestJson), next }), 200);
  })
  .get(estimate.path, ...estimate.use, async (c) => {
    const { repository_id: repositoryId, type } = c.req.valid("query");
    return c.json(aiEstimateJson(await estimateAnalysis(c.var.ctx, { repositoryId, type })), 200);
  });
