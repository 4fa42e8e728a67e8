import { Hono } from "hono";
import * as z from "zod";
import { isAcceptable } from "../../engine/validate/validate-configuration.ts";
import { openArtifactPlan, planArtifact } from "../../services/generation/plan-artifact.ts";
import { previewGeneration } from "../../services/generation/preview-generation.ts";
import { getArtifact, listArtifactsOfRepository } from "../../services/generation/read-artifacts.ts";
import { readProfile } from "../../services/generation/read-profile.ts";
import { startGeneration } from "../../services/generation/start-generation.ts";
import { validateText } from "../../services/generation/validate-text.ts";
import type { AppEnv } from "../app-env.ts";
import {
  artifactJson,
  artifactPlanJson,
  artifactSummaryJson,
  askedOf,
  previewJson,
  problemJson,
} from "../json/ci-cd.ts";
import { jobAcceptedJson } from "../json/repositories.ts";
import { profileJson } from "../json/stack-profile.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import {
  ApplyArtifactBody,
  Artifact,
  ArtifactPage,
  ArtifactPlan,
  ArtifactsQuery,
  GenerateBody,
  Preview,
  PreviewBody,
  ValidateBody,
  ValidateResult,
} from "../schemas/ci-cd.ts";
import { Id } from "../schemas/common.ts";
import { JobAccepted } from "../schemas/repositories.ts";
import { RepositoryProfile } from "../schemas/stack-profile.ts";

const Params = z.strictObject({ id: Id });
const WORK = { access: "org", permission: "generation.run", rate: "ci_cd" } as const;
const READ = { access: "org", permission: "generation.read", rate: "default", audit: null } as const;
const OF_ARTIFACT = { params: Params, resource: { param: "id", table: "artifacts" } } as const;
const OF_REPOSITORY = { params: Params, resource: { param: "id", table: "repositories" } } as const;

const generate = defineRoute({
  method: "post",
  path: "/api/ci-cd/generate",
  summary: "Starts writing a pipeline for a repository's default branch, or joins an identical request that waits.",
  ...WORK,
  audit: "job.created",
  body: GenerateBody,
  responses: { 202: JobAccepted },
});

const preview = defineRoute({
  method: "post",
  path: "/api/ci-cd/preview",
  summary:
    "What would be written for a repository now, with the stack that it is for and what is wrong with it; stores nothing.",
  ...WORK,
  // One look at the options takes many: writing is cheap, and the files of an unmoved branch are cached.
  rate: "default",
  audit: null,
  body: PreviewBody,
  responses: { 200: Preview },
});

const validate = defineRoute({
  method: "post",
  path: "/api/ci-cd/validate",
  summary: "What is wrong with a configuration, with places and reasons.",
  ...WORK,
  // An editor asks with every pause.
  rate: "default",
  audit: null,
  body: ValidateBody,
  responses: { 200: ValidateResult },
});

const list = defineRoute({
  method: "get",
  path: "/api/ci-cd/artifacts/:id",
  summary: "Configurations that were written for the repository with this id, newest first.",
  ...READ,
  ...OF_REPOSITORY,
  query: ArtifactsQuery,
  responses: { 200: ArtifactPage },
});

const read = defineRoute({
  method: "get",
  path: "/api/ci-cd/artifact/:id",
  summary: "One written configuration with its files, the explanation of its jobs and what it was made from.",
  ...READ,
  ...OF_ARTIFACT,
  responses: { 200: Artifact },
});

const apply = defineRoute({
  method: "post",
  path: "/api/ci-cd/artifacts/:id/apply",
  summary: "Plans a pull request for an artifact, edited or not, writing nothing; given the plan, opens it.",
  ...WORK,
  permission: "pull_request.open",
  audit: "pull_request.opened",
  ...OF_ARTIFACT,
  body: ApplyArtifactBody,
  responses: { 200: ArtifactPlan },
});

const profile = defineRoute({
  method: "get",
  path: "/api/repositories/:id/profile",
  summary: "What the default branch of a repository is made of, each fact with its evidence.",
  ...READ,
  rate: "repositories",
  ...OF_REPOSITORY,
  responses: { 200: RepositoryProfile },
});

export const ciCd = new Hono<AppEnv>()
  .post(generate.path, ...generate.use, async (c) => {
    const { ai, ...request } = c.req.valid("json");
    return c.json(jobAcceptedJson(await startGeneration(c.var.ctx, askedOf(request, ai))), 202);
  })
  .post(preview.path, ...preview.use, async (c) =>
    c.json(previewJson(await previewGeneration(c.var.ctx, askedOf(c.req.valid("json")))), 200),
  )
  .post(validate.path, ...validate.use, async (c) => {
    const { platform, path, text, repository_id: repositoryId } = c.req.valid("json");
    const problems = await validateText(c.var.ctx, { platform, path, text, repositoryId });
    return c.json({ valid: isAcceptable(problems), problems: problems.map(problemJson) }, 200);
  })
  .get(list.path, ...list.use, async (c) => {
    const { id: repositoryId } = c.req.valid("param");
    const { cursor, limit } = c.req.valid("query");
    const name = `artifacts:${repositoryId}`;
    const after = await readCursor(c.var.ctx, name, cursor);
    const { items, next } = await listArtifactsOfRepository(c.var.ctx, { repositoryId, after, limit });
    return c.json(await pageJson(c.var.ctx, name, { items: items.map(artifactSummaryJson), next }), 200);
  })
  .get(read.path, ...read.use, async (c) =>
    c.json(artifactJson(await getArtifact(c.var.ctx, c.req.valid("param").id)), 200),
  )
  .post(apply.path, ...apply.use, async (c) => {
    const { id: artifactId } = c.req.valid("param");
    const body = c.req.valid("json");
    const plan =
      "plan_id" in body
        ? await openArtifactPlan(c.var.ctx, { artifactId, planId: body.plan_id })
        : await planArtifact(c.var.ctx, { artifactId, files: body.files });
    return c.json(artifactPlanJson(plan), 200);
  })
  .get(profile.path, ...profile.use, async (c) => {
    const { commit, profile: found } = await readProfile(c.var.ctx, c.req.valid("param").id);
    return c.json({ commit, profile: profileJson(found) }, 200);
  });
