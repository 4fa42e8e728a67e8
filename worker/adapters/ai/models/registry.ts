import type { Config } from "../../../config.ts";
import type { ConfiguredModel } from "../../../config-fields.ts";
import { AiError } from "../ai-error.ts";
import type { AiProviderName } from "../port.ts";
import type { ModelRow } from "./model-row.ts";
import { retirementOf } from "./retired.ts";
import { CLAUDE_HARD, CLAUDE_USUAL, GEMINI_HARD, GEMINI_USUAL, OPENAI_HARD, OPENAI_USUAL } from "./rows.ts";

export type Difficulty = "usual" | "hard";

const DEFAULTS: Readonly<Record<AiProviderName, Readonly<Record<Difficulty, ModelRow>>>> = {
  gemini: { usual: GEMINI_USUAL, hard: GEMINI_HARD },
  anthropic: { usual: CLAUDE_USUAL, hard: CLAUDE_HARD },
  openai: { usual: OPENAI_USUAL, hard: OPENAI_HARD },
};

/** What a server takes of which we know nothing: small enough for the models that people run themselves. */
const UNKNOWN_WINDOW = 32_768;
const UNKNOWN_OUTPUT = 4_096;

function knownModel(provider: AiProviderName, id: string): ModelRow | undefined {
  return Object.values(DEFAULTS[provider]).find((row) => row.id === id);
}

function configured(provider: AiProviderName, model: ConfiguredModel): ModelRow {
  const known = knownModel(provider, model.id);
  const prices = model.price === undefined ? (known?.prices ?? null) : [{ from: "", ...model.price }];
  return {
    id: model.id,
    provider,
    window: model.window ?? known?.window ?? UNKNOWN_WINDOW,
    maxOutput: model.output ?? known?.maxOutput ?? UNKNOWN_OUTPUT,
    prices,
    effort: known?.effort ?? null,
    source: known?.source ?? null,
    seen: known?.seen ?? null,
  };
}

/**
 * The model for a task: what `AI_MODELS` names, else our default. An unknown name is taken as it is, with no price and a
 * small window unless the configuration says more. Throws `AiError` of kind `model` for one that is retired.
 */
export function modelFor(config: Pick<Config, "ai">, provider: AiProviderName, difficulty: Difficulty): ModelRow {
  const own = config.ai[provider].models[difficulty];
  if (own === undefined) return DEFAULTS[provider][difficulty];
  const retired = retirementOf(provider, own.id);
  if (retired === undefined) return configured(provider, own);
  const { id } = DEFAULTS[provider][difficulty];
  throw new AiError("model", `AI_MODELS names ${own.id}, which is retired from ${retired.since}; use ${id}.`);
}

/** The row of a model by its id: as the configuration describes it, else as we know it, else of an unknown one. */
export function rowOf(config: Pick<Config, "ai">, provider: AiProviderName, id: string): ModelRow {
  const own = Object.values(config.ai[provider].models).find((model) => model?.id === id);
  return configured(provider, own ?? { id });
}
