/** Questions to the AI below HTTP: an organization with keys of the deploy, and providers that do what a test says. */
import { env } from "cloudflare:workers";
import type { AiError } from "../../../worker/adapters/ai/ai-error.ts";
import type { AiCall, AiProviderName, AiReply } from "../../../worker/adapters/ai/port.ts";
import type { AiContext } from "../../../worker/engine/ai/context.ts";
import type { AiTask } from "../../../worker/engine/ai/task.ts";
import type { PlatformHooks } from "../../../worker/platform/hooks.ts";
import type { AiQuestion } from "../../../worker/services/ai/question.ts";
import type { Ctx } from "../../../worker/services/context.ts";
import { as, type Caller } from "./as.ts";
import { testCtx } from "./scope.ts";

type Sent = AiCall & { readonly provider: AiProviderName; readonly key: string };
type Answer = Partial<AiReply<unknown>> | AiError | Error;
/** Decides what the `n`th call (from 0) gets; a promise may wait or reject. */
export type Script = (sent: Sent, n: number) => Answer | Promise<Answer>;

const CLAIMS = { claims: [] };
const EMPTY = { text: "on: push\n", explanation: "x", title: "x", edits: [] };

/** Calls of all providers, in their order. */
type Journal = Sent[];

/** `ctx` whose providers answer by `script`; `keys`: the deploy's, all of a paid plan unless told. */
export function withAi(ctx: Ctx, script: Script, keys: Partial<Record<AiProviderName, "free" | "paid">>) {
  const journal: Journal = [];
  const own = (name: AiProviderName) => ({
    ...ctx.config.ai[name],
    key: keys[name] === undefined ? null : `operator-${name}`,
    plan: keys[name] ?? "free",
  });
  const ai: Ctx["ai"] = async (provider, key) => {
    const call = async (request: AiCall) => {
      const sent = { ...request, provider, key };
      journal.push(sent);
      const answer = await script(sent, journal.length - 1);
      if (answer instanceof Error) throw answer;
      request.signal.throwIfAborted();
      const usual = { model: `${request.model}-001`, tokens: { input: 100, output: 20 }, attempts: 1 };
      return { ...usual, answer: request.prompt.task === "analysis" ? CLAIMS : EMPTY, ...answer };
    };
    const test = async (model: string, signal: AbortSignal) => {
      await call({ model, signal, prompt: TEST_PROMPT });
    };
    return { name: provider, analyze: call, generateCiConfig: call, generateRemediation: call, test } as never;
  };
  const config = {
    ...ctx.config,
    ai: { gemini: own("gemini"), anthropic: own("anthropic"), openai: own("openai") },
  };
  return { ctx: { ...ctx, config, ai }, journal };
}

const TEST_PROMPT = { task: "analysis", version: 0, system: "", data: "", schema: {}, maxOutputTokens: 1 } as const;

/** An organization that asks Gemini over the operator's paid key, unless `keys` says otherwise. */
export async function asking(
  script: Script = () => ({}),
  options: {
    readonly keys?: Partial<Record<AiProviderName, "free" | "paid">>;
    readonly hooks?: PlatformHooks;
    readonly caller?: Caller;
  } = {},
) {
  const caller = options.caller ?? (await as());
  const base = testCtx(caller, options.hooks);
  return { caller, ...withAi(base, script, options.keys ?? { gemini: "paid" }) };
}

const LINES = ["on: push", "jobs:", "  build:", "    runs-on: ubuntu-latest", "    steps:", "      - run: make"];

/** A context of small files. Its hash stands for its content, as that of a real one does. */
export function contextOf(change: Partial<AiContext> = {}): AiContext {
  const lines = LINES.map((text, index) => ({ line: index + 1, text }));
  const file = { path: ".github/workflows/ci.yml", sha: "a".repeat(40), role: "subject" as const, lines };
  return {
    task: "analysis",
    subject: file.path,
    files: [file],
    facts: [],
    known: [],
    left: [],
    redacted: 0,
    removed: 0,
    hash: "0".repeat(64),
    ...change,
  };
}

let count = 0;

/** A question of its own key about a public repository. */
export function questionOf<T extends AiTask = "analysis">(
  caller: Pick<Caller, "userId">,
  change: Partial<AiQuestion<T>> = {},
): AiQuestion<T> {
  count += 1;
  return {
    task: "analysis" as T,
    context: contextOf(),
    request: [],
    repository: { id: "r1", isPrivate: false },
    userId: caller.userId,
    jobId: null,
    budget: null,
    key: `question-${count}`,
    signal: new AbortController().signal,
    ...change,
  };
}

/** All rows of a table. */
export async function rowsOf(table: string): Promise<Record<string, unknown>[]> {
  return (await env.DB.prepare(`select * from ${table}`).all()).results;
}

/** What an organization used of its month, and holds reserved. */
export async function monthOf(orgId: string, now: number) {
  const reply = await env.QUOTA.getByName(`${orgId}:quota`).apply({
    orgId,
    event: { type: "read", userId: null },
    now,
  });
  return "meters" in reply ? reply.meters.organizationMonth : undefined;
}
