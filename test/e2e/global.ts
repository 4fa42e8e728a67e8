import type { TestProject } from "vitest/node";
import { runStack } from "../support/running-stack.ts";

declare module "vitest" {
  interface ProvidedContext {
    baseUrl: string;
    localGithubUrl: string;
    localControlToken: string;
    dataDir: string;
    aiUrl: string;
    aiControlToken: string;
  }
}

/** One stack for all browser tests: started before the first, gone after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = await runStack({ ai: "script", aiKey: "none" });
  project.provide("baseUrl", stack.url);
  project.provide("localGithubUrl", stack.announced.url);
  project.provide("localControlToken", stack.controlToken);
  project.provide("dataDir", stack.dataDir);
  project.provide("aiUrl", stack.aiServer?.url ?? "");
  project.provide("aiControlToken", stack.aiServer?.controlToken ?? "");
  return () => stack.dispose();
}
