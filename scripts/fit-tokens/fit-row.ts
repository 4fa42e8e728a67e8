/** Fits one row of tables from what was seen of a tokenizer. */
import { type PackedTable, packTable } from "../../worker/engine/ai/tokens/packed-table.ts";
import {
  BLANK_PLACES,
  isRepeated,
  LONGEST_RUN,
  SCRIPTS,
  SIGN_PLACES,
  signPlace,
} from "../../worker/engine/ai/tokens/piece-features.ts";
import type { TokenRow } from "../../worker/engine/ai/tokens/token-row.ts";
import { fitWords } from "./fit-words.ts";
import type { Observations } from "./observe.ts";

const KNOWN_RUNS = 160;
const LONGEST_NUMBER = 24;
/** Tokens a character where no file showed a script: bytes are what is left then, mostly three of them. */
const UNSEEN_SCRIPT = 2.5;

export function fitRow(seen: Observations, about: Pick<TokenRow, "seen" | "source">): TokenRow {
  const { places, lengths, pairs, usual } = fitWords(seen.words);
  return {
    ...about,
    wordPlaces: packTable(places),
    wordLengths: packTable(lengths),
    letterPairs: packTable(pairs),
    usualWords: usual.join(" "),
    blankPlaces: packTable(means(BLANK_PLACES, seen.blanks)),
    digits: packTable(fitDigits(seen.digits)),
    scripts: packTable(fitScripts(seen.others)),
    ...fitSigns(seen.signs),
  };
}

function means(
  length: number,
  sums: ReadonlyMap<number, { readonly seen: number; readonly tokens: number }>,
): number[] {
  return Array.from({ length }, (_, place) => {
    const { seen, tokens } = sums.get(place) ?? { seen: 0, tokens: 0 };
    return (tokens + 1) / (seen + 1);
  });
}

function fitDigits(sums: Observations["digits"]): number[] {
  const perDigit = (length: number): number | null => {
    const sum = sums.get(length);
    return sum && sum.seen > 3 ? sum.tokens / sum.seen / length : null;
  };
  let last = 1;
  return Array.from({ length: LONGEST_NUMBER }, (_, index) => {
    last = perDigit(index + 1) ?? last;
    return last;
  });
}

function fitSigns(
  signs: Observations["signs"],
): Pick<TokenRow, "signPlaces" | "longRuns" | "knownRuns"> & { readonly knownCosts: PackedTable } {
  const places = placeMeans(signs);
  const longRuns = [longRun(signs, false), longRun(signs, true)] as const;
  const guess = (run: string, after: 0 | 1): number => {
    const [start, each] = longRuns[isRepeated(run) ? 1 : 0];
    return run.length > LONGEST_RUN ? start + each * run.length : (places[signPlace(run, after)] ?? 1);
  };
  const runs = worstGuessed(signs, guess);
  const costs = runs.flatMap((run) =>
    ([0, 1] as const).map((after) => {
      const { seen, tokens } = signs.get(`${after}${run}`) ?? { seen: 0, tokens: 0 };
      return (tokens + 2 * guess(run, after)) / (seen + 2);
    }),
  );
  return { signPlaces: packTable(places), longRuns, knownRuns: runs.join(" "), knownCosts: packTable(costs) };
}

function placeMeans(signs: Observations["signs"]): number[] {
  const sums = Array.from({ length: SIGN_PLACES }, () => ({ weight: 0, tokens: 0 }));
  for (const [key, { seen, tokens }] of signs) {
    const sum = sums[signPlace(key.slice(1), key.startsWith("0") ? 0 : 1)];
    if (!sum) continue;
    const weight = seen ** 0.7;
    sum.weight += weight;
    sum.tokens += (weight * tokens) / seen;
  }
  return sums.map(({ weight, tokens }, place) => (weight > 0 ? tokens / weight : 1 + (place >> 2) / 2));
}

/** Least squares of a line through the lengths of long runs. */
function longRun(signs: Observations["signs"], repeated: boolean): readonly [start: number, each: number] {
  const runs = [...signs].flatMap(([key, { seen, tokens }]) => {
    const run = key.slice(1);
    if (run.length <= LONGEST_RUN || isRepeated(run) !== repeated) return [];
    return [{ length: Math.min(run.length, 200), tokens: tokens / seen, weight: Math.sqrt(seen) }];
  });
  const total = runs.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const meanOf = (value: (run: (typeof runs)[number]) => number) =>
    runs.reduce((sum, run) => sum + run.weight * value(run), 0) / total;
  const length = meanOf((run) => run.length);
  const tokens = meanOf((run) => run.tokens);
  const spread = meanOf((run) => (run.length - length) ** 2) || 1;
  const each = meanOf((run) => (run.length - length) * (run.tokens - tokens)) / spread;
  return [round(tokens - each * length), round(Math.max(each, 0))];
}

function round(number: number): number {
  return Math.round(number * 1e4) / 1e4;
}

function worstGuessed(signs: Observations["signs"], guess: (run: string, after: 0 | 1) => number): string[] {
  const errors = new Map<string, number>();
  for (const [key, { seen, tokens }] of signs) {
    const run = key.slice(1);
    const error = Math.abs(tokens - seen * guess(run, key.startsWith("0") ? 0 : 1));
    errors.set(run, (errors.get(run) ?? 0) + error);
  }
  const sorted = [...errors].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return sorted.slice(0, KNOWN_RUNS).map(([run]) => run);
}

/** Ridge regression of tokens on characters and runs of each script, solved by Gauss and Jordan. */
function fitScripts(others: Observations["others"]): number[] {
  const size = 2 * SCRIPTS;
  const rows = Array.from({ length: size }, (_, at) =>
    Float64Array.from({ length: size + 1 }, (__, to) => +(at === to)),
  );
  for (const { features, tokens } of others) addSample(rows, features, tokens);
  for (let pivot = 0; pivot < size; pivot += 1) eliminate(rows, pivot);
  const seen = Array.from({ length: SCRIPTS }, (_, script) =>
    others.reduce((sum, { features }) => sum + (features[script] ?? 0), 0),
  );
  return rows.map((row, at) => {
    if ((seen[at % SCRIPTS] ?? 0) >= 200) return (row[size] ?? 0) / (row[at] ?? 1);
    return at < SCRIPTS ? UNSEEN_SCRIPT : 0;
  });
}

function addSample(rows: readonly Float64Array[], features: Float64Array, tokens: number): void {
  const present = [...features.keys()].filter((at) => features[at] !== 0);
  const weight = 1 / features.subarray(0, SCRIPTS).reduce((sum, count) => sum + count, 0);
  for (const at of present) {
    const row = rows[at];
    if (!row) continue;
    const scaled = weight * (features[at] ?? 0);
    for (const to of present) row[to] = (row[to] ?? 0) + scaled * (features[to] ?? 0);
    row[row.length - 1] = (row.at(-1) ?? 0) + scaled * tokens;
  }
}

function eliminate(rows: readonly Float64Array[], pivot: number): void {
  const from = rows[pivot];
  const divisor = from?.[pivot] ?? 1;
  for (const row of rows) {
    if (!from || row === from) continue;
    const factor = (row[pivot] ?? 0) / divisor;
    if (factor !== 0) for (const [at, value] of from.entries()) row[at] = (row[at] ?? 0) - factor * value;
  }
}
