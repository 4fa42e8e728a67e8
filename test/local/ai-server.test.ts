import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { smallest } from "../../local/ai/sample.ts";
import type { Scenario } from "../../local/ai/script.ts";
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

function ask(text: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server.url}/v1beta/models/gemini-3.8-flash:generateContent`, {
    method: "POST",
    headers: { "x-goog-api-key": "secret-of-the-caller" },
    body: JSON.stringify({ contents: [{ parts: [{ text }] }] }),
    ...init,
  });
}

async function said(text: string): Promise<string | number> {
  const response = await ask(text);
  if (!response.ok) return response.status;
  const body = (await response.json()) as { candidates: { content: { parts: { text: string }[] } }[] };
  return body.candidates[0]?.content.parts[0]?.text ?? "";
}

describe("the script", () => {
  it("answers in order, by what was asked, as often as it says", async () => {
    await control.script(
      { match: { data: "apples" }, times: 2, answer: { text: "red" } },
      { match: { model: "^gemini-3\\.8" }, skip: 1, answer: { json: { ok: true } } },
      { match: { provider: "openai" }, times: -1 },
    );
    expect(await said("apples")).toBe("red");
    expect(await said("pears")).toBe(400);
    expect(await said("apples")).toBe("red");
    expect(await said("apples")).toBe('{"ok":true}');
    expect(await said("apples")).toBe(400);
  });

  it("recovers after as many failures as it was told", async () => {
    await control.script({ times: 2, answer: { kind: "unavailable" } }, { answer: { text: "back" } });
    expect([await said("a"), await said("a"), await said("a")]).toEqual([503, 503, "back"]);
  });

  it("refuses rules that it does not understand", async () => {
    await expect(control.script({ match: { data: "(" } })).rejects.toThrow("422");
    await expect(control.script({ answer: { kind: "fine" as "ok" } })).rejects.toThrow("422");
  });

  it("is closed to those without the token", async () => {
    const response = await fetch(`${server.url}/_control/journal`, { headers: { "x-control-token": "guess" } });
    expect(response.status).toBe(404);
  });
});

describe("the journal", () => {
  it("keeps every byte of a body, and keys as fingerprints only", async () => {
    await control.script({});
    await ask("täst ⟦REDACTED:x:1⟧");
    const [entry, ...more] = await control.journal();
    expect(more).toEqual([]);
    expect(entry?.body).toBe(JSON.stringify({ contents: [{ parts: [{ text: "täst ⟦REDACTED:x:1⟧" }] }] }));
    expect(entry).toMatchObject({ provider: "gemini", model: "gemini-3.8-flash", scenario: "ok", status: 200 });
    expect(JSON.stringify(entry?.headers)).not.toContain("secret-of-the-caller");
  });
});

describe("bad connections", () => {
  const within = (ms: number) => ({ signal: AbortSignal.timeout(ms) });

  it.each<[string, Partial<Scenario>, string]>([
    ["a hang", { transport: { hang: true } }, "TimeoutError"],
    ["a slow first byte", { transport: { delayMs: 5000 } }, "TimeoutError"],
    ["a drip", { transport: { bytesPerSecond: 1 } }, "TimeoutError"],
    ["a reset", { transport: { reset: true } }, "TypeError"],
    ["a body that is cut", { transport: { cutAfterBytes: 10 } }, "TypeError"],
    ["an empty body", { kind: "empty_body" }, "SyntaxError"],
  ])("gives %s", async (_name, answer, error) => {
    await control.script({ answer });
    const body = ask("x", within(300)).then((response) => response.json());
    await expect(body).rejects.toHaveProperty("name", error);
  });

  it("sends ten megabytes, and fifty levels", async () => {
    await control.script({ answer: { kind: "huge" } }, { answer: { kind: "deep" } });
    expect(String(await said("x")).length).toBeGreaterThan(10_000_000);
    expect(await said("x")).toContain("[".repeat(50));
  });
});

describe("sample answers", () => {
  it("come when nothing is scripted, from a model that is marked", async () => {
    await control.settings({ mode: "sample" });
    const response = await ask("x");
    expect(await response.json()).toMatchObject({ modelVersion: "simulated-gemini-3.8-flash" });
  });

  it.each([
    [
      { type: "object", properties: { a: { type: "array", items: {} }, b: { type: "string" } }, required: ["a"] },
      { a: [] },
    ],
    [{ type: "array", minItems: 2, items: { type: "integer", minimum: 1 } }, [1, 1]],
    [{ anyOf: [{ const: "x" }, { type: "null" }] }, "x"],
    [{ type: "STRING", enum: ["low", "high"] }, "low"],
    [{ type: ["string", "null"] }, null],
    [{ type: "string", minLength: 2 }, "xx"],
    [{ allOf: [{ type: "object", properties: { a: { type: "boolean" } }, required: ["a"] }] }, { a: false }],
    [{ type: "number", exclusiveMinimum: 3 }, 4],
    [true, null],
  ])("are the smallest that fit %j", (schema, expected) => {
    expect(smallest(schema)).toEqual(expected);
  });
});
