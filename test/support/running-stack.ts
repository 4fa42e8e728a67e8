/** The whole product, started as a user starts it, in a folder of its own that goes away with it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AiJournalEntry, AiMode } from "../../local/ai/context.ts";
import { type AiServer, createAiServer } from "../../local/ai/server.ts";
import { buildWeb, freePort, type Stack, startStack } from "../../scripts/stack.ts";
import { type AiControl, createAiControl } from "./ai-control.ts";

export type RunningStack = Stack & {
  readonly dataDir: string;
  readonly controlToken: string;
  /** The scripted AI server, when the stack has one. */
  readonly ai: AiControl | null;
  /** Where that server is and what opens its control routes, for tests in another process. */
  readonly aiServer: { readonly url: string; readonly controlToken: string } | null;
  /** Whatever that server was ever asked, whether its journal was cleared since or not. */
  readonly aiAsked: readonly AiJournalEntry[];
  dispose(): Promise<void>;
};

type Options = {
  readonly directories?: string[];
  readonly dataDir?: string;
  readonly skipBuild?: boolean;
  /** Gets every line that the Worker and the local GitHub print. */
  readonly logged?: string[];
  /** Starts a scripted AI server as Gemini on a paid plan; without it AI is off. */
  readonly ai?: AiMode;
  /** `none`: the server is there, but AI is off until an organization sets a key of its own. */
  readonly aiKey?: "operator" | "none";
};

/** Variables that make the scripted server the product's AI. */
function scriptedProvider(url: string, key: Options["aiKey"]): Record<string, string> {
  const bases = { GEMINI_BASE_URL: url, ANTHROPIC_BASE_URL: url, OPENAI_BASE_URL: url };
  return key === "none" ? bases : { ...bases, GEMINI_API_KEY: "scripted-key", GEMINI_PLAN: "paid" };
}

/** Everything that the journal ever gets. */
function followJournal({ ai: { journal } }: AiServer): readonly AiJournalEntry[] {
  const asked: AiJournalEntry[] = [];
  const push = journal.push.bind(journal);
  journal.push = (...entries) => {
    asked.push(...entries);
    return push(...entries);
  };
  return asked;
}

/** Builds the web app and starts everything on free ports, the control routes of the local GitHub open. */
export async function runStack(options: Options = {}): Promise<RunningStack> {
  if (!options.skipBuild) await buildWeb();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "autodevops-stack-"));
  const [port, githubPort] = [await freePort(), await freePort()];
  const ai = options.ai === undefined ? null : await createAiServer({ port: 0, mode: options.ai });
  const aiAsked = ai === null ? [] : followJournal(ai);
  const variables = ai === null ? {} : scriptedProvider(ai.url, options.aiKey);
  const { directories = [] } = options;
  const told = options.logged === undefined ? {} : { logged: options.logged };
  const stack = await startStack({ dataDir, port, githubPort, directories, control: true, variables, ...told });
  return {
    ...stack,
    dataDir,
    controlToken: stack.announced.control_token ?? "",
    aiServer: ai,
    aiAsked,
    ai: ai === null ? null : createAiControl(ai.url, ai.controlToken),
    async dispose() {
      await stack.stop();
      await ai?.close();
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
