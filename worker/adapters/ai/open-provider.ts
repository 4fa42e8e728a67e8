import type { Config } from "../../config.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Egress } from "../../platform/egress.ts";
import type { Random } from "../../platform/random.ts";
import { AiError } from "./ai-error.ts";
import type { AiProvider, AiProviderName, OpenAiProvider } from "./port.ts";
import type { Wire } from "./wire/wire.ts";

export type AiPlatform = {
  readonly config: Pick<Config, "ai">;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly random: Random;
  /** Waits, and rejects as soon as the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

const WIRES: Readonly<Record<AiProviderName, () => Promise<(key: string, baseUrl: string) => Wire>>> = {
  gemini: async () => (await import("./gemini/gemini.ts")).createGemini,
  anthropic: async () => (await import("./anthropic/anthropic.ts")).createAnthropic,
  openai: async () => (await import("./openai/openai.ts")).createOpenai,
};

/**
 * Providers by name, at the addresses of the configuration. Their code runs on first use, so that a deploy without keys
 * starts as if there were none.
 */
export function createProviders(platform: AiPlatform): OpenAiProvider {
  return async (name, key): Promise<AiProvider> => {
    if (key === "") throw new AiError("key", "There is no key for this provider.", { attempts: 0 });
    const [createWire, { createProvider }] = await Promise.all([WIRES[name](), import("./provider.ts")]);
    return createProvider(createWire(key, platform.config.ai[name].baseUrl), platform);
  };
}
