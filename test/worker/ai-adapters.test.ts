import { afterEach, describe, expect, it, vi } from "vitest";
import { AiError, type AiErrorKind } from "../../worker/adapters/ai/ai-error.ts";
import type { AiProviderName } from "../../worker/adapters/ai/port.ts";
import { ANSWER, aiCall, aiLine, GOOD } from "./support/ai-line.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const PROVIDERS: readonly AiProviderName[] = ["gemini", "anthropic", "openai"];
const REMEDIATION = { title: "t", explanation: "e", edits: [] };

type Json = Record<string, unknown>;
type Outcome = { readonly kind: AiErrorKind | "answered"; readonly tokens: AiError["tokens"]; readonly sent: number };

async function outcomeOf(name: AiProviderName, body: unknown): Promise<Outcome> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const line = await aiLine(name, () => new Response(text));
  try {
    const { tokens } = await line.provider.generateRemediation(aiCall());
    return { kind: "answered", tokens, sent: line.sent.length };
  } catch (error) {
    if (!(error instanceof AiError)) throw error;
    return { kind: error.kind, tokens: error.tokens, sent: line.sent.length };
  }
}

const CHARGED = { input: 100, output: 20 };
const gemini = (candidate: Json, more: Json = {}) => ({
  ...ANSWER.gemini(""),
  candidates: [{ content: { parts: [{ text: GOOD }] }, finishReason: "STOP", ...candidate }],
  ...more,
});
const claude = (change: Json) => ({ ...ANSWER.anthropic(GOOD), ...change });
const gpt = (message: Json, finish_reason: string | null = "stop") => ({
  ...ANSWER.openai(GOOD),
  choices: [{ message: { content: GOOD, ...message }, finish_reason }],
});
const parts = (...list: readonly Json[]) => gemini({ content: { role: "model", parts: list } });

type Row = readonly [name: string, body: unknown, kind: Outcome["kind"], tokens: Outcome["tokens"]];

const GEMINI: readonly Row[] = [
  [
    "an answer in three parts",
    parts({ text: GOOD.slice(0, 5) }, { text: GOOD.slice(5, 9) }, { text: GOOD.slice(9) }),
    "answered",
    CHARGED,
  ],
  [
    "thoughts before the answer",
    parts({ text: '{"title":"thought"}', thought: true }, { text: GOOD }),
    "answered",
    CHARGED,
  ],
  ["thoughts alone", parts({ text: GOOD, thought: true }), "malformed", CHARGED],
  ["a part that is no text", parts({ functionCall: { name: "x" } }, { text: GOOD }), "answered", CHARGED],
  ["MAX_TOKENS", gemini({ finishReason: "MAX_TOKENS" }), "cut", CHARGED],
  ["MAX_TOKENS, all of them thoughts", gemini({ finishReason: "MAX_TOKENS", content: {} }), "cut", CHARGED],
  ...["SAFETY", "RECITATION", "LANGUAGE", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"].map(
    (reason): Row => [reason, gemini({ finishReason: reason }), "blocked", CHARGED],
  ),
  ["SAFETY without content", gemini({ finishReason: "SAFETY", content: undefined }), "blocked", CHARGED],
  ["MALFORMED_FUNCTION_CALL", gemini({ finishReason: "MALFORMED_FUNCTION_CALL" }), "malformed", CHARGED],
  ["a reason that is new", gemini({ finishReason: "TIRED" }), "malformed", CHARGED],
  ["no reason at all", gemini({ finishReason: undefined }), "malformed", CHARGED],
  [
    "a blocked prompt",
    { promptFeedback: { blockReason: "PROHIBITED_CONTENT" }, usageMetadata: { promptTokenCount: 7 } },
    "blocked",
    { input: 7, output: 0 },
  ],
  ["no candidates", { candidates: [] }, "malformed", null],
  ["nothing", {}, "malformed", null],
  [
    "a failure under status 200",
    { error: { code: 503, status: "UNAVAILABLE", message: "x", details: [] } },
    "server",
    null,
  ],
];

const ANTHROPIC: readonly Row[] = [
  [
    "two blocks",
    claude({
      content: [
        { type: "text", text: GOOD.slice(0, 7) },
        { type: "text", text: GOOD.slice(7) },
      ],
    }),
    "answered",
    CHARGED,
  ],
  [
    "thoughts before the answer",
    claude({
      content: [
        { type: "thinking", thinking: "x" },
        { type: "text", text: GOOD },
      ],
    }),
    "answered",
    CHARGED,
  ],
  ["stop_sequence", claude({ stop_reason: "stop_sequence" }), "answered", CHARGED],
  ["max_tokens", claude({ stop_reason: "max_tokens" }), "cut", CHARGED],
  ["a full window", claude({ stop_reason: "model_context_window_exceeded" }), "cut", CHARGED],
  ["a refusal", claude({ stop_reason: "refusal", content: [] }), "blocked", CHARGED],
  [
    "a tool that nobody offered",
    claude({ stop_reason: "tool_use", content: [{ type: "tool_use", id: "x", name: "y", input: {} }] }),
    "malformed",
    CHARGED,
  ],
  ["pause_turn", claude({ stop_reason: "pause_turn" }), "malformed", CHARGED],
  ["no reason", claude({ stop_reason: null }), "malformed", CHARGED],
  ["no content", claude({ content: [] }), "malformed", CHARGED],
  [
    "a failure under status 200",
    { type: "error", error: { type: "overloaded_error", message: "x" } },
    "malformed",
    null,
  ],
  [
    "cached input, which is input",
    claude({ usage: { input_tokens: 10, cache_read_input_tokens: 90, output_tokens: 20 } }),
    "answered",
    CHARGED,
  ],
];

