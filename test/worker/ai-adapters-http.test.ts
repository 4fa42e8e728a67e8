import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ScriptInput } from "../../local/ai/script.ts";
import { modelFor } from "../../worker/adapters/ai/models/registry.ts";
import { AI_PROVIDERS } from "../../worker/adapters/ai/port.ts";
import { createPlatform } from "../../worker/wiring.ts";
import { aiControl } from "./support/ai.ts";
import { aiCall, GOOD, KEY } from "./support/ai-line.ts";

/** A minute takes 0.6 s. */
const FASTER = 100;

const CUT = { times: 1, answer: { text: GOOD, transport: { cutAfterBytes: 40 } } };
const ALWAYS = { times: -1 };

beforeEach(async () => {
  await aiControl.reset();
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([...AI_PROVIDERS])("over a real connection, %s", { timeout: 30_000 }, (name) => {
  async function ask(...script: ScriptInput[]) {
    await aiControl.script(...script);
    const { ai, config } = createPlatform(env, { sleep: async () => undefined });
    const { id } = modelFor(config, name, "usual");
    return (await ai(name, KEY)).generateRemediation(aiCall({ model: id }));
  }

  it("answers", async () => {
    expect(await ask({ answer: { text: GOOD } })).toMatchObject({ answer: { title: "t" }, attempts: 1 });
    expect(await aiControl.journal()).toHaveLength(1);
  });

  it("may cut an answer, and is asked again", async () => {
    expect(await ask(CUT, { answer: { text: GOOD } })).toMatchObject({ attempts: 2 });
  });

  it.each([
    ["say nothing", { hang: true }],
    ["trickle", { bytesPerSecond: 1 }],
  ])("may %s until the time is up", async (_name, transport) => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(ms / FASTER));
    await expect(ask({ ...ALWAYS, answer: { text: GOOD, transport } })).rejects.toMatchObject({
      kind: "timeout",
      attempts: 1,
    });
  });

  it("may say too much, of which 1 MiB is read", async () => {
    await expect(ask({ ...ALWAYS, answer: { kind: "huge" } })).rejects.toMatchObject({
      kind: "malformed",
      attempts: 1,
    });
  });
});
