/** Tokens of texts: counted with the vocabularies that lie beside the web app, estimated where there are none. */
import { inputTokens } from "../engine/ai/tokens/count-tokens.ts";
import type { TokenFamily } from "../engine/ai/tokens/estimate-tokens.ts";
import { openVocabulary, type Vocabulary, type VocabularyFamily } from "../engine/ai/tokens/vocabulary.ts";

export type TokenCounter = {
  /** Tokens that a text costs as input with a provider. Never throws. */
  count(text: string, family: TokenFamily): Promise<number>;
};

type TokenCounterSettings = {
  /** The files of the web app. */
  readonly assets: Pick<Fetcher, "fetch">;
  /** ms since the epoch. */
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Told once for each load that fails. */
  failed(family: VocabularyFamily, error: unknown): void;
};

/** A load, from when it was started. */
type Load = { readonly startedAt: number; readonly done: Promise<Vocabulary | null>; vocabulary: Vocabulary | null };

/** After a load that failed, the next one is that far away. */
const RETRY_MS = 60_000;
/** A load that another request started ends with that request: nobody waits for it longer. */
const WAIT_MS = 3_000;

/** Megabytes each, so an isolate has them once. */
const loads = new WeakMap<object, Map<VocabularyFamily, Load>>();

export function createTokenCounter(settings: TokenCounterSettings): TokenCounter {
  return {
    async count(text, family) {
      const vocabulary = await vocabularyOf(settings, family === "gemini" ? "gemini" : "openai");
      return inputTokens(text, family, vocabulary);
    },
  };
}

async function vocabularyOf(settings: TokenCounterSettings, family: VocabularyFamily): Promise<Vocabulary | null> {
  const known = loads.get(settings.assets) ?? new Map<VocabularyFamily, Load>();
  loads.set(settings.assets, known);
  const last = known.get(family);
  if (last?.vocabulary) return last.vocabulary;
  const isRecent = last !== undefined && settings.now() - last.startedAt < RETRY_MS;
  const load = isRecent ? last : startLoad(settings, family);
  known.set(family, load);
  const waiting = new AbortController();
  const late = settings.sleep(WAIT_MS, waiting.signal).then(
    () => null,
    () => null,
  );
  const vocabulary = await Promise.race([load.done, late]);
  waiting.abort();
  return vocabulary;
}

function startLoad(settings: TokenCounterSettings, family: VocabularyFamily): Load {
  const done = readVocabulary(settings, family).then(
    (vocabulary) => {
      load.vocabulary = vocabulary;
      return vocabulary;
    },
    (error: unknown) => {
      settings.failed(family, error);
      return null;
    },
  );
  const load: Load = { startedAt: settings.now(), done, vocabulary: null };
  return load;
}

/** A file that is not there answers with the page. */
async function readVocabulary({ assets }: TokenCounterSettings, family: VocabularyFamily): Promise<Vocabulary> {
  const response = await assets.fetch(`https://assets.local/vocabularies/${family}.bin`);
  if (!response.ok) throw new Error(`The vocabulary was answered with ${response.status}.`);
  const vocabulary = openVocabulary(new Uint8Array(await response.arrayBuffer()));
  if (vocabulary.family !== family) throw new Error(`The vocabulary is ${vocabulary.family}'s.`);
  return vocabulary;
}
