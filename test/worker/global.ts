import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { createLocal } from "../../local/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    githubUrl: string;
    githubControlToken: string;
  }
}

/** One local GitHub for all tests in workerd, with the samples and its control routes. */
export async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), "worker-github-"));
  const github = await createLocal({ port: 0, dataDir, control: true, warn: () => undefined });
  project.provide("githubUrl", github.url);
  project.provide("githubControlToken", github.controlToken);
  return async () => {
    await github.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
