import {
  GoogleGenerativeAI,
  GoogleGenerativeAIFetchError,
  GoogleGenerativeAIResponseError,
  SchemaType,
} from "@google/generative-ai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ScriptInput } from "../../local/ai/script.ts";
import { type AiServer, createAiServer } from "../../local/ai/server.ts";
import { type AiControl, createAiControl } from "../support/ai-control.ts";

let server: AiServer;
let control: AiControl;

beforeAll(async () => {
  server = await createAiServer({ port: 0 });
  control = createAiControl(server.url, server.controlToken);
});
afterEach(() => control.reset());
afterAll(() => server.close());

const SCHEMA = {
  type: SchemaType.OBJECT,
  properties: { verdict: { type: SchemaType.STRING, format: "enum" as const, enum: ["good", "bad"] } },
  required: ["verdict"],
} as const;

function model(name = "gemini-3.5-flash-lite", key = "any-key") {
  const config = { responseMimeType: "application/json", responseSchema: structuredClone(SCHEMA) as never };
  const params = { model: name, generationConfig: config, systemInstruction: "You are careful." };
  return new GoogleGenerativeAI(key).getGenerativeModel(params, { baseUrl: server.url });
}

async function fails(answer: ScriptInput["answer"], name?: string, key?: string) {
  await control.script({ answer });
  const error: unknown = await model(name, key)
    .generateContent("Look at this.")
    .catch((caught: unknown) => caught);
  if (!(error instanceof GoogleGenerativeAIFetchError)) throw new Error(`Not a fetch error: ${String(error)}`);
  return error;
}

describe("Gemini's own package", () => {
  it("reads an answer, its usage and who gave it", async () => {
    await control.script({ match: { model: "flash-lite", system: "careful", data: "Look" }, answer: {} });
    const { response } = await model().generateContent("Look at this.");
    expect(JSON.parse(response.text())).toEqual({ verdict: "good" });
    expect(response.candidates?.[0]?.finishReason).toBe("STOP");
    expect(response.usageMetadata).toMatchObject({ promptTokenCount: 8, candidatesTokenCount: 6, totalTokenCount: 14 });
    expect(response).toMatchObject({ modelVersion: "gemini-3.5-flash-lite" });
  });

  it("counts tokens", async () => {
    await expect(model().countTokens("on: push")).resolves.toMatchObject({ totalTokens: 7 });
  });

  it.each([
    ["safety", "SAFETY"],
    ["recitation", "RECITATION"],
  ] as const)("throws its error of a response for %s", async (kind, reason) => {
    await control.script({ answer: { kind } });
    const { response } = await model().generateContent("Look");
    expect(response.candidates?.[0]?.finishReason).toBe(reason);
    expect(() => response.text()).toThrow(GoogleGenerativeAIResponseError);
  });

  it.each(["prohibited", "no_candidates", "max_tokens_empty", "unknown_stop"] as const)(
    "reads nothing and says nothing for %s",
    async (kind) => {
      await control.script({ answer: { kind } });
      const { response } = await model().generateContent("Look");
      expect(response.text()).toBe("");
    },
  );

  it("throws for a prompt that is blocked", async () => {
    await control.script({ answer: { kind: "prompt_blocked" } });
    const { response } = await model().generateContent("Look");
    expect(response.promptFeedback?.blockReason).toBe("SAFETY");
    expect(() => response.text()).toThrow(GoogleGenerativeAIResponseError);
  });

  it("joins three parts, and thoughts with them", async () => {
    await control.script({ answer: { kind: "three_parts" } }, { answer: { kind: "thoughts" } });
    expect((await model().generateContent("Look")).response.text()).toBe('{"verdict":"good"}');
    const { response } = await model().generateContent("Look");
    expect(response.candidates?.[0]?.content.parts[0]).toMatchObject({ thought: true });
    expect(response.text()).toContain("Let me think");
  });

  it.each([
    ["bad_key", 400, "API_KEY_INVALID"],
    ["bad_field", 400, "fieldViolations"],
    ["precondition", 400, undefined],
    ["unauthenticated", 401, "ErrorInfo"],
    ["forbidden", 403, "SERVICE_DISABLED"],
    ["not_found", 404, undefined],
    ["billing", 402, undefined],
    ["rate", 429, '"retryDelay":"34.074s"'],
    ["rate_bare", 429, undefined],
    ["day_quota", 429, "PerDay"],
    ["internal", 500, undefined],
    ["unavailable", 503, undefined],
    ["deadline", 504, undefined],
    ["html", 502, undefined],
  ] as const)("makes its fetch error of %s", async (kind, status, detail) => {
    const error = await fails({ kind });
    expect(error.status).toBe(status);
    if (detail === undefined) expect(error.errorDetails).toBeUndefined();
    else expect(JSON.stringify(error.errorDetails)).toContain(detail);
  });

  it("is refused a retired model and a bad key", async () => {
    expect((await fails({}, "gemini-2.5-flash")).status).toBe(404);
    expect((await fails({}, undefined, "refused-key")).errorDetails?.[0]).toMatchObject({ reason: "API_KEY_INVALID" });
  });

  it("reads a stream whose usage is in the last event, and swallows an error in one", async () => {
    await control.script({ answer: { kind: "three_parts" } }, { answer: { kind: "stream_error" } });
    const { stream, response } = await model().generateContentStream("Look");
    let text = "";
    for await (const chunk of stream) text += chunk.text();
    expect(text).toBe('{"verdict":"good"}');
    expect((await response).usageMetadata?.candidatesTokenCount).toBe(6);
    const broken = await model().generateContentStream("Look");
    expect((await broken.response).text()).toBe('{"verdict');
  });
});

describe("what Gemini refuses", () => {
  async function ask(body: unknown, path = "generateContent") {
    await control.script({ answer: {} });
    const response = await fetch(`${server.url}/v1beta/models/gemini-3.8-flash:${path}`, {
      method: "POST",
      headers: { "x-goog-api-key": "any-key" },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }
  const contents = [{ role: "user", parts: [{ text: "Look" }] }];
  const asking = (responseSchema: unknown) => ({
    contents,
    generationConfig: { responseMimeType: "application/json", responseSchema },
  });

  it.each([
    ["$ref", asking({ $ref: "#/x" })],
    ["additionalProperties", asking({ type: "object", properties: {}, additionalProperties: false })],
    ["const", asking({ type: "object", properties: { a: { type: "string", const: "x" } } })],
    ["an unknown field", { contents, generation: {} }],
    ["no contents", { contents: [] }],
    ["a role it does not know", { contents: [{ role: "system", parts: [{ text: "x" }] }] }],
    ["a schema without its media type", { contents, generationConfig: { responseSchema: { type: "object" } } }],
  ])("refuses %s with 400", async (_name, body) => {
    const { status, text } = await ask(body);
    expect(status).toBe(400);
    expect(text).toContain("INVALID_ARGUMENT");
  });

  it("takes types in both cases, and JSON Schema in its own field", async () => {
    expect((await ask(asking({ type: "OBJECT", properties: { a: { type: "string" } }, required: ["a"] }))).status).toBe(
      200,
    );
    const json = {
      responseMimeType: "application/json",
      responseJsonSchema: { type: "object", additionalProperties: false },
    };
    expect((await ask({ contents, generationConfig: json })).status).toBe(200);
  });

  it("streams a JSON array without alt=sse", async () => {
    const { text } = await ask({ contents }, "streamGenerateContent");
    expect(JSON.parse(text)).toHaveLength(1);
  });
});
