import type { Asked } from "../context.ts";
import type { Said, Stop } from "../said.ts";
import type { Wire } from "../serve.ts";
import { geminiFailure } from "./failures.ts";

const FINISH: Record<Exclude<Stop, "blocked" | "none">, string> = {
  stop: "STOP",
  length: "MAX_TOKENS",
  safety: "SAFETY",
  recitation: "RECITATION",
  prohibited: "PROHIBITED_CONTENT",
  other: "OTHER",
  unknown: "A_REASON_OF_TOMORROW",
};
const RATINGS = [{ category: "HARM_CATEGORY_DANGEROUS_CONTENT", probability: "HIGH", blocked: true }];
const CITATIONS = { citationSources: [{ startIndex: 0, endIndex: 64, uri: "https://example.com/book", license: "" }] };

function usageOf({ usage, thoughts }: Said): Record<string, unknown> {
  const { input, output, thoughts: spent } = usage;
  const total = Number(input) + Number(output) + spent;
  return {
    promptTokenCount: input,
    candidatesTokenCount: output,
    ...(spent > 0 || thoughts !== null ? { thoughtsTokenCount: spent } : {}),
    totalTokenCount: Number.isFinite(total) ? total : null,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: input }],
  };
}

function candidatesOf({ parts, thoughts, stop }: Said): Record<string, unknown> {
  if (stop === "blocked") return { promptFeedback: { blockReason: "SAFETY", safetyRatings: RATINGS } };
  if (stop === "none") return { candidates: [] };
  const texts = parts.map((text) => ({ text }));
  const all = thoughts === null ? texts : [{ text: thoughts, thought: true }, ...texts];
  const content = stop === "stop" || stop === "length" ? { content: contentOf(all) } : {};
  const ratings = stop === "safety" ? { safetyRatings: RATINGS } : {};
  const citations = stop === "recitation" ? { citationMetadata: CITATIONS } : {};
  return { candidates: [{ ...content, finishReason: FINISH[stop], index: 0, ...ratings, ...citations }] };
}

/** A model that spent everything on thinking says nothing: content without parts. */
function contentOf(parts: unknown[]): Record<string, unknown> {
  return parts.length > 0 ? { parts, role: "model" } : { role: "model" };
}

function whole(said: Said): Record<string, unknown> {
  return { ...candidatesOf(said), usageMetadata: usageOf(said), modelVersion: said.model, responseId: said.id };
}

/** One event a part, the reason of its end and the usage in the last; a broken stream ends with an error. */
function chunks(said: Said): unknown[] {
  const meta = { modelVersion: said.model, responseId: said.id };
  const early = said.breaks ? said.parts : said.parts.slice(0, -1);
  const begun = early.map((text) => ({ candidates: [{ content: contentOf([{ text }]), index: 0 }], ...meta }));
  if (said.breaks) return [...begun, geminiFailure({ kind: "unavailable" }).body];
  return [...begun, whole({ ...said, parts: said.parts.slice(-1) })];
}

export const GEMINI: Wire = {
  failure: geminiFailure,
  whole: (said) => (said.breaks ? geminiFailure({ kind: "unavailable" }).body : whole(said)),
  events: (said) => ({
    type: "text/event-stream",
    text: chunks(said)
      .map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`)
      .join(""),
  }),
};

/** A stream without `alt=sse`: the same chunks as one JSON array. */
export const GEMINI_ARRAY: Wire = {
  ...GEMINI,
  events: (said: Said, _asked: Asked) => ({
    type: "application/json; charset=UTF-8",
    text: JSON.stringify(chunks(said)),
  }),
};
