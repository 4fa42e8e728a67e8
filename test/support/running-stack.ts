/** The whole product, started as a user starts it, in a folder of its own that goes away with it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWeb, freePort, type Stack, startStack } from "../../scripts/stack.ts";

export type RunningStack = Stack & {
  readonly dataDir: string;
  readonly controlToken: string;
  dispose(): Promise<void>;
};

type Options = { readonly directories?: string[]; readonly dataDir?: string; readonly skipBuild?: boolean };

/** Builds the web app and starts everything on free ports, the control routes of the local GitHub open. */
export async function runStack(options: Options = {}): Promise<RunningStack> {
  if (!options.skipBuild) await buildWeb();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "autodevops-stack-"));
  const [port, githubPort] = [await freePort(), await freePort()];
  const stack = await startStack({ dataDir, port, githubPort, directories: options.directories ?? [], control: true });
  return {
    ...stack,
    dataDir,
    controlToken: stack.announced.control_token ?? "",
    async dispose() {
      await stack.stop();
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type Asked = { readonly method: string; readonly path: string; readonly status: number };

/** What the local GitHub was asked over its API since the journal was last cleared, oldest first. */
export async function journal(
  stack: Pick<RunningStack, "announced" | "controlToken">,
  clear = false,
): Promise<Asked[]> {
  const response = await fetch(`${stack.announced.url}/_control/journal`, {
    method: clear ? "DELETE" : "GET",
    headers: { "x-control-token": stack.controlToken, "user-agent": "autodevops-tests" },
  });
  if (clear) return [];
  const { entries } = (await response.json()) as { entries: Asked[] };
  return entries;
}
