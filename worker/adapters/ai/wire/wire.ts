import type { AiPrompt } from "../../../engine/ai/prompt.ts";
import type { AiError } from "../ai-error.ts";
import type { ModelRow } from "../models/model-row.ts";
import type { AiProviderName, AiTokens } from "../port.ts";

export type WireCall = {
  readonly model: ModelRow;
  readonly prompt: AiPrompt;
  /** The server did not take our schema in the request, so it is asked for any JSON. */
  readonly isPlain: boolean;
};

export type WireRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** What came back, whatever its status. `json` is undefined when the body is not JSON. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
  /** When it came, in ms since the epoch. */
  readonly at: number;
};

/** What a model wrote. `model` and `tokens` as the provider says. */
export type WireText = { readonly text: string; readonly model: unknown; readonly tokens: AiTokens | null };

/** One provider's format: pure, so that sending, waiting and retrying are written once for all of them. */
export type Wire = {
  readonly name: AiProviderName;
  /** Throws `AiError` when the schema cannot be said in the provider's words. */
  request(call: WireCall): WireRequest;
  /** The text of an answer with status 200. Throws `AiError` for one that is blocked, cut or not of the format. */
  read(answer: WireAnswer, model: ModelRow): WireText;
  /** What an answer with any other status means. */
  failure(answer: WireAnswer): AiError;
  /** True when it was the schema that the server did not take, and any JSON may be asked for instead. */
  refusesSchema?(answer: WireAnswer): boolean;
};
