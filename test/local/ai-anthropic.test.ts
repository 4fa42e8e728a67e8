import Anthropic from "@anthropic-ai/sdk";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
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
  type: "object",
  properties: { verdict: { enum: ["good", "bad"] }, notes: { type: "array", items: { type: "string" } } },
  required: ["verdict", "notes"],
  additionalProperties: false,
};

const request = {
  model: "claude-haiku-4-5",
  max_tokens: 256,
  system: "You are careful.",
  messages: [{ role: "user" as const, content: "Look at this." }],
  output_config: { format: { type: "json_schema" as const, schema: SCHEMA } },
};

function client(apiKey = "any-key") {
  return new Anthropic({ apiKey, baseURL: server.url, maxRetries: 0 });
}

function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("Anthropic's own package", () => {
  it("reads an answer and its usage", async () => {
    await control.script({ match: { provider: "anthropic", system: "careful" } });
    const message = await client().messages.create(request);
    expect(message.content).toEqual([{ type: "text", text: '{"verdict":"good","notes":[]}' }]);
    expect(message).toMatchObject({ stop_reason: "end_turn", model: "claude-haiku-4-5", type: "message" });
    expect(message.usage.input_tokens).toBeGreaterThan(5);
  });

  it.each([
    ["cut_json", "max_tokens"],
    ["max_tokens_empty", "max_tokens"],
    ["safety", "refusal"],
    ["other_stop", "model_context_window_exceeded"],
  ] as const)("reads why %s ended", async (kind, reason) => {
    await control.script({ answer: { kind } });
    expect((await client().messages.create(request)).stop_reason).toBe(reason);
  });

  it("puts thoughts into a block of their own", async () => {
    await control.script({ answer: { kind: "thoughts" } });
    const { content } = await client().messages.create(request);
    expect(content.map(({ type }) => type)).toEqual(["thinking", "text"]);
  });

  it("counts tokens", async () => {
    const { model, system, messages } = request;
    expect((await client().messages.countTokens({ model, system, messages })).input_tokens).toBeGreaterThan(5);
  });

  it.each([
    ["bad_key", Anthropic.AuthenticationError, "authentication_error"],
    ["bad_field", Anthropic.BadRequestError, "invalid_request_error"],
    ["billing", Anthropic.APIError, "billing_error"],
    ["forbidden", Anthropic.PermissionDeniedError, "permission_error"],
    ["not_found", Anthropic.NotFoundError, "not_found_error"],
    ["too_large", Anthropic.APIError, "request_too_large"],
    ["rate", Anthropic.RateLimitError, "rate_limit_error"],
    ["spend_limit", Anthropic.RateLimitError, "enforced_spend_limit_reached"],
    ["internal", Anthropic.InternalServerError, "api_error"],
    ["deadline", Anthropic.InternalServerError, "timeout_error"],
    ["overloaded", Anthropic.InternalServerError, "overloaded_error"],
    ["html", Anthropic.InternalServerError, "502"],
  ] as const)("makes its own error of %s", async (kind, type, words) => {
    await control.script({ answer: { kind, retryAfterMs: 3000 } });
    const error = await failure(client().messages.create(request));
    expect(error).toBeInstanceOf(type);
    expect(`${(error as Error).message} ${JSON.stringify((error as { error?: unknown }).error)}`).toContain(words);
    if (kind === "rate") expect((error as InstanceType<typeof type>).headers?.get("retry-after")).toBe("3");
  });

  it("streams, and throws for an error in the stream", async () => {
    await control.script({ answer: { kind: "three_parts" } }, { answer: { kind: "stream_error" } });
    const message = await client().messages.stream(request).finalMessage();
    expect(message.content.map((block) => (block.type === "text" ? block.text : "")).join("")).toContain("verdict");
    expect(message.stop_reason).toBe("end_turn");
    expect(await failure(client().messages.stream(request).finalMessage())).toBeInstanceOf(Anthropic.APIError);
  });
});

describe("what Anthropic refuses", () => {
  async function ask(body: unknown, headers: Record<string, string> = {}) {
    await control.script({});
    const response = await fetch(`${server.url}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": "any-key", "anthropic-version": "2023-06-01", ...headers },
      body: JSON.stringify(body),
    });
    const { error } = (await response.json()) as { error?: { type: string; message: string } };
    return { status: response.status, ...error };
  }
  const { max_tokens: _max, ...withoutMax } = request;
  const asking = (schema: unknown) => ({ ...request, output_config: { format: { type: "json_schema", schema } } });

  it.each([
    ["no max_tokens", withoutMax, "max_tokens"],
    ["an unknown field", { ...request, temperture: 1 }, "temperture"],
    ["a system message", { ...request, messages: [{ role: "system", content: "x" }] }, "role"],
    ["an open object", asking({ type: "object", properties: {} }), "additionalProperties"],
    ["sizes in a schema", asking({ type: "string", maxLength: 10 }), "maxLength"],
  ])("refuses %s with 400", async (_name, body, words) => {
    expect(await ask(body)).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      message: expect.stringContaining(words),
    });
  });

  it("refuses a bad key, a missing version and an unknown model", async () => {
    expect(await ask(request, { "x-api-key": "refused" })).toMatchObject({ status: 401, type: "authentication_error" });
    expect(await ask(request, { "anthropic-version": "1999-01-01" })).toMatchObject({ status: 400 });
    expect(await ask({ ...request, model: "gpt-5" })).toMatchObject({ status: 404, type: "not_found_error" });
    expect(await ask(request)).toMatchObject({ status: 200 });
  });
});
