/** Counts which tokens of a text end in which of its pieces, and sums that up by what an estimate knows of a piece. */
import {
  afterSigns,
  blankPlace,
  SCRIPTS,
  scriptOf,
  wordAt,
  wordPlace,
} from "../../worker/engine/ai/tokens/piece-features.ts";
import { BLANK, DIGIT, LETTER, type PieceKind, SIGN, scanText } from "../../worker/engine/ai/tokens/scan-text.ts";

interface Sum {
  seen: number;
  tokens: number;
}

/** What was seen of one tokenizer. */
export interface Observations {
  /** By place, a blank, and the word. */
  readonly words: Map<string, Sum>;
  readonly blanks: Map<number, Sum>;
  /** By what follows (0 or 1) and the run. */
  readonly signs: Map<string, Sum>;
  readonly digits: Map<number, Sum>;
  /** Characters and runs of each script, and the tokens. */
  readonly others: { readonly features: Float64Array; readonly tokens: number }[];
}

export function noObservations(): Observations {
  return { words: new Map(), blanks: new Map(), signs: new Map(), digits: new Map(), others: [] };
}

/** Adds what a text shows. `tokens`: UTF-8 bytes of each of its tokens. */
export function observe(text: string, tokens: readonly number[], seen: Observations): void {
  const pieces: { readonly kind: PieceKind; readonly start: number; readonly end: number }[] = [];
  scanText(text, (kind, start, end) => pieces.push({ kind, start, end }));
  const counts = tokensOfPieces(text, pieces, tokens);
  if (counts === null) return;
  for (const [index, { kind, start, end }] of pieces.entries()) {
    const count = counts[index] ?? 0;
    const piece = text.slice(start, end);
    if (kind === LETTER) add(seen.words, `${wordPlace(wordAt(text, start, end))} ${piece}`, count);
    else if (kind === BLANK) add(seen.blanks, blankPlace(text, start, end), count);
    else if (kind === SIGN) add(seen.signs, `${afterSigns(text, end)}${piece}`, count);
    else if (kind === DIGIT) add(seen.digits, end - start, count);
    else seen.others.push({ features: scriptFeatures(piece), tokens: count });
  }
}

function add<K>(sums: Map<K, Sum>, key: K, tokens: number): void {
  const sum = sums.get(key) ?? { seen: 0, tokens: 0 };
  sum.seen += 1;
  sum.tokens += tokens;
  sums.set(key, sum);
}

/** A token counts for the piece that its last byte stands in. Null where the tokens do not make up the text. */
function tokensOfPieces(
  text: string,
  pieces: readonly { readonly end: number }[],
  tokens: readonly number[],
): Float64Array | null {
  const ends = bytesBefore(text, pieces);
  const counts = new Float64Array(pieces.length);
  let at = 0;
  let piece = 0;
  for (const bytes of tokens) {
    at += bytes;
    while (piece < pieces.length - 1 && (ends[piece] ?? 0) < at) piece += 1;
    counts[piece] = (counts[piece] ?? 0) + 1;
  }
  return at === ends.at(-1) ? counts : null;
}

function bytesBefore(text: string, pieces: readonly { readonly end: number }[]): number[] {
  const encoder = new TextEncoder();
  let start = 0;
  let bytes = 0;
  return pieces.map(({ end }) => {
    bytes += encoder.encode(text.slice(start, end)).length;
    start = end;
    return bytes;
  });
}

function scriptFeatures(run: string): Float64Array {
  const features = new Float64Array(2 * SCRIPTS);
  let before = -1;
  for (const char of run) {
    const script = scriptOf(char.codePointAt(0) ?? 0);
    features[script] = (features[script] ?? 0) + 1;
    if (script !== before) features[SCRIPTS + script] = (features[SCRIPTS + script] ?? 0) + 1;
    before = script;
  }
  return features;
}
