import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { packVocabulary } from "../../scripts/vocabularies/pack-vocabulary.ts";
import { createTokenCounter } from "../../worker/adapters/token-counter.ts";
import { inputTokens } from "../../worker/engine/ai/tokens/count-tokens.ts";
import { estimateTokens } from "../../worker/engine/ai/tokens/estimate-tokens.ts";
import { openVocabulary, VOCABULARY_FAMILIES } from "../../worker/engine/ai/tokens/vocabulary.ts";
import { estimateQuestion } from "../../worker/services/ai/estimate-question.ts";
import { createPlatform } from "../../worker/wiring.ts";
import { asking, questionOf } from "./support/ai-ctx.ts";
import { logLines } from "./support/log-lines.ts";

const MINUTE = 60_000;
const TEXT = "abab abc";
const PIECES = [" ", "a", "b", "c", "ab", "abab"].map((piece) => new TextEncoder().encode(piece));
const FILES = VOCABULARY_FAMILIES.map((family) => packVocabulary({ family, source: "made up", pieces: PIECES }));

type Answer = () => Response | Promise<Response>;

/** A counter over files that answer as told, and what happened to it. */
function counterOver(answer: (family: string) => Response | Promise<Response>) {
  const state = { now: 1_000_000, asked: [] as string[], failed: [] as string[] };
  const assets = {
    fetch: async (input: RequestInfo | URL) => {
      const path = new URL(String(input)).pathname;
      state.asked.push(path);
      return answer(path);
    },
  };
  const counter = createTokenCounter({
    assets: assets as unknown as Fetcher,
    now: () => state.now,
    sleep: (ms, signal) => scheduler.wait(Math.min(ms, 50), { signal }),
    failed: (family, error) => state.failed.push(`${family}: ${String(error)}`),
  });
  return { counter, state };
}

const file = (path: string) => new Response(FILES[path.includes("openai") ? 0 : 1]);

describe("tokens with a vocabulary", () => {
  it("are counted, and the file is asked for once a family, by whoever is first", async () => {
    const { counter, state } = counterOver(file);
    const counts = await Promise.all([counter.count(TEXT, "openai"), counter.count(TEXT, "anthropic")]);
    const gemini = await counter.count(TEXT, "gemini");
    const opened = FILES.map((bytes) => openVocabulary(bytes));
    expect(counts).toEqual([4 + 12, 7 + 12]);
    expect(gemini).toBe(inputTokens(TEXT, "gemini", opened[1] ?? null));
    expect(state.asked).toEqual(["/vocabularies/openai.bin", "/vocabularies/gemini.bin"]);
    expect(state.failed).toEqual([]);
  });
});

describe("tokens without one", () => {
  const cases: readonly (readonly [name: string, answer: Answer])[] = [
    ["the page instead of the file", () => new Response("<!doctype html>".repeat(50))],
    ["an error", () => new Response("", { status: 500 })],
    ["another family's file", () => new Response(FILES[1])],
    ["a file cut short", () => new Response(FILES[0]?.slice(0, 500))],
    ["no answer at all", () => Promise.reject(new Error("gone"))],
  ];

  it.each(cases)("are estimated: %s", async (_name, answer) => {
    const { counter, state } = counterOver(answer);
    expect(await counter.count(TEXT, "openai")).toBe(estimateTokens(TEXT, "openai"));
    expect(await counter.count(TEXT, "anthropic")).toBe(estimateTokens(TEXT, "anthropic"));
    expect(state.failed).toHaveLength(1);
  });

  it("are estimated while it does not come", async () => {
    const { counter, state } = counterOver(() => new Promise(() => {}));
    expect(await counter.count(TEXT, "openai")).toBe(estimateTokens(TEXT, "openai"));
    expect(state.failed).toEqual([]);
  });

  it("are counted once it is there, a minute later at the earliest", async () => {
    const answers: Answer[] = [() => new Response("", { status: 500 })];
    const { counter, state } = counterOver((path) => answers.shift()?.() ?? file(path));
    const estimate = estimateTokens(TEXT, "openai");
    expect(await counter.count(TEXT, "openai")).toBe(estimate);
    state.now += MINUTE - 1;
    expect(await counter.count(TEXT, "openai")).toBe(estimate);
    expect(state.asked).toHaveLength(1);
    state.now += 1;
    expect(await counter.count(TEXT, "openai")).toBe(4 + 12);
  });
});

describe("the product", () => {
  /** The files are there after `npm run build`; without one the log says that there are none. */
  it("counts with the files that are deployed, or says that they are missing", async () => {
    const text = "on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n";
    // Its own door to the files: an isolate that other tests asked before has tried to load them already.
    const assets = { fetch: env.ASSETS.fetch.bind(env.ASSETS) };
    const count = await createPlatform({ ...env, ASSETS: assets } as typeof env).tokens.count(text, "openai");
    const response = await env.ASSETS.fetch("https://assets.local/vocabularies/openai.bin");
    const isThere = response.ok && !(response.headers.get("content-type") ?? "").includes("html");
    await response.body?.cancel();
    expect(count).toBe(isThere ? 18 + 12 : estimateTokens(text, "openai"));
    expect(logLines("vocabulary_missing").map(({ kind }) => kind)).toEqual(isThere ? [] : ["openai"]);
  });

  it("estimates a question by its counter", async () => {
    const { ctx, caller } = await asking();
    const tokens = { count: async () => 777 };
    const { inputTokens: found } = await estimateQuestion({ ...ctx, tokens }, questionOf(caller));
    expect(found).toBe(777);
  });
});
