import * as z from "zod";
import { readJson, requireKey } from "../body.ts";
import type { AiApp, AiC, Asked } from "../context.ts";
import { Refused } from "../failure.ts";
import { serve } from "../serve.ts";
import { CHAT } from "./chat.ts";
import { RESPONSES } from "./responses.ts";

const Text = z.object({ type: z.enum(["text", "input_text", "output_text"]), text: z.string() });
const Content = z.union([z.string(), z.array(Text)]);
const Message = z.strictObject({
  role: z.enum(["system", "developer", "user", "assistant"]),
  content: Content,
  name: z.string().optional(),
  type: z.literal("message").optional(),
});
const Named = {
  name: z.string().regex(/^[\w-]{1,64}$/),
  description: z.string().optional(),
  schema: z.record(z.string(), z.unknown()),
  strict: z.boolean().nullable().optional(),
};
const Plain = z.strictObject({ type: z.enum(["text", "json_object"]) });

const SHARED = {
  model: z.string(),
  stream: z.boolean().nullable().optional(),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().optional(),
  store: z.boolean().optional(),
  user: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  service_tier: z.string().optional(),
  safety_identifier: z.string().optional(),
  prompt_cache_key: z.string().optional(),
  tools: z.array(z.unknown()).optional(),
  tool_choice: z.unknown().optional(),
};
const ChatRequest = z.strictObject({
  ...SHARED,
  messages: z.array(Message).min(1),
  max_completion_tokens: z.number().int().min(1).optional(),
  max_tokens: z.number().int().min(1).optional(),
  reasoning_effort: z.string().optional(),
  verbosity: z.string().optional(),
  seed: z.number().int().optional(),
  n: z.number().int().optional(),
  stop: z.unknown().optional(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).optional(),
  response_format: z
    .union([Plain, z.strictObject({ type: z.literal("json_schema"), json_schema: z.strictObject(Named) })])
    .optional(),
});
const ResponsesRequest = z.strictObject({
  ...SHARED,
  input: z.union([z.string(), z.array(Message)]),
  instructions: z.string().nullable().optional(),
  max_output_tokens: z.number().int().min(16).optional(),
  reasoning: z.record(z.string(), z.unknown()).optional(),
  text: z
    .strictObject({
      format: z.union([Plain, z.strictObject({ type: z.literal("json_schema"), ...Named })]).optional(),
      verbosity: z.string().optional(),
    })
    .optional(),
});

type Message = z.infer<typeof Message>;

function textOf({ content }: Message): string {
  return typeof content === "string" ? content : content.map(({ text }) => text).join("\n");
}

function textsOf(messages: readonly Message[], isSystem: boolean): string {
  const isOurs = ({ role }: Message) => (role === "system" || role === "developer") === isSystem;
  return messages.filter(isOurs).map(textOf).join("\n");
}

function requireModel(model: string): void {
  if (!/^(?:gemini|claude)-/.test(model)) return;
  const message = `The model \`${model}\` does not exist or you do not have access to it.`;
  throw new Refused({ kind: "not_found", message });
}

function refuseSchema(reason: string): never {
  throw new Refused({
    kind: "bad_field",
    field: "response_format",
    message: `Invalid schema for response_format: ${reason}`,
  });
}

/** With `strict`, objects are closed and every property of theirs is required. */
function requireStrict(schema: unknown): void {
  if (typeof schema !== "object" || schema === null) return;
  const { type, additionalProperties, properties, required } = schema as Record<string, unknown>;
  if (type === "object") {
    if (additionalProperties !== false)
      refuseSchema("'additionalProperties' is required to be supplied and to be false.");
    const names = Object.keys((properties ?? {}) as object);
    const missing = names.find((name) => !Array.isArray(required) || !required.includes(name));
    if (missing !== undefined)
      refuseSchema(`'required' is required to include every key in properties. Missing '${missing}'.`);
  }
  for (const child of Object.values(schema)) requireStrict(child);
}

type Format = { schema?: Record<string, unknown> | undefined; strict?: boolean | null | undefined };

function schemaOf({ schema, strict }: Format): unknown {
  if (strict) requireStrict(schema);
  return schema;
}

async function readChat(c: AiC): Promise<Asked> {
  requireKey(c, null);
  const body = await readJson(c, ChatRequest);
  requireModel(body.model);
  const format = body.response_format;
  const schema = format?.type === "json_schema" ? schemaOf(format.json_schema) : undefined;
  const { messages, model, stream } = body;
  const [system, data] = [textsOf(messages, true), textsOf(messages, false)];
  return { provider: "openai", model, system, data, schema, stream: stream ?? false };
}

async function readResponses(c: AiC): Promise<Asked> {
  requireKey(c, null);
  const body = await readJson(c, ResponsesRequest);
  requireModel(body.model);
  const format = body.text?.format;
  const schema = format?.type === "json_schema" ? schemaOf(format) : undefined;
  const messages: Message[] = typeof body.input === "string" ? [{ role: "user", content: body.input }] : body.input;
  const system = [body.instructions ?? "", textsOf(messages, true)].filter(Boolean).join("\n");
  const data = textsOf(messages, false);
  return { provider: "openai", model: body.model, system, data, schema, stream: body.stream ?? false };
}

export function openai(app: AiApp): void {
  app.post("/v1/chat/completions", serve(CHAT, readChat));
  app.post("/v1/responses", serve(RESPONSES, readResponses));
}
