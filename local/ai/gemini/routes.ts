import { readJson, requireKey } from "../body.ts";
import type { AiApp, AiC, Asked } from "../context.ts";
import { Refused } from "../failure.ts";
import { send, serve } from "../serve.ts";
import { countTokens } from "../tokens.ts";
import { geminiFailure } from "./failures.ts";
import { CountRequest, type GenerateBody, GenerateRequest, textOf } from "./request.ts";
import { GEMINI, GEMINI_ARRAY } from "./wire.ts";

/** Retired: the API answers 404 for them. */
const RETIRED = /^gemini-(?:1|2)\./;

function modelOf(c: AiC): string {
  const [model = ""] = (c.req.param("call") ?? "").split(":");
  if (model.startsWith("gemini-") && !RETIRED.test(model)) return model;
  const message =
    `models/${model} is not found for API version v1beta, or is not supported for generateContent. ` +
    "Call ListModels to see the list of available models and their supported methods.";
  throw new Refused({ kind: "not_found", message });
}

/** JSON out needs its media type said, and one schema at most. */
function requireFittingConfig({ generationConfig: config }: GenerateBody): void {
  const schemas = [config?.responseSchema, config?.responseJsonSchema].filter((schema) => schema !== undefined);
  const isJson = config?.responseMimeType === "application/json";
  const field = "generation_config.response_schema";
  if (schemas.length > 0 && !isJson) {
    const message = "response_schema requires response_mime_type application/json.";
    throw new Refused({ kind: "bad_field", field, message });
  }
  if (schemas.length > 1) {
    const message = "response_schema and response_json_schema cannot both be set.";
    throw new Refused({ kind: "bad_field", field, message });
  }
}

function reader(stream: boolean) {
  return async function readGenerate(c: AiC): Promise<Asked> {
    requireKey(c, "x-goog-api-key");
    const model = modelOf(c);
    const body = await readJson(c, GenerateRequest);
    requireFittingConfig(body);
    const { generationConfig: config } = body;
    const data = body.contents.map(textOf).join("\n");
    const schema = config?.responseSchema ?? config?.responseJsonSchema;
    return { provider: "gemini", model, system: textOf(body.systemInstruction), data, schema, stream };
  };
}

async function count(c: AiC): Promise<Response> {
  try {
    requireKey(c, "x-goog-api-key");
    modelOf(c);
    const body = await readJson(c, CountRequest);
    const request = body.generateContentRequest ?? { contents: body.contents ?? [], systemInstruction: undefined };
    const text = [textOf(request.systemInstruction), ...request.contents.map(textOf)].filter(Boolean).join("\n");
    const totalTokens = await countTokens(c.get("ai"), "gemini", text);
    return c.json({ totalTokens, promptTokensDetails: [{ modality: "TEXT", tokenCount: totalTokens }] });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return send(geminiFailure(error.failure));
  }
}

const generate = serve(GEMINI, reader(false));
const streamSse = serve(GEMINI, reader(true));
const streamArray = serve(GEMINI_ARRAY, reader(true));

function dispatch(c: AiC): Response | Promise<Response> {
  const [, method = ""] = (c.req.param("call") ?? "").split(":");
  if (method === "generateContent") return generate(c);
  if (method === "streamGenerateContent") return (c.req.query("alt") === "sse" ? streamSse : streamArray)(c);
  if (method === "countTokens") return count(c);
  return send(geminiFailure({ kind: "not_found", message: "The method is not found." }));
}

export function gemini(app: AiApp): void {
  app.post("/v1beta/models/:call", dispatch);
}
