import { afterEach, describe, expect, it, vi } from "vitest";
import type { AiProviderName } from "../../worker/adapters/ai/port.ts";
import { AppError } from "../../worker/errors.ts";
import { ANSWER, aiCall, aiLine, GOOD } from "./support/ai-line.ts";
import { testScope } from "./support/scope.ts";

const PROVIDERS: readonly AiProviderName[] = ["gemini", "anthropic", "openai"];
const FULL = { status: 500 };
const hanging = () => new Promise<Response>(() => undefined);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Time limits a thousand times as short. */
function hurry(): number[] {
  const limits: number[] = [];
  const real = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    limits.push(ms);
    return real(ms / 1_000);
  });
  return limits;
}

function bodyOf(pull: (controller: ReadableStreamDefaultController<Uint8Array>) => void | Promise<void>): Response {
  return new Response(new ReadableStream<Uint8Array>({ pull }));
}

describe("tries again", () => {
  it.each([
    [0.5, [500, 1_000]],
    [0, [0, 0]],
    [0.999, [999, 1_998]],
  ])("after waits that grow and are drawn from zero on (%s)", async (fraction, waits) => {
    const line = await aiLine("gemini", () => new Response("", FULL), { fraction });
    await expect(line.provider.generateRemediation(aiCall())).rejects.toMatchObject({ kind: "server", attempts: 3 });
    expect(line.waits).toEqual(waits);
  });

  it("and answers once the provider recovers", async () => {
    const line = await aiLine("anthropic", (_request, number) =>
      number < 3 ? new Response("", FULL) : Response.json(ANSWER.anthropic(GOOD)),
    );
    expect(await line.provider.generateRemediation(aiCall())).toMatchObject({ attempts: 3 });
    expect(line.sent).toHaveLength(3);
  });

  it("not before the provider lets us", async () => {
    const headers = { "retry-after": "4" };
    const line = await aiLine("openai", () => new Response("", { status: 429, headers }));
    await expect(line.provider.generateRemediation(aiCall())).rejects.toMatchObject({ kind: "rate" });
    expect(line.waits).toEqual([4_000, 4_000]);
  });

  it("not at all while it would have to wait for long", async () => {
    const headers = { "retry-after": "11" };
    const line = await aiLine("openai", () => new Response("", { status: 503, headers }));
    await expect(line.provider.generateRemediation(aiCall())).rejects.toMatchObject({ kind: "server", attempts: 1 });
    expect(line.waits).toEqual([]);
  });

  it("not after the caller gave up, during a wait", async () => {
    const caller = new AbortController();
    const sleep = async () => {
      caller.abort(new Error("cancelled"));
      throw caller.signal.reason;
    };
    const line = await aiLine("openai", () => new Response("", FULL), { sleep });
    await expect(line.provider.generateRemediation(aiCall({ signal: caller.signal }))).rejects.toThrow("cancelled");
    expect(line.sent).toHaveLength(1);
  });
});

describe("one call ends within 60 seconds", () => {
  it.each(PROVIDERS)("when %s never answers", async (name) => {
    const limits = hurry();
    const line = await aiLine(name, hanging);
    await expect(line.provider.generateRemediation(aiCall())).rejects.toMatchObject({ kind: "timeout", attempts: 1 });
    expect(limits).toEqual([60_000, 60_000]);
  });

  it("when the body trickles", async () => {
    hurry();
    let bytes = 0;
    const trickle = () =>
      bodyOf(async (controller) => {
        await scheduler.wait(5);
        bytes += 1;
        controller.enqueue(new TextEncoder().encode(" "));
      });
    const line = await aiLine("openai", trickle);
    await expect(line.provider.generateRemediation(aiCall())).rejects.toMatchObject({ kind: "timeout", attempts: 1 });
    expect(bytes).toBeGreaterThan(1);
  });

  it("waits between tries included", async () => {
    hurry();
    const sleep = (_ms: number, signal: AbortSignal) => scheduler.wait(10_000, { signal });
    const line = await aiLine("openai", () => new Response("", FULL), { sleep });
    await expect(line.provider.generateRemediation(aiCall())).rejects.toMatchObject({ kind: "server", attempts: 1 });
  });

  it("or at once when the caller gives up", async () => {
    const caller = new AbortController();
    const line = await aiLine("openai", () => {
      caller.abort(new Error("cancelled"));
      return hanging();
    });
    await expect(line.provider.generateRemediation(aiCall({ signal: caller.signal }))).rejects.toThrow("cancelled");
    await expect(line.provider.generateRemediation(aiCall({ signal: caller.signal }))).rejects.toThrow("cancelled");
    expect(line.sent).toHaveLength(1);
  });
});

describe("the network", () => {
  it("that breaks is tried again", async () => {
    const line = await aiLine("openai", () => Promise.reject(new Error("connection refused")));
    await expect(line.provider.generateRemediation(aiCall())).rejects.toMatchObject({ kind: "network", attempts: 3 });
  });

  it("that breaks in the middle of a body is tried again", async () => {
    const line = await aiLine("gemini", (_request, number) =>
      number === 1 ? bodyOf((controller) => controller.error(new Error("reset"))) : Response.json(ANSWER.gemini(GOOD)),
    );
    expect(await line.provider.generateRemediation(aiCall())).toMatchObject({ attempts: 2 });
  });

  it("may not bring more than 1 MiB, which is no reason to try again", async () => {
    let bytes = 0;
    const flood = () =>
      bodyOf((controller) => {
        bytes += 65_536;
        if (bytes > 10 * 1_048_576) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      });
    const line = await aiLine("openai", flood);
    await expect(line.provider.generateRemediation(aiCall())).rejects.toMatchObject({ kind: "malformed", attempts: 1 });
    expect(bytes).toBeLessThan(2 * 1_048_576);
  });

  it.each([
    ["nothing", ""],
    ["a page", "<html>Welcome to the guest network</html>"],
    ["half of an answer", JSON.stringify(ANSWER.openai(GOOD)).slice(0, 80)],
    ["a hundred thousand brackets", "[".repeat(100_000)],
    ["a list", "[]"],
    ["null", "null"],
  ])("may bring %s instead of an answer", async (_name, text) => {
    for (const name of PROVIDERS) {
      const line = await aiLine(name, () => new Response(text));
      await expect(line.provider.generateRemediation(aiCall())).rejects.toMatchObject({
        kind: "malformed",
        attempts: 1,
      });
    }
  });

  it("is not asked outside the addresses of the configuration", async () => {
    const line = await aiLine("openai", () => Response.json({}));
    vi.spyOn(URL, "parse").mockReturnValue(new URL("https://evil.test/v1"));
    const failure = line.provider.generateRemediation(aiCall());
    await expect(failure).rejects.toMatchObject({ kind: "request", attempts: 1, cause: expect.any(AppError) });
    expect(line.sent).toEqual([]);
  });

  it("is not asked without a key", async () => {
    await expect(testScope().ai("openai", "")).rejects.toMatchObject({ kind: "key", attempts: 0 });
  });
});
