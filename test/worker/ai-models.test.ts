import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { nextQuotaDay } from "../../worker/adapters/ai/gemini/gemini-errors.ts";
import { costMicros, priceAt } from "../../worker/adapters/ai/models/model-row.ts";
import { modelFor } from "../../worker/adapters/ai/models/registry.ts";
import { AI_PROVIDERS, type AiProviderName } from "../../worker/adapters/ai/port.ts";
import { readSchema, toOpenApiSchema, toStrictSchema } from "../../worker/adapters/ai/wire/schema.ts";
import { readConfig } from "../../worker/config.ts";
import type { ConfiguredModel } from "../../worker/config-fields.ts";
import { answerSchema } from "../../worker/engine/ai/answer/answer-schemas.ts";
import { AI_TASKS } from "../../worker/engine/ai/task.ts";

const plain = readConfig({ ...env, AI_MODELS: "" });
const NOVEMBER = Date.UTC(2026, 10, 21);
const MILLION = { input: 1_000_000, output: 1_000_000 };

function naming(provider: AiProviderName, usual: ConfiguredModel | string) {
  return readConfig({ ...env, AI_MODELS: JSON.stringify({ [provider]: { usual } }) });
}

describe("the registry of models", () => {
  it("has a usual and a hard model for each provider, and says where its facts are from", () => {
    const ids = AI_PROVIDERS.map((name) => [modelFor(plain, name, "usual").id, modelFor(plain, name, "hard").id]);
    expect(ids).toEqual([
      ["gemini-3.5-flash-lite", "gemini-3.8-flash"],
      ["claude-haiku-5-5", "claude-sonnet-5-5"],
      ["gpt-6-luna", "gpt-6.1-terra"],
    ]);
    for (const name of AI_PROVIDERS) {
      const { source, seen, window, prices } = modelFor(plain, name, "usual");
      expect({ source, seen, window }).toEqual({
        source: expect.stringMatching(/^https:\/\//),
        seen: expect.stringMatching(/^2026-\d\d-\d\d$/),
        window: expect.any(Number),
      });
      expect(prices).not.toBeNull();
    }
  });

  it.each([
    ["gemini", "usual", MILLION, NOVEMBER, 2_800_000],
    ["gemini", "hard", MILLION, Date.UTC(2026, 11, 31, 23, 59), 4_500_000],
    ["gemini", "hard", MILLION, Date.UTC(2027, 0, 1), 9_000_000],
    ["anthropic", "usual", { input: 100_000, output: 1_000 }, NOVEMBER, 10_500],
    ["anthropic", "usual", { input: 100_001, output: 1_000 }, NOVEMBER, 52_501],
    ["openai", "usual", { input: 1, output: 0 }, NOVEMBER, 1],
    ["openai", "hard", { input: 3, output: 7 }, NOVEMBER, 38],
    ["openai", "hard", { input: 0, output: 0 }, NOVEMBER, 0],
  ] as const)("prices %s, %s: %o", (name, difficulty, tokens, at, micros) => {
    expect(costMicros(modelFor(plain, name, difficulty), tokens, at)).toBe(micros);
  });

  it("takes a model that it does not know, at no price, which is not the price of nothing", () => {
    const model = modelFor(naming("openai", "llama-4:70b"), "openai", "usual");
    expect(model).toMatchObject({ id: "llama-4:70b", window: 32_768, maxOutput: 4_096, prices: null, source: null });
    expect([costMicros(model, MILLION, NOVEMBER), priceAt(model, NOVEMBER)]).toEqual([0, null]);
    expect(modelFor(naming("openai", "x"), "openai", "hard").id).toBe("gpt-6.1-terra");
  });

  it("takes what the deploy says about its model", () => {
    const own = { id: "llama", window: 128_000, output: 8_000, price: { input: 0.2, output: 0.4 } };
    const model = modelFor(naming("openai", own), "openai", "usual");
    expect(model).toMatchObject({ window: 128_000, maxOutput: 8_000 });
    expect(costMicros(model, MILLION, NOVEMBER)).toBe(600_000);
    expect(modelFor(naming("openai", { id: "gpt-6-luna", output: 500 }), "openai", "usual")).toMatchObject({
      maxOutput: 500,
      window: 922_000,
      prices: [{ input: 0.1 }],
    });
  });

  it.each([
    ["gemini", "gemini-1.5-flash", "2025-09-24", "gemini-3.5-flash-lite"],
    ["gemini", "gemini-2.5-flash", "2026-12-01", "gemini-3.5-flash-lite"],
    ["gemini", "models/gemini-2.0-flash", "2026-06-01", "gemini-3.5-flash-lite"],
    ["anthropic", "claude-3-5-haiku-20241022", "2026-02-19", "claude-haiku-5-5"],
  ] as const)("does not ask %s's retired %s", (provider, id, day, instead) => {
    const ask = () => modelFor(naming(provider, id), provider, "usual");
    expect(ask).toThrow(`AI_MODELS names ${id}, which is retired from ${day}; use ${instead}.`);
  });
});

describe("a day's quota starts anew at midnight in California", () => {
  it.each([
    ["2026-11-21T12:00:00Z", "2026-11-22T08:00:00Z"],
    ["2026-11-22T07:59:59Z", "2026-11-22T08:00:00Z"],
    ["2026-11-22T08:00:00Z", "2026-11-23T08:00:00Z"],
    ["2026-07-01T12:00:00Z", "2026-07-02T07:00:00Z"],
    // 25 and 23 hours.
    ["2026-11-01T07:30:00Z", "2026-11-02T08:00:00Z"],
    ["2027-03-14T08:30:00Z", "2027-03-15T07:00:00Z"],
  ])("%s", (now, midnight) => {
    expect(new Date(nextQuotaDay(Date.parse(now))).toISOString()).toBe(new Date(midnight).toISOString());
  });
});

const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});

