import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { createProviders } from "../../../worker/adapters/ai/open-provider.ts";
import type { AiCall, AiProvider, AiProviderName } from "../../../worker/adapters/ai/port.ts";
import { readConfig } from "../../../worker/config.ts";
import type { AiPrompt } from "../../../worker/engine/ai/prompt.ts";
import { createEgress, policiesFor } from "../../../worker/platform/egress.ts";
import { createRandom } from "../../../worker/platform/random.ts";

/** When everything happens: 2026-11-21, 12:00 UTC. */
export const NOW = Date.UTC(2026, 10, 21, 12);
export const KEY = ["key", "for", "tests", "0123456789"].join("-");

type Sent = { readonly url: string; readonly headers: Headers; readonly body: Record<string, unknown> };
type Script = (request: Request, number: number) => Response | Promise<Response>;

/** The providers' own addresses and models, whatever the tests' deploy says. */
const UNSET = { GEMINI_BASE_URL: "", ANTHROPIC_BASE_URL: "", OPENAI_BASE_URL: "", AI_MODELS: "" };

export type AiLine = {
  readonly provider: AiProvider;
  readonly sent: readonly Sent[];
  /** Milliseconds of each wait between tries. */
  readonly waits: readonly number[];
};

type Options = {
  /** Variables of the deploy. */
  readonly vars?: Record<string, string>;
  /** What the jitter draws; 0.5 unless told. */
  readonly fraction?: number;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** A provider behind the real outgoing door, over a network that answers as `script` says; undo with `vi.unstubAllGlobals`. */
export async function aiLine(name: AiProviderName, script: Script, options: Options = {}): Promise<AiLine> {
  const sent: Sent[] = [];
  const waits: number[] = [];
  vi.stubGlobal("fetch", async (request: Request, init: RequestInit) => {
    init.signal?.throwIfAborted();
    const body = (await request.clone().json()) as Record<string, unknown>;
    sent.push({ url: request.url, headers: request.headers, body });
    return script(request, sent.length);
  });
  const config = readConfig({ ...env, ...UNSET, ...options.vars });
  const sleep = async (ms: number, signal: AbortSignal) => {
    waits.push(ms);
    await options.sleep?.(ms, signal);
  };
  const open = createProviders({
    config,
    egress: createEgress(policiesFor(config)),
    clock: { now: () => NOW },
    random: createRandom({ fraction: () => options.fraction ?? 0.5 }),
    sleep,
  });
  return { provider: await open(name, KEY), sent, waits };
}

const SCHEMA = {
  type: "object",
  properties: {
    title: { type: "string" },
    explanation: { type: "string" },
    edits: { type: "array", items: { type: "string" } },
  },
  required: ["title", "explanation", "edits"],
  additionalProperties: false,
};

const PROMPT: AiPrompt = {
  task: "remediation",
  version: 1,
  system: "Our words.",
  data: "Their file.",
  schema: SCHEMA,
  maxOutputTokens: 900,
};

/** What a model answers when all is well. */
export const GOOD = JSON.stringify({ title: "t", explanation: "e", edits: [] });

export function aiCall(change: Partial<AiCall> & { readonly prompt?: AiPrompt } = {}): AiCall {
  return { model: "gpt-6-luna", prompt: PROMPT, signal: new AbortController().signal, ...change };
}

/** Answers with status 200 as each provider writes them. */
export const ANSWER: Readonly<Record<AiProviderName, (text: string) => Record<string, unknown>>> = {
  gemini: (text) => ({
    candidates: [{ content: { role: "model", parts: [{ text }] }, finishReason: "STOP", index: 0 }],
    usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 20, totalTokenCount: 120 },
    modelVersion: "gemini-3.5-flash-lite-001",
  }),
  anthropic: (text) => ({
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-haiku-5-5",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    usage: { input_tokens: 100, output_tokens: 20 },
  }),
  openai: (text) => ({
    model: "gpt-6-luna-2026-09-22",
    choices: [{ message: { role: "assistant", content: text, refusal: null }, finish_reason: "stop" }],
    usage: { prompt_tokens: 100, completion_tokens: 20 },
  }),
};
