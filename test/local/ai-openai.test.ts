import OpenAI from "openai";
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
  properties: { verdict: { type: "string", enum: ["good", "bad"] } },
  required: ["verdict"],
  additionalProperties: false,
};
const messages = [
  { role: "system" as const, content: "You are careful." },
  { role: "user" as const, content: "Look at this." },
];
const named = { name: "verdict", strict: true, schema: SCHEMA };
const chat = { model: "gpt-5.4-mini", messages, response_format: { type: "json_schema" as const, json_schema: named } };
const responses = {
  model: "gpt-5.4-mini",
  instructions: "You are careful.",
  input: "Look at this.",
  text: { format: { type: "json_schema" as const, ...named } },
};

function client(apiKey = "any-key") {
  return new OpenAI({ apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
}

function failure(promise: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(promise).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("OpenAI's own package", () => {
  it("reads a completion and its usage", async () => {
    await control.script({ match: { provider: "openai", system: "careful", data: "^Look" } });
    const { choices, usage, model } = await client().chat.completions.create(chat);
    expect(choices[0]).toMatchObject({
      message: { content: '{"verdict":"good"}', refusal: null },
      finish_reason: "stop",
    });
    expect(usage).toMatchObject({ prompt_tokens: 8, completion_tokens: 6, total_tokens: 14 });
    expect(model).toBe("gpt-5.4-mini");
  });

  it("reads a response and its usage", async () => {
    await control.script({});
    const response = await client().responses.create(responses);
    expect(response).toMatchObject({ status: "completed", output_text: '{"verdict":"good"}' });
    expect(response.usage).toMatchObject({ input_tokens: 8, output_tokens: 6 });
  });

  it.each([
    ["cut_json", "length", "incomplete"],
    ["prohibited", "content_filter", "incomplete"],
    ["safety", "stop", "completed"],
  ] as const)("reads why %s ended", async (kind, reason, status) => {
    await control.script({ times: 2, answer: { kind } });
    const { choices } = await client().chat.completions.create(chat);
    expect(choices[0]?.finish_reason).toBe(reason);
    expect((await client().responses.create(responses)).status).toBe(status);
    if (kind === "safety") expect(choices[0]?.message.refusal).toContain("sorry");
  });

  it.each([
    ["bad_key", OpenAI.AuthenticationError, "invalid_api_key"],
    ["bad_field", OpenAI.BadRequestError, "unknown_parameter"],
    ["too_long", OpenAI.BadRequestError, "context_length_exceeded"],
    ["forbidden", OpenAI.PermissionDeniedError, "model_not_found"],
    ["not_found", OpenAI.NotFoundError, "model_not_found"],
    ["rate", OpenAI.RateLimitError, "rate_limit_exceeded"],
    ["billing", OpenAI.RateLimitError, "insufficient_quota"],
    ["internal", OpenAI.InternalServerError, null],
    ["unavailable", OpenAI.InternalServerError, null],
    ["html", OpenAI.InternalServerError, undefined],
  ] as const)("makes its own error of %s", async (kind, type, code) => {
    await control.script({ answer: { kind, retryAfterMs: 1500 } });
    const error = await failure(client().chat.completions.create(chat));
    expect(error).toBeInstanceOf(type);
    expect((error as InstanceType<typeof type>).code).toBe(code);
    if (kind === "rate") expect((error as InstanceType<typeof type>).headers?.get("retry-after-ms")).toBe("1500");
  });

  it("streams both ways, the usage last", async () => {
    await control.script({ times: 2, answer: { kind: "three_parts" } });
    let text = "";
    let total: number | undefined;
    const options = { stream: true as const, stream_options: { include_usage: true } };
    for await (const chunk of await client().chat.completions.create({ ...chat, ...options })) {
      text += chunk.choices[0]?.delta.content ?? "";
      total = chunk.usage?.total_tokens ?? total;
    }
    expect([text, total]).toEqual(['{"verdict":"good"}', 14]);
    const types: string[] = [];
    for await (const event of await client().responses.create({ ...responses, stream: true })) types.push(event.type);
    expect(types.at(-1)).toBe("response.completed");
  });

  it("throws for an error in a stream", async () => {
    await control.script({ answer: { kind: "stream_error" } });
    const stream = await client().chat.completions.create({ ...chat, stream: true });
    const read = async () => {
      for await (const _chunk of stream);
    };
    expect(await failure(read())).toBeInstanceOf(OpenAI.APIError);
  });
});

describe("what OpenAI refuses", () => {
  const withSchema = (schema: Record<string, unknown>) => ({
    ...chat,
    response_format: { type: "json_schema" as const, json_schema: { ...named, schema } },
  });

  it.each([
    ["an open object", withSchema({ ...SCHEMA, additionalProperties: true }), "additionalProperties"],
    ["a property that is not required", withSchema({ ...SCHEMA, required: [] }), "verdict"],
    ["an unknown field", { ...chat, temperture: 1 }, "temperture"],
  ])("refuses %s with 400", async (_name, body, words) => {
    const error = await failure(client().chat.completions.create(body));
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect((error as Error).message).toContain(words);
  });

  it("refuses a bad key", async () => {
    expect(await failure(client("refused").responses.create(responses))).toBeInstanceOf(OpenAI.AuthenticationError);
  });
});