const OPENAI: readonly Row[] = [
  ["length", gpt({}, "length"), "cut", CHARGED],
  ["a filter", gpt({}, "content_filter"), "blocked", CHARGED],
  ["a refusal", gpt({ content: null, refusal: "No." }), "blocked", CHARGED],
  ["no content", gpt({ content: null }), "malformed", CHARGED],
  ["a tool that nobody offered", gpt({ content: null }, "tool_calls"), "malformed", CHARGED],
  ["no choices", { choices: [], model: "x" }, "malformed", null],
  ["no usage", { ...gpt({}), usage: undefined }, "answered", null],
];

const TEXTS: readonly (readonly [name: string, text: string, kind: Outcome["kind"]])[] = [
  ["in a code fence", `\`\`\`json\n${GOOD}\n\`\`\``, "answered"],
  ["in prose", `Here it is:\n${GOOD}\nGood luck!`, "answered"],
  ["that stops in the middle", GOOD.slice(0, -5), "cut"],
  ["that is prose alone", "I can not help with that.", "malformed"],
  ["of another shape", '{"claims":[]}', "malformed"],
  ["with a word too many", GOOD.replace("{", '{"extra":1,'), "malformed"],
  ["fifty deep", `{"title":${"[".repeat(50)}${"]".repeat(50)}}`, "malformed"],
];

const COUNTS: readonly (readonly [name: string, input: unknown, output: unknown, tokens: Outcome["tokens"]])[] = [
  ["whole numbers", 3, 4, { input: 3, output: 4 }],
  ["fractions", 3.2, 4.9, { input: 4, output: 5 }],
  ["digits in a text", "3", "4", { input: 3, output: 4 }],
  ["a negative one", -3, 4, null],
  ["words", "many", 4, null],
  ["a list", [3], 4, null],
  ["none", null, 4, null],
  ["more than the model takes", 1e15, 1e15, { input: 922_000, output: 128_000 }],
];

describe("an answer with status 200", () => {
  it.each(GEMINI)("of Gemini: %s", async (_name, body, kind, tokens) => {
    const outcome = await outcomeOf("gemini", body);
    expect(outcome).toEqual({ kind, tokens, sent: kind === "server" ? 3 : 1 });
  });

  it.each(ANTHROPIC)("of Anthropic: %s", async (_name, body, kind, tokens) => {
    expect(await outcomeOf("anthropic", body)).toEqual({ kind, tokens, sent: 1 });
  });

  it.each(OPENAI)("of OpenAI: %s", async (_name, body, kind, tokens) => {
    expect(await outcomeOf("openai", body)).toEqual({ kind, tokens, sent: 1 });
  });

  it.each(TEXTS)("has JSON %s", async (_name, text, kind) => {
    for (const name of PROVIDERS) {
      expect(await outcomeOf(name, ANSWER[name](text))).toEqual({ kind, tokens: CHARGED, sent: 1 });
    }
  });

  it.each(COUNTS)("counts tokens in %s", async (_name, prompt_tokens, completion_tokens, tokens) => {
    const body = { ...ANSWER.openai(GOOD), usage: { prompt_tokens, completion_tokens } };
    expect(await outcomeOf("openai", body)).toEqual({ kind: "answered", tokens, sent: 1 });
  });

  it("counts thoughts as output", async () => {
    const usageMetadata = { promptTokenCount: 100, candidatesTokenCount: 5, thoughtsTokenCount: 15 };
    expect(await outcomeOf("gemini", { ...ANSWER.gemini(GOOD), usageMetadata })).toMatchObject({ tokens: CHARGED });
  });

  it.each([
    ["gemini", "gemini-3.5-flash-lite-001"],
    ["anthropic", "claude-haiku-5-5"],
    ["openai", "gpt-6-luna-2026-09-22"],
  ] as const)("is stored under the name that %s gives its model", async (name, model) => {
    const line = await aiLine(name, () => Response.json(ANSWER[name](GOOD)));
    const reply = await line.provider.generateRemediation(aiCall({ model: "asked" }));
    expect(reply).toEqual({ answer: REMEDIATION, model, tokens: CHARGED, attempts: 1 });
  });

  it("is stored under the name we asked for, when the provider's is none", async () => {
    const line = await aiLine("openai", () => Response.json({ ...ANSWER.openai(GOOD), model: "<script>\n" }));
    expect(await line.provider.generateRemediation(aiCall({ model: "asked" }))).toMatchObject({ model: "asked" });
  });
});
