import type { Asked } from "../context.ts";
import type { Said, Stop } from "../said.ts";
import type { Wire } from "../serve.ts";
import { openaiFailure } from "./failures.ts";

const REASONS: Record<Stop, string> = {
  stop: "stop",
  none: "stop",
  length: "length",
  safety: "stop",
  blocked: "stop",
  prohibited: "content_filter",
  recitation: "content_filter",
  other: "content_filter",
  unknown: "a_reason_of_tomorrow",
};
const REFUSAL = "I'm sorry, I can't assist with that request.";
const CREATED = 1_790_000_000;

function usageOf({ usage }: Said): Record<string, unknown> {
  const { input, output, thoughts } = usage;
  const spent = typeof output === "number" ? output + thoughts : output;
  const total = Number(input) + Number(spent);
  return {
    prompt_tokens: input,
    completion_tokens: spent,
    total_tokens: Number.isFinite(total) ? total : null,
    completion_tokens_details: { reasoning_tokens: thoughts },
  };
}

/** A model that refuses says so in a field of its own; thoughts are never shown. */
function messageOf({ parts, stop }: Said): Record<string, unknown> {
  const refuses = stop === "safety" || stop === "blocked";
  const content = parts.length === 0 ? null : parts.join("");
  return { role: "assistant", content, refusal: refuses ? REFUSAL : null };
}

function whole(said: Said): Record<string, unknown> {
  const choice = { index: 0, message: messageOf(said), logprobs: null, finish_reason: REASONS[said.stop] };
  const choices = said.stop === "none" ? [] : [choice];
  const head = { id: `chatcmpl-${said.id}`, object: "chat.completion", created: CREATED, model: said.model };
  return { ...head, choices, usage: usageOf(said) };
}

function chunks(said: Said): unknown[] {
  const head = { id: `chatcmpl-${said.id}`, object: "chat.completion.chunk", created: CREATED, model: said.model };
  const chunk = (delta: unknown, reason: string | null) => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  const begun = [
    chunk({ role: "assistant", content: "" }, null),
    ...said.parts.map((content) => chunk({ content }, null)),
  ];
  if (said.breaks) return [...begun, openaiFailure({ kind: "internal" }).body];
  return [...begun, chunk({}, REASONS[said.stop]), { ...head, choices: [], usage: usageOf(said) }];
}

export const CHAT: Wire = {
  failure: openaiFailure,
  whole: (said) => whole(said),
  events: (said: Said, _asked: Asked) => ({
    type: "text/event-stream; charset=utf-8",
    text: [...chunks(said).map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`).join(""),
  }),
};
