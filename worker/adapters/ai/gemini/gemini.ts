import { BlockReason, FinishReason, GoogleGenerativeAI, type ResponseSchema } from "@google/generative-ai";
import * as z from "zod";
import type { ModelRow } from "../models/model-row.ts";
import type { AiTokens } from "../port.ts";
import { aiError } from "../wire/failures.ts";
import { readSchema, toOpenApiSchema } from "../wire/schema.ts";
import { readTokens } from "../wire/tokens.ts";
import type { Wire, WireAnswer, WireCall, WireRequest, WireText } from "../wire/wire.ts";
import { geminiFailure } from "./gemini-errors.ts";

const API_CLIENT = "genai-js/0.24.1";

const Part = z.object({ text: z.string().catch(""), thought: z.boolean().catch(false).default(false) });
const Candidate = z.object({
  content: z
    .object({ parts: z.array(Part).catch([]).default([]) })
    .nullish()
    .catch(null),
  finishReason: z.string().nullish().catch(null),
});
const Usage = z.object({
  promptTokenCount: z.unknown().optional(),
  candidatesTokenCount: z.unknown().optional(),
  thoughtsTokenCount: z.unknown().optional(),
});
const Answer = z.object({
  candidates: z.array(Candidate).nullish(),
  promptFeedback: z
    .object({ blockReason: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  usageMetadata: Usage.nullish().catch(null),
  modelVersion: z.unknown().optional(),
});
type Answer = z.infer<typeof Answer>;

const BLOCKED: ReadonlySet<string> = new Set([
  ...Object.values(BlockReason),
  FinishReason.SAFETY,
  FinishReason.RECITATION,
  FinishReason.LANGUAGE,
  FinishReason.BLOCKLIST,
  FinishReason.PROHIBITED_CONTENT,
  FinishReason.SPII,
  FinishReason.OTHER,
]);

/**
 * Gemini's `generateContent`. The SDK's own objects build the request: they say the model's resource name, the system
 * instruction and the generation settings, and a test holds the result against what the SDK itself would send. The SDK
 * does not send it: it calls the global `fetch`, which would pass by the allowed origins, the time limit, the size cap and
 * the ban on redirects of `platform/egress.ts`, it hides response headers (`retry-after`), and it never clears its timer.
 * Its reading of answers is not used either: `text()` gives thoughts, cut texts and "" for blocked ones as if they were
 * answers. The SDK is no longer maintained, so all of it that we use is in this file.
 */
export function createGemini(key: string, baseUrl: string): Wire {
  const client = new GoogleGenerativeAI(key);
  return {
    name: "gemini",
    request: (call) => requestOf(client, baseUrl, call),
    read: readGemini,
    failure: geminiFailure,
  };
}

function requestOf(client: GoogleGenerativeAI, baseUrl: string, { model, prompt }: WireCall): WireRequest {
  const responseSchema = toOpenApiSchema(readSchema(prompt.schema)) as unknown as ResponseSchema;
  const generationConfig = {
    maxOutputTokens: Math.min(prompt.maxOutputTokens, model.maxOutput),
    responseMimeType: "application/json",
    responseSchema,
    ...(model.effort === null ? {} : { thinkingConfig: { thinkingLevel: model.effort } }),
  };
  const params = { model: model.id, generationConfig, systemInstruction: prompt.system };
  const built = client.getGenerativeModel(params, { baseUrl });
  return {
    url: `${baseUrl}/v1beta/${built.model}:generateContent`,
    headers: { "x-goog-api-client": API_CLIENT, "x-goog-api-key": client.apiKey },
    body: {
      generationConfig: built.generationConfig,
      safetySettings: built.safetySettings,
      systemInstruction: built.systemInstruction,
      contents: [{ role: "user", parts: [{ text: prompt.data }] }],
    },
  };
}

function tokensOf({ usageMetadata, candidates }: Answer, model: ModelRow): AiTokens | null {
  if (!usageMetadata) return null;
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = usageMetadata;
  // A prompt that was blocked has no answer to count.
  const none = candidates && candidates.length > 0 ? undefined : 0;
  return readTokens([promptTokenCount], [candidatesTokenCount ?? none, thoughtsTokenCount], model);
}

/** The text of an answer: parts joined, thoughts left out; anything but a proper end is a failure, whatever was written. */
function readGemini(answer: WireAnswer, model: ModelRow): WireText {
  const parsed = Answer.safeParse(answer.json);
  if (!parsed.success) throw aiError("malformed");
  if (isFailure(answer.json)) throw geminiFailure(answer);
  const tokens = tokensOf(parsed.data, model);
  const { candidates, promptFeedback, modelVersion } = parsed.data;
  const candidate = candidates?.[0];
  if (promptFeedback?.blockReason) throw aiError("blocked", { tokens });
  if (candidate === undefined) throw aiError("malformed", { tokens });
  const { finishReason, content } = candidate;
  if (finishReason === FinishReason.MAX_TOKENS) throw aiError("cut", { tokens });
  if (finishReason !== FinishReason.STOP)
    throw aiError(BLOCKED.has(finishReason ?? "") ? "blocked" : "malformed", { tokens });
  const text = (content?.parts ?? []).map((part) => (part.thought ? "" : part.text)).join("");
  if (text.trim() === "") throw aiError("malformed", { tokens });
  return { text, model: modelVersion, tokens };
}

function isFailure(json: unknown): boolean {
  return typeof json === "object" && json !== null && "error" in json;
}