describe("a schema of answers", () => {
  it("is said in each provider's words", () => {
    const schema = readSchema(
      object({
        b: { type: "string", enum: ["x", "y"], description: "One of two." },
        a: { type: "array", items: object({ n: { type: "integer", minimum: 1 } }), maxItems: 9 },
        c: { anyOf: [{ type: "string", maxLength: 5 }, { type: "null" }] },
        d: { type: ["number", "null"] },
        e: { type: "string", const: "only" },
      }),
    );
    expect(toOpenApiSchema(schema)).toEqual({
      type: "object",
      properties: {
        b: { type: "string", format: "enum", enum: ["x", "y"], description: "One of two." },
        a: {
          type: "array",
          items: { type: "object", properties: { n: { type: "integer" } }, required: ["n"], propertyOrdering: ["n"] },
        },
        c: { type: "string", nullable: true },
        d: { type: "number", nullable: true },
        e: { type: "string", format: "enum", enum: ["only"] },
      },
      required: ["b", "a", "c", "d", "e"],
      propertyOrdering: ["b", "a", "c", "d", "e"],
    });
    expect(toStrictSchema(schema)).toEqual(
      object({
        b: { type: "string", enum: ["x", "y"], description: "One of two." },
        a: { type: "array", items: object({ n: { type: "integer" } }) },
        c: { type: ["string", "null"] },
        d: { type: ["number", "null"] },
        e: { type: "string", enum: ["only"] },
      }),
    );
  });

  it.each([...AI_TASKS])("can be said for the task %s", (task) => {
    expect(toOpenApiSchema(readSchema(answerSchema(task, ["one", "two"])))).toMatchObject({ type: "object" });
  });

  it.each([
    ["a reference", { $ref: "#/$defs/a" }, "$"],
    ["alternatives", { oneOf: [{ type: "string" }, { type: "number" }] }, "$"],
    ["alternatives that are not null", { anyOf: [{ type: "string" }, { type: "number" }] }, "$"],
    ["two types", { type: ["string", "number"] }, "$"],
    ["no type", object({ a: {} }), "$.a"],
    ["a map", object({ a: { type: "object", additionalProperties: { type: "string" } } }), "$.a"],
    ["an open object", object({}, { additionalProperties: undefined }), "$"],
    ["a field that may be absent", object({ a: { type: "string" } }, { required: [] }), "$"],
    ["a list of anything", object({ a: { type: "array" } }), "$.a"],
    ["a list with places", object({ a: { type: "array", prefixItems: [{ type: "string" }] } }), "$.a"],
    ["numbers to choose from", { type: "integer", enum: [1, 2] }, "$"],
    ["a word we do not know", { type: "string", contentEncoding: "base64" }, "$"],
  ])("with %s is refused", (_name, schema, path) => {
    expect(() => readSchema(schema)).toThrow(`The schema of the answer cannot be said to a provider at ${path}.`);
  });
});
