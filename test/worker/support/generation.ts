/** Connected repositories, and generation run to its end without a queue. */
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type * as z from "zod";
import { jobHandlers } from "../../../worker/consumers/job-handlers.ts";
import type { Artifact, ArtifactPage } from "../../../worker/http/schemas/ci-cd.ts";
import type { Problem } from "../../../worker/http/schemas/common.ts";
import type { Job } from "../../../worker/http/schemas/jobs.ts";
import { runJob } from "../../../worker/services/jobs/run-job.ts";
import { as, type Caller } from "./as.ts";
import { type MadeRepository, makeRepository } from "./github.ts";
import { testScope } from "./scope.ts";
import { seedRepository } from "./seed-analysis.ts";

export type ArtifactJson = z.infer<typeof Artifact>;
export type ProblemJson = z.infer<typeof Problem>;
type JobJson = z.infer<typeof Job>;

export type World = { readonly caller: Caller; readonly made: MadeRepository; readonly repositoryId: string };

/** A small application of Node.js with tests. */
export const NODE_APP = {
  "package.json": JSON.stringify({
    name: "shop",
    version: "1.0.0",
    scripts: { test: "node --test", lint: "eslint .", build: "tsc" },
    devDependencies: { eslint: "9.0.0", typescript: "5.9.0" },
  }),
  "package-lock.json": JSON.stringify({ name: "shop", lockfileVersion: 3, packages: {} }),
  ".nvmrc": "24\n",
  "tsconfig.json": "{}\n",
  "src/index.ts": "export const one = 1;\n",
};

export async function world(files?: Record<string, string>, grant: Parameters<typeof as>[0] = {}): Promise<World> {
  vi.spyOn(env.Q_CI, "send").mockResolvedValue({} as never);
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue({} as never);
  const caller = await as({ github: {}, ...grant });
  const made = await makeRepository(files ? { files } : {});
  const { id } = await seedRepository(caller, made);
  return { caller, made, repositoryId: id };
}

export function ask({ caller, repositoryId }: World, body: object = {}): Promise<Response> {
  return caller.post("/api/ci-cd/generate", { repository_id: repositoryId, platform: "github", ...body });
}

/** Asks, and runs the job to its end. */
export async function generate(here: World, body: object = {}): Promise<JobJson> {
  const response = await ask(here, body);
  expect(response.status).toBe(202);
  const { job_id: jobId } = (await response.json()) as { job_id: string };
  await runJob(testScope(), jobId, jobHandlers);
  return (await here.caller.get(`/api/jobs/${jobId}`)).json();
}

export async function artifactOf(here: World, body: object = {}): Promise<ArtifactJson> {
  const job = await generate(here, body);
  expect(job).toMatchObject({ state: "completed", error: null });
  const response = await here.caller.get(`/api/ci-cd/artifact/${job.artifact_id}`);
  expect(response.status).toBe(200);
  return response.json();
}

export async function artifactsOf({ caller, repositoryId }: World): Promise<z.infer<typeof ArtifactPage>> {
  return (await caller.get(`/api/ci-cd/artifacts/${repositoryId}`)).json();
}

/** The whole refusal, whose status must be the expected one. */
export async function refusal(response: Response, status: number): Promise<ProblemJson> {
  expect(response.status).toBe(status);
  return response.json();
}
