import { Hono } from "hono";
import * as z from "zod";
import { changeTemplate, createTemplate, deleteTemplate } from "../../services/templates/change-templates.ts";
import { getTemplate, readTemplates } from "../../services/templates/read-templates.ts";
import { tryMatch, tryTemplate } from "../../services/templates/try-templates.ts";
import type { AppEnv } from "../app-env.ts";
import {
  definitionOf,
  listedTemplateJson,
  matchOf,
  templateJson,
  templatePreviewJson,
  testMatchJson,
} from "../json/templates.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import { Id } from "../schemas/common.ts";
import {
  Template,
  TemplateBody,
  TemplatePage,
  TemplatePreview,
  TemplatePreviewBody,
  TemplateQuery,
  TemplatesQuery,
  TestMatchBody,
  TestMatchResult,
} from "../schemas/templates.ts";

const LIST = "templates";
const OWN_ROW = { params: z.strictObject({ id: Id }), resource: { param: "id", table: "ci_templates" } } as const;
const READ = { access: "org", permission: "generation.read", rate: "default", audit: null } as const;
const TRY = { access: "org", permission: "generation.run", rate: "default", audit: null } as const;
const CHANGE = { access: "org", permission: "template.manage", rate: "default" } as const;

const list = defineRoute({
  method: "get",
  path: "/api/ci-cd/templates",
  summary: "Templates of the organization, the last made first, with the built-in ones beside every page.",
  ...READ,
  query: TemplatesQuery,
  responses: { 200: TemplatePage },
});

const read = defineRoute({
  method: "get",
  path: "/api/ci-cd/templates/:id",
  summary: "One template of the organization, in its newest version unless another one is asked for.",
  ...READ,
  ...OWN_ROW,
  query: TemplateQuery,
  responses: { 200: Template },
});

const create = defineRoute({
  method: "post",
  path: "/api/ci-cd/templates",
  summary: "Stores a template that passes its checks when it is filled in with its defaults.",
  ...CHANGE,
  audit: "template.created",
  body: TemplateBody,
  responses: { 201: Template },
});

const change = defineRoute({
  method: "put",
  path: "/api/ci-cd/templates/:id",
  summary: "Makes a new version of a template; those before it stay readable.",
  ...CHANGE,
  audit: "template.changed",
  ...OWN_ROW,
  body: TemplateBody,
  responses: { 200: Template },
});

const remove = defineRoute({
  method: "delete",
  path: "/api/ci-cd/templates/:id",
  summary: "Removes a template with all its versions; what was made of it stays.",
  ...CHANGE,
  audit: "template.deleted",
  ...OWN_ROW,
  responses: { 204: "empty" },
});

const preview = defineRoute({
  method: "post",
  path: "/api/ci-cd/templates/preview",
  summary: "A draft of a template with values put in, and what is wrong with the result.",
  ...TRY,
  body: TemplatePreviewBody,
  responses: { 200: TemplatePreview },
});

const test = defineRoute({
  method: "post",
  path: "/api/ci-cd/templates/test-match",
  summary: "Which repositories of the organization a rule matches, and which expectations of its author fail.",
  ...TRY,
  body: TestMatchBody,
  responses: { 200: TestMatchResult },
});

export const templates = new Hono<AppEnv>()
  .get(list.path, ...list.use, async (c) => {
    const { cursor, limit, repository_id: repositoryId } = c.req.valid("query");
    const after = await readCursor(c.var.ctx, LIST, cursor);
    const { builtIn, page } = await readTemplates(c.var.ctx, { repositoryId, after, limit });
    const items = { items: page.items.map(listedTemplateJson), next: page.next };
    return c.json({ ...(await pageJson(c.var.ctx, LIST, items)), built_in: builtIn.map(listedTemplateJson) }, 200);
  })
  .post(preview.path, ...preview.use, (c) => {
    const { template, parameters } = c.req.valid("json");
    return c.json(templatePreviewJson(tryTemplate(c.var.ctx, definitionOf(template), parameters)), 200);
  })
  .post(test.path, ...test.use, async (c) =>
    c.json(testMatchJson(await tryMatch(c.var.ctx, matchOf(c.req.valid("json")))), 200),
  )
  .get(read.path, ...read.use, async (c) => {
    const { version } = c.req.valid("query");
    return c.json(templateJson(await getTemplate(c.var.ctx, c.req.valid("param").id, version)), 200);
  })
  .post(create.path, ...create.use, async (c) =>
    c.json(templateJson(await createTemplate(c.var.ctx, definitionOf(c.req.valid("json")))), 201),
  )
  .put(change.path, ...change.use, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(templateJson(await changeTemplate(c.var.ctx, id, definitionOf(c.req.valid("json")))), 200);
  })
  .delete(remove.path, ...remove.use, async (c) => {
    await deleteTemplate(c.var.ctx, c.req.valid("param").id);
    return c.body(null, 204);
  });
