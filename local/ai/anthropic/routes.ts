import * as z from "zod";
import { readJson, requireKey } from "../body.ts";
import type { AiApp, AiC, Asked } from "../context.ts";
import { Refused } from "../failure.ts";
import { send, serve } from "../serve.ts";
import { countTokens } from "../tokens.ts";
import { anthropicFailure } from "./failures.ts";
import { ANTHROPIC } from "./wire.ts";

const CacheControl = z.strictObject({ type: z.literal("ephemeral"), ttl: z.string().optional() }).optional();
const Text = z.strictObject({ type: z.literal("text"), text: z.string().min(1), cache_control: CacheControl });
const Texts = z.union([z.string(), z.array(Text)]);
const Message = z.strictObject({ role: z.enum(["user", "assistant"]), content: Texts });
const Format = z.strictObject({ type: z.literal("json_schema"), schema: z.record(z.string(), z.unknown()) });

const SHARED = {
  model: z.string(),
  messages: z.array(Message).min(1),
  system: Texts.optional(),
  thinking: z.record(z.string(), z.unknown()).optional(),
  tools: z.array(z.unknown()).optional(),
  tool_choice: z.unknown().optional(),
  output_config: z.strictObject({ format: Format.optional(), effort: z.string().optional() }).optional(),
};
const CreateRequest = z.strictObject({
  ...SHARED,
  max_tokens: z.number().int().min(1),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().optional(),
  top_k: z.number().optional(),
  stop_sequences: z.array(z.string()).optional(),
  metadata: z.strictObject({ user_id: z.string().optional() }).optional(),
  service_tier: z.string().optional(),
});
const CountRequest = z.strictObject(SHARED);

const VERSIONS = new Set(["2023-06-01", "2026-10-21"]);

function textOf(content: z.infer<typeof Texts> | undefined): string {
  return typeof content === "string" ? content : (content ?? []).map(({ text }) => text).join("\n");
}

function requireCaller(c: AiC): void {
  requireKey(c, "x-api-key");
  const version = c.req.header("anthropic-version");
  if (version === undefined) throw new Refused({ kind: "bad_field", message: "anthropic-version: header is required" });
  if (!VERSIONS.has(version)) {
    throw new Refused({ kind: "bad_field", message: `anthropic-version: "${version}" is not a valid version` });
  }
}

function requireModel(model: string): void {
  if (!model.startsWith("claude-")) throw new Refused({ kind: "not_found", message: `model: ${model}` });
}

/** Keywords that structured outputs do not take; `minItems` may be 0 or 1. */
const UNSUPPORTED = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "maxItems",
];

function refuseSchema(reason: string): never {
  throw new Refused({ kind: "bad_field", message: `output_config.format.schema: ${reason}` });
}

/** Objects must be closed, and sizes are not for the schema to say. */
function requireSupported(schema: unknown): void {
  if (typeof schema !== "object" || schema === null) return;
  const known = schema as Record<string, unknown>;
  if (known.type === "object" && known.additionalProperties !== false) {
    refuseSchema("For 'object' type, 'additionalProperties' must be explicitly set to false");
  }
  const odd = UNSUPPORTED.find((keyword) => typeof known[keyword] === "number" && typeof known.type === "string");
  if (odd) refuseSchema(`For '${String(known.type)}' type, property '${odd}' is not supported`);
  for (const child of Object.values(known)) requireSupported(child);
}

async function readCreate(c: AiC): Promise<Asked> {
  requireCaller(c);
  const body = await readJson(c, CreateRequest);
  requireModel(body.model);
  const schema = body.output_config?.format?.schema;
  requireSupported(schema);
  const data = body.messages.map(({ content }) => textOf(content)).join("\n");
  return {
    provider: "anthropic",
    model: body.model,
    system: textOf(body.system),
    data,
    schema,
    stream: body.stream ?? false,
  };
}

async function count(c: AiC): Promise<Response> {
  try {
    requireCaller(c);
    const body = await readJson(c, CountRequest);
    requireModel(body.model);
    const texts = [textOf(body.system), ...body.messages.map(({ content }) => textOf(content))];
    return c.json({ input_tokens: await countTokens(c.get("ai"), "anthropic", texts.filter(Boolean).join("\n")) });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return send(anthropicFailure(error.failure));
  }
}

export function anthropic(app: AiApp): void {
  app.post("/v1/messages", serve(ANTHROPIC, readCreate));
  app.post("/v1/messages/count_tokens", count);
}
