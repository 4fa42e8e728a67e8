import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { createAiServer } from "../../local/ai/server.ts";
import { createLocal } from "../../local/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    githubUrl: string;
    githubControlToken: string;
    aiUrl: string;
    aiControlToken: string;
    /** Sequences that the model of jobs is run with, and their seed; 0 for what a quick run takes. */
    modelRuns: number;
    modelSeed: number;
  }
}

/**
 * One local GitHub for all tests in workerd, with the samples and its control routes, and one scripted AI server. The
 * Worker knows its address and has no key: AI is off until a test sets one.
 */
export async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), "worker-github-"));
  const github = await createLocal({ port: 0, dataDir, control: true, warn: () => undefined });
  project.provide("githubUrl", github.url);
  project.provide("githubControlToken", github.controlToken);
  const ai = await createAiServer({ port: 0 });
  project.provide("aiUrl", ai.url);
  project.provide("aiControlToken", ai.controlToken);
  project.provide("modelRuns", Number(process.env.MODEL_RUNS ?? 0));
  project.provide("modelSeed", Number(process.env.MODEL_SEED ?? 0));
  return async () => {
    await ai.close();
    await github.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
