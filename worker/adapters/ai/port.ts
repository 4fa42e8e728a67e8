/** What we use of AI providers, and nothing more. Every method throws `AiError` only, or the reason of an aborted signal. */
import type { ClaimsAnswer, ConfigurationAnswer, RemediationAnswer } from "../../engine/ai/answers.ts";
import type { AiPrompt } from "../../engine/ai/prompt.ts";

export const AI_PROVIDERS = ["gemini", "anthropic", "openai"] as const;
export type AiProviderName = (typeof AI_PROVIDERS)[number];

export type AiCall = {
  readonly model: string;
  readonly prompt: AiPrompt;
  /** Ends the request and all its retries. */
  readonly signal: AbortSignal;
};

/** Tokens as the provider counts them, clamped to sane integers; `null` when it does not say. */
export type AiTokens = { readonly input: number; readonly output: number };

export type AiReply<T> = {
  readonly answer: T;
  /** As the provider named it in its answer. */
  readonly model: string;
  /** Of the last try and of those before it that were charged. */
  readonly tokens: AiTokens | null;
  /** Requests sent, retries included. */
  readonly attempts: number;
};

/** One provider with one key. Retries up to 3 times with exponential backoff and full jitter, within the time limit of 60 s a call. */
export type AiProvider = {
  readonly name: AiProviderName;
  /** Claims about files, for the tasks that ask for them. */
  analyze(call: AiCall): Promise<AiReply<ClaimsAnswer>>;
  generateCiConfig(call: AiCall): Promise<AiReply<ConfigurationAnswer>>;
  generateRemediation(call: AiCall): Promise<AiReply<RemediationAnswer>>;
  /** The smallest real request: throws when the key or the model does not work. */
  test(model: string, signal: AbortSignal): Promise<void>;
};

/** Loads a provider's code on first use. */
export type OpenAiProvider = (name: AiProviderName, key: string) => Promise<AiProvider>;
