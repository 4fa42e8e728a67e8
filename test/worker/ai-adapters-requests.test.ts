import { GoogleGenerativeAI } from "@google/generative-ai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ANSWER, aiCall, aiLine, GOOD, KEY } from "./support/ai-line.ts";

type Json = Record<string, unknown>;

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a request", () => {
  it("to Gemini is what the SDK itself sends", async () => {
    const call = aiCall({ model: "gemini-3.8-flash" });
    const line = await aiLine("gemini", () => Response.json(ANSWER.gemini(GOOD)));
    await line.provider.generateRemediation(call);
    const [ours] = line.sent;
    const theirs = vi.fn(async (_url: string, _init: RequestInit) => Response.json(ANSWER.gemini(GOOD)));
    vi.stubGlobal("fetch", theirs);
    const generationConfig = ours?.body.generationConfig as Json;
    await new GoogleGenerativeAI(KEY)
      .getGenerativeModel({ model: call.model, generationConfig, systemInstruction: call.prompt.system })
      .generateContent(call.prompt.data);
    const [url, init] = theirs.mock.calls[0] ?? [];
    expect(ours?.url).toBe(url);
    expect(ours?.body).toEqual(JSON.parse(String(init?.body)));
    const headers = Object.fromEntries(new Headers(init?.headers));
    expect(Object.fromEntries(ours?.headers ?? [])).toEqual({ ...headers, "user-agent": "autodevops" });
  });

  it("to Gemini asks for our schema in its own words, and for little thought", async () => {
    const line = await aiLine("gemini", () => Response.json(ANSWER.gemini(GOOD)));
    await line.provider.generateRemediation(aiCall({ model: "gemini-3.8-flash" }));
    expect(line.sent[0]?.url).toBe(
      "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.8-flash:generateContent",
    );
    expect(line.sent[0]?.body).toMatchObject({
      systemInstruction: { role: "system", parts: [{ text: "Our words." }] },
      contents: [{ role: "user", parts: [{ text: "Their file." }] }],
      generationConfig: {
        maxOutputTokens: 900,
        responseMimeType: "application/json",
        responseSchema: {
          type: "object",
          required: ["title", "explanation", "edits"],
          propertyOrdering: ["title", "explanation", "edits"],
        },
        thinkingConfig: { thinkingLevel: "low" },
      },
    });
    expect(JSON.stringify(line.sent[0]?.body)).not.toContain("additionalProperties");
  });

  it("to Anthropic", async () => {
    const line = await aiLine("anthropic", () => Response.json(ANSWER.anthropic(GOOD)));
    await line.provider.generateRemediation(aiCall({ model: "claude-haiku-5-5" }));
    const [sent] = line.sent;
    expect(sent?.url).toBe("https://api.anthropic.com/v1/messages");
    expect(sent?.headers.get("x-api-key")).toBe(KEY);
    expect(sent?.headers.get("anthropic-version")).toBe("2023-06-01");
    expect(sent?.body).toMatchObject({
      model: "claude-haiku-5-5",
      max_tokens: 900,
      system: "Our words.",
      messages: [{ role: "user", content: "Their file." }],
      output_config: { effort: "low", format: { type: "json_schema", schema: { additionalProperties: false } } },
    });
  });

  it("to OpenAI", async () => {
    const line = await aiLine("openai", () => Response.json(ANSWER.openai(GOOD)));
    await line.provider.generateRemediation(aiCall());
    const [sent] = line.sent;
    expect(sent?.url).toBe("https://api.openai.com/v1/chat/completions");
    expect(sent?.headers.get("authorization")).toBe(`Bearer ${KEY}`);
    expect(sent?.body).toMatchObject({
      model: "gpt-6-luna",
      max_completion_tokens: 900,
      reasoning_effort: "none",
      messages: [
        { role: "system", content: "Our words." },
        { role: "user", content: "Their file." },
      ],
      response_format: { type: "json_schema", json_schema: { name: "answer", strict: true } },
    });
  });

  it.each([
    ["http://127.0.0.1:11434", "http://127.0.0.1:11434/v1/chat/completions"],
    ["https://ai.example.com/openai/v1/", "https://ai.example.com/openai/v1/chat/completions"],
  ])("to a compatible server at %s uses the words that all of them know", async (base, url) => {
    const line = await aiLine("openai", () => Response.json(ANSWER.openai(GOOD)), { vars: { OPENAI_BASE_URL: base } });
    await line.provider.generateRemediation(aiCall({ model: "llama" }));
    expect(line.sent[0]?.url).toBe(url);
    expect(line.sent[0]?.body).toMatchObject({ model: "llama", max_tokens: 900 });
    expect(Object.keys(line.sent[0]?.body ?? {})).not.toContain("reasoning_effort");
  });

  it("asks a server for any JSON, once, when it does not take schemas", async () => {
    const refusal = {
      error: { message: "response_format json_schema is not supported", type: "invalid_request_error" },
    };
    const line = await aiLine("openai", (_request, number) =>
      number === 1 ? Response.json(refusal, { status: 400 }) : Response.json(ANSWER.openai(GOOD)),
    );
    expect(await line.provider.generateRemediation(aiCall())).toMatchObject({ attempts: 2 });
    expect(line.waits).toEqual([]);
    expect(line.sent[1]?.body).toMatchObject({ response_format: { type: "json_object" } });
    expect(JSON.stringify(line.sent[1]?.body)).toContain("The JSON Schema of your answer");
    const stubborn = await aiLine("openai", () => Response.json(refusal, { status: 400 }));
    await expect(stubborn.provider.generateRemediation(aiCall())).rejects.toMatchObject({
      kind: "request",
      attempts: 2,
    });
  });

  it("that tests a key is small, and passes when the answer is cut", async () => {
    for (const [name, body] of [
      ["gemini", { candidates: [{ finishReason: "MAX_TOKENS", content: {} }] }],
      ["anthropic", ANSWER.anthropic(GOOD)],
      ["openai", ANSWER.openai('{"ok":true}')],
    ] as const) {
      const line = await aiLine(name, () => Response.json(body));
      await line.provider.test("gpt-6-luna", new AbortController().signal);
      expect(JSON.stringify(line.sent[0]?.body).length).toBeLessThan(800);
    }
    const refused = await aiLine("openai", () =>
      Response.json({ error: { code: "invalid_api_key" } }, { status: 401 }),
    );
    await expect(refused.provider.test("gpt-6-luna", new AbortController().signal)).rejects.toMatchObject({
      kind: "key",
    });
  });
});
