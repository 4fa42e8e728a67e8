import * as z from "zod";
import type { ModelRow } from "../models/model-row.ts";
import { aiError } from "../wire/failures.ts";
import { readSchema, toStrictSchema } from "../wire/schema.ts";
import { readTokens } from "../wire/tokens.ts";
import type { Wire, WireAnswer, WireCall, WireRequest, WireText } from "../wire/wire.ts";
import { openaiFailure, refusesSchema } from "./openai-errors.ts";

const OFFICIAL = "https://api.openai.com";

const Choice = z.object({
  message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
  finish_reason: z.string().nullish(),
});
const Usage = z.object({ prompt_tokens: z.unknown().optional(), completion_tokens: z.unknown().optional() });
const Answer = z.object({
  model: z.unknown().optional(),
  choices: z.array(Choice),
  usage: Usage.nullish().catch(null),
});

/** Where a base address has no path, the version is ours to add; `https://host/api/v1` is taken as it is. */
function endpoint(baseUrl: string): string {
  const version = new URL(baseUrl).pathname === "/" ? "/v1" : "";
  return `${baseUrl}${version}/chat/completions`;
}

/**
 * OpenAI's `/v1/chat/completions`, which compatible servers speak too, by a plain request through the outgoing door: the
 * official SDK would bring hidden retries and more code than all our providers together.
 */
export function createOpenai(key: string, baseUrl: string): Wire {
  const isOfficial = new URL(baseUrl).origin === OFFICIAL;
  const request = { url: endpoint(baseUrl), headers: { authorization: `Bearer ${key}` } };
  return {
    name: "openai",
    request: (call) => ({ ...request, body: bodyOf(call, isOfficial) }),
    read: readCompletion,
    failure: openaiFailure,
    refusesSchema,
  };
}

function bodyOf({ model, prompt, isPlain }: WireCall, isOfficial: boolean): WireRequest["body"] {
  const schema = toStrictSchema(readSchema(prompt.schema));
  const limit = Math.min(prompt.maxOutputTokens, model.maxOutput);
  const system = isPlain
    ? `${prompt.system}\n\nThe JSON Schema of your answer: ${JSON.stringify(schema)}`
    : prompt.system;
  // Compatible servers ignore or refuse the newer word, and an ignored one is no limit at all.
  const limitWord = isOfficial || model.source !== null ? "max_completion_tokens" : "max_tokens";
  return {
    model: model.id,
    messages: [
      { role: "system", content: system },
      { role: "user", content: prompt.data },
    ],
    response_format: isPlain
      ? { type: "json_object" }
      : { type: "json_schema", json_schema: { name: "answer", strict: true, schema } },
    [limitWord]: limit,
    ...(model.effort === null ? {} : { reasoning_effort: model.effort }),
  };
}

function readCompletion(answer: WireAnswer, row: ModelRow): WireText {
  const parsed = Answer.safeParse(answer.json);
  if (!parsed.success) throw aiError("malformed");
  const { choices, usage, model } = parsed.data;
  const tokens = readTokens([usage?.prompt_tokens], [usage?.completion_tokens], row);
  const choice = choices[0];
  if (choice === undefined) throw aiError("malformed", { tokens });
  const { message, finish_reason: reason } = choice;
  if (reason === "content_filter" || message.refusal) throw aiError("blocked", { tokens });
  if (reason === "length") throw aiError("cut", { tokens });
  const text = message.content ?? "";
  if (reason !== "stop" || text.trim() === "") throw aiError("malformed", { tokens });
  return { text, model, tokens };
}
