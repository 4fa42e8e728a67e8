import { readFileSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { runStack } from "../support/running-stack.ts";
import { leaksOf } from "./support/left-behind.ts";

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

const DEPLOY = new URL("../../.dev.vars", import.meta.url);
/** Reports of a page that broke the policy. */
const VIOLATION = '"event":"csp_violation"';

/** One stack for all browser tests: started before the first, gone after the last. What it leaves behind is searched for secrets. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const logged: string[] = [];
  const stack = await runStack({ ai: "script", aiKey: "none", logged });
  project.provide("baseUrl", stack.url);
  project.provide("localGithubUrl", stack.announced.url);
  project.provide("localControlToken", stack.controlToken);
  project.provide("dataDir", stack.dataDir);
  project.provide("aiUrl", stack.aiServer?.url ?? "");
  project.provide("aiControlToken", stack.aiServer?.controlToken ?? "");
  return async () => {
    try {
      await stack.stop();
      const { dataDir, aiAsked: asked } = stack;
      const variables = readFileSync(DEPLOY, "utf8");
      const wrong = [
        ...leaksOf({ logged, dataDir, variables, asked }),
        ...logged.filter((line) => line.includes(VIOLATION)),
      ];
      if (wrong.length > 0) throw new Error(`The browser tests left behind:\n${wrong.join("\n")}`);
    } finally {
      await stack.dispose();
    }
  };
}
