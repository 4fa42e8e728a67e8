import type { Said, Stop } from "../said.ts";
import type { Wire } from "../serve.ts";
import { openaiFailure } from "./failures.ts";

const REFUSAL = "I'm sorry, I can't assist with that request.";
const CREATED = 1_790_000_000;
const INCOMPLETE: Partial<Record<Stop, string>> = {
  length: "max_output_tokens",
  prohibited: "content_filter",
  recitation: "content_filter",
  other: "content_filter",
};

function usageOf({ usage }: Said): Record<string, unknown> {
  const { input, output, thoughts } = usage;
  const spent = typeof output === "number" ? output + thoughts : output;
  const total = Number(input) + Number(spent);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: spent,
    output_tokens_details: { reasoning_tokens: thoughts },
    total_tokens: Number.isFinite(total) ? total : null,
  };
}

function contentOf({ parts, stop }: Said): unknown[] {
  if (stop === "safety" || stop === "blocked") return [{ type: "refusal", refusal: REFUSAL }];
  return parts.map((text) => ({ type: "output_text", text, annotations: [] }));
}

function outputOf(said: Said): unknown[] {
  const content = contentOf(said);
  const reasoning = said.thoughts === null ? [] : [{ type: "reasoning", id: `rs_${said.id}`, summary: [] }];
  if (content.length === 0) return reasoning;
  return [...reasoning, { type: "message", id: `msg_${said.id}`, status: "completed", role: "assistant", content }];
}

function whole(said: Said): Record<string, unknown> {
  const reason = INCOMPLETE[said.stop];
  return {
    id: `resp_${said.id}`,
    object: "response",
    created_at: CREATED,
    model: said.model,
    status: said.breaks || said.stop === "unknown" ? "failed" : reason === undefined ? "completed" : "incomplete",
    error: said.breaks ? { code: "server_error", message: "The model produced an error." } : null,
    incomplete_details: reason === undefined ? null : { reason },
    output: outputOf(said),
    usage: usageOf(said),
  };
}

function eventsOf(said: Said): { type: string; [field: string]: unknown }[] {
  const response = whole(said);
  const place = { item_id: `msg_${said.id}`, output_index: 0, content_index: 0 };
  const deltas = said.parts.map((delta) => ({ type: "response.output_text.delta", ...place, delta }));
  const end = `response.${String(response.status)}`;
  return [
    { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
    ...deltas,
    { type: end, response },
  ];
}

export const RESPONSES: Wire = {
  failure: openaiFailure,
  whole,
  events: (said) => ({
    type: "text/event-stream; charset=utf-8",
    text: eventsOf(said)
      .map((event, index) => ({ ...event, sequence_number: index }))
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join(""),
  }),
};
