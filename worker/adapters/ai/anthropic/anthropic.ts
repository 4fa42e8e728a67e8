import * as z from "zod";
import type { ModelRow } from "../models/model-row.ts";
import { aiError } from "../wire/failures.ts";
import { readSchema, toStrictSchema } from "../wire/schema.ts";
import { readTokens } from "../wire/tokens.ts";
import type { Wire, WireAnswer, WireCall, WireRequest, WireText } from "../wire/wire.ts";
import { anthropicFailure } from "./anthropic-errors.ts";

const VERSION = "2023-06-01";

const Block = z.object({ type: z.string(), text: z.string().catch("") });
const Usage = z.object({
  input_tokens: z.unknown().optional(),
  cache_creation_input_tokens: z.unknown().optional(),
  cache_read_input_tokens: z.unknown().optional(),
  output_tokens: z.unknown().optional(),
});
const Answer = z.object({
  type: z.literal("message"),
  model: z.unknown().optional(),
  content: z.array(Block),
  stop_reason: z.string().nullable(),
  usage: Usage.nullish().catch(null),
});

/**
 * Anthropic's `/v1/messages`, by a plain request through the outgoing door. The official SDK would bring its own `fetch`
 * options, its own hidden retries and more code than all our providers together, for one request of ten lines.
 */
export function createAnthropic(key: string, baseUrl: string): Wire {
  const url = `${baseUrl.replace(/\/v1$/, "")}/v1/messages`;
  const headers = { "x-api-key": key, "anthropic-version": VERSION };
  return {
    name: "anthropic",
    request: (call) => requestOf(url, headers, call),
    read: readMessage,
    failure: anthropicFailure,
  };
}

function requestOf(url: string, headers: WireRequest["headers"], { model, prompt }: WireCall): WireRequest {
  const format = { type: "json_schema", schema: toStrictSchema(readSchema(prompt.schema)) };
  return {
    url,
    headers,
    body: {
      model: model.id,
      max_tokens: Math.min(prompt.maxOutputTokens, model.maxOutput),
      system: prompt.system,
      messages: [{ role: "user", content: prompt.data }],
      output_config: { format, ...(model.effort === null ? {} : { effort: model.effort }) },
    },
  };
}

const ENDED = new Set(["end_turn", "stop_sequence"]);
const CUT = new Set(["max_tokens", "model_context_window_exceeded"]);

function readMessage(answer: WireAnswer, row: ModelRow): WireText {
  const parsed = Answer.safeParse(answer.json);
  if (!parsed.success) throw aiError("malformed");
  const { content, stop_reason: stop, usage, model } = parsed.data;
  const sent = [usage?.input_tokens, usage?.cache_creation_input_tokens, usage?.cache_read_input_tokens];
  const tokens = readTokens(sent, [usage?.output_tokens], row);
  if (stop === "refusal") throw aiError("blocked", { tokens });
  if (stop !== null && CUT.has(stop)) throw aiError("cut", { tokens });
  const text = content.map((block) => (block.type === "text" ? block.text : "")).join("");
  if (stop === null || !ENDED.has(stop) || text.trim() === "") throw aiError("malformed", { tokens });
  return { text, model, tokens };
}
