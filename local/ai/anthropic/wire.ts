import type { Said, Stop } from "../said.ts";
import type { Wire } from "../serve.ts";
import { anthropicFailure } from "./failures.ts";

const REASONS: Record<Stop, string> = {
  stop: "end_turn",
  none: "end_turn",
  length: "max_tokens",
  safety: "refusal",
  recitation: "refusal",
  prohibited: "refusal",
  blocked: "refusal",
  other: "model_context_window_exceeded",
  unknown: "a_reason_of_tomorrow",
};

type Block = { type: "text"; text: string } | { type: "thinking"; thinking: string; signature: string };

function blocksOf({ parts, thoughts }: Said): Block[] {
  const texts = parts.map((text): Block => ({ type: "text", text }));
  return thoughts === null ? texts : [{ type: "thinking", thinking: thoughts, signature: "c2lnbmVk" }, ...texts];
}

function usageOf({ usage }: Said): Record<string, unknown> {
  const { input, output, thoughts } = usage;
  const spent = typeof output === "number" ? output + thoughts : output;
  return { input_tokens: input, output_tokens: spent, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
}

function message(said: Said, content: Block[], stop: string | null): Record<string, unknown> {
  const { id, model } = said;
  const head = { id: `msg_${id}`, type: "message", role: "assistant", model, content };
  return { ...head, stop_reason: stop, stop_sequence: null, usage: usageOf(said) };
}

function deltasOf(block: Block, index: number): [string, unknown][] {
  const isText = block.type === "text";
  const empty = isText ? { type: "text", text: "" } : { type: "thinking", thinking: "", signature: "" };
  const delta = isText
    ? { type: "text_delta", text: block.text }
    : { type: "thinking_delta", thinking: block.thinking };
  return [
    ["content_block_start", { index, content_block: empty }],
    ["ping", {}],
    ["content_block_delta", { index, delta }],
    ["content_block_stop", { index }],
  ];
}

function eventsOf(said: Said): [string, unknown][] {
  const begin: [string, unknown] = ["message_start", { message: message(said, [], null) }];
  const middle = blocksOf(said).flatMap(deltasOf);
  if (said.breaks) return [begin, ...middle.slice(0, -1), ["error", anthropicFailure({ kind: "overloaded" }).body]];
  const delta = { stop_reason: REASONS[said.stop], stop_sequence: null };
  return [begin, ...middle, ["message_delta", { delta, usage: usageOf(said) }], ["message_stop", {}]];
}

export const ANTHROPIC: Wire = {
  failure: anthropicFailure,
  whole: (said) => message(said, blocksOf(said), REASONS[said.stop]),
  events: (said) => ({
    type: "text/event-stream; charset=utf-8",
    text: eventsOf(said)
      .map(([type, data]) => `event: ${type}\ndata: ${JSON.stringify({ type, ...(data as object) })}\n\n`)
      .join(""),
  }),
};
