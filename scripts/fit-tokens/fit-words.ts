/** Fits what words cost: a cost of the place, and more for long and unusual ones. Stochastic gradient descent with Adagrad. */
import { USUAL } from "../../worker/engine/ai/tokens/estimate-tokens.ts";
import {
  ALL_PAIRS,
  pairsOf,
  WORD_LENGTHS,
  WORD_PLACES,
  wordAt,
  wordLength,
} from "../../worker/engine/ai/tokens/piece-features.ts";
import type { Observations } from "./observe.ts";

const ROUNDS = 24;
/** How much more a frequent word counts than a rare one, and the most that one word can count. */
const FREQUENCY = 0.9;
const MOST = 400;
const USUAL_WORDS = 300;

interface Sample {
  readonly text: string;
  readonly seen: number;
  readonly place: number;
  readonly length: number;
  readonly pairs: readonly number[];
  readonly tokens: number;
  readonly weight: number;
}

export interface WordTables {
  readonly places: number[];
  readonly lengths: number[];
  readonly pairs: number[];
  readonly usual: string[];
}

export function fitWords(words: Observations["words"]): WordTables {
  const samples = [...words].map(([key, { seen, tokens }]) => sampleOf(key, { seen, tokens }));
  const places = new Weights(WORD_PLACES, 0.9);
  const lengths = new Weights(WORD_LENGTHS, -0.3);
  const pairs = new Weights(ALL_PAIRS, 0);
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(samples, round);
    const rate = 0.15 * (1 - round / ROUNDS) + 0.005;
    for (const sample of samples) learn(sample, { places, lengths, pairs }, rate);
  }
  const usual = usualWords(samples, { places, lengths, pairs });
  return { places: places.values(), lengths: lengths.values(), pairs: pairs.values(), usual };
}

/** Those whose estimate errs most in sum for no reason but their letters. */
function usualWords(samples: readonly Sample[], learned: Learned): string[] {
  const gains = new Map<string, number>();
  for (const sample of samples) {
    const unusual = unusualness(sample, learned);
    if (unusual <= 0) continue;
    const base = learned.places.at(sample.place);
    const gain = sample.seen * (Math.abs(base + unusual - sample.tokens) - Math.abs(base - sample.tokens));
    gains.set(sample.text, (gains.get(sample.text) ?? 0) + gain);
  }
  const sorted = [...gains].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return sorted.slice(0, USUAL_WORDS).map(([word]) => word);
}

function unusualness({ length, pairs }: Sample, learned: Learned): number {
  return pairs.reduce((sum, pair) => sum + learned.pairs.at(pair), learned.lengths.at(length));
}

function sampleOf(key: string, { seen, tokens }: { readonly seen: number; readonly tokens: number }): Sample {
  const blank = key.indexOf(" ");
  const text = key.slice(blank + 1);
  const word = wordAt(text, 0, text.length);
  return {
    text,
    seen,
    place: Number(key.slice(0, blank)),
    length: wordLength(word),
    pairs: pairsOf(word),
    tokens: tokens / seen,
    weight: Math.min(seen ** FREQUENCY, MOST) / 4,
  };
}

/** Numbers with Adagrad's memory of their gradients. */
class Weights {
  readonly #values: Float64Array;
  readonly #squares: Float64Array;

  constructor(length: number, start: number) {
    this.#values = new Float64Array(length).fill(start);
    this.#squares = new Float64Array(length).fill(1e-3);
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  step(index: number, gradient: number, rate: number): void {
    const square = (this.#squares[index] ?? 0) + gradient * gradient;
    this.#squares[index] = square;
    this.#values[index] = this.at(index) - (rate * gradient) / Math.sqrt(square);
  }

  values(): number[] {
    return [...this.#values];
  }
}

interface Learned {
  readonly places: Weights;
  readonly lengths: Weights;
  readonly pairs: Weights;
}

function learn(sample: Sample, learned: Learned, rate: number): void {
  const { place, length, pairs, tokens, weight } = sample;
  const unusual = unusualness(sample, learned);
  const slope = unusual > 0 ? 1 : USUAL;
  const gradient = weight * (learned.places.at(place) + unusual * slope - tokens);
  learned.places.step(place, gradient, rate);
  learned.lengths.step(length, gradient * slope, rate);
  for (const pair of pairs) learned.pairs.step(pair, gradient * slope, rate);
}

/** The same order each time. */
function shuffle(samples: Sample[], round: number): void {
  for (let at = samples.length - 1; at > 0; at -= 1) {
    const other = (Math.imul(at * 7919 + round * 104729, 2654435761) >>> 0) % (at + 1);
    const [here, there] = [samples[at], samples[other]];
    if (here && there) [samples[at], samples[other]] = [there, here];
  }
}
