/** What vocabularies cost: bytes, time and memory to open them, and time to count with them. */
import { gzipSync } from "node:zlib";
import { packVocabulary } from "../../../scripts/vocabularies/pack-vocabulary.ts";
import { readGemini, readOpenai } from "../../../scripts/vocabularies/read-packages.ts";
import { countTokens } from "../../../worker/engine/ai/tokens/count-tokens.ts";
import { openVocabulary, type Vocabulary, type VocabularyFamily } from "../../../worker/engine/ai/tokens/vocabulary.ts";
import type { Report } from "../report.ts";

const MILLION = 1_000_000;
const MOST_BYTES = 5 * MILLION;
/** Of CPU, on a machine that does other things too. */
const MOST_MS_TO_OPEN = 60;
/** Of CPU for a character, on a machine that does many other things: random letters take half of it on a quiet one. */
const MOST_NANOSECONDS = 2000;
/** What a count could be slow on, repeated to one line. */
const UNITS = ["a", "aB", " ", "-", "<", "é", "漢字", "\u{1f600}", "\r\n", "\n", "x.", "'s", "e\u0301", "0"];

/** Makes the vocabularies as a build does, and measures them on real text and on lines of so many characters. */
export function proveVocabularies(
  report: Report,
  { text, line }: { readonly text: string; readonly line: number },
): Readonly<Record<VocabularyFamily, Vocabulary>> {
  const [openai, gemini] = [readOpenai(), readGemini()].map((read) => {
    const bytes = packVocabulary(read);
    const isSame = Buffer.compare(bytes, packVocabulary(read)) === 0;
    report.claim(
      `${read.family}: the file is small, and the same each time`,
      isSame && bytes.length <= MOST_BYTES,
      `${megabytes(bytes.length)} MB, ${megabytes(gzipSync(bytes).length)} MB with gzip, ${read.pieces.length} pieces`,
    );
    return proveOpening(report, bytes);
  });
  if (openai === undefined || gemini === undefined) throw new Error("There are two vocabularies.");
  const lines = [
    ...UNITS.map((unit) => unit.repeat(line / unit.length)),
    randomLetters(26, line),
    randomLetters(4, line),
  ];
  for (const vocabulary of [openai, gemini]) proveSpeed(report, vocabulary, { text, lines });
  return { openai, gemini };
}

function proveOpening(report: Report, bytes: Uint8Array): Vocabulary {
  const before = process.memoryUsage().arrayBuffers;
  const start = process.cpuUsage();
  const vocabulary = openVocabulary(bytes);
  const milliseconds = spentSince(start) / MILLION;
  const memory = process.memoryUsage().arrayBuffers - before;
  report.claim(
    `${vocabulary.family}: opening it is cheap`,
    milliseconds <= MOST_MS_TO_OPEN,
    `${milliseconds.toFixed(1)} ms of CPU; ${megabytes(memory)} MB of memory beside the file's`,
  );
  return vocabulary;
}

interface Texts {
  readonly text: string;
  readonly lines: readonly string[];
}

function proveSpeed(report: Report, vocabulary: Vocabulary, { text, lines }: Texts): void {
  const costs = lines.map((line) => nanosecondsOf(line, vocabulary));
  const usual = nanosecondsOf(text, vocabulary);
  report.claim(
    `${vocabulary.family}: counting is cheap on any text`,
    Math.max(...costs) <= MOST_NANOSECONDS,
    `${usual.toFixed(0)} ns a character of real text; hostile lines: ${costs.map((cost) => cost.toFixed(0)).join(", ")}`,
  );
}

/** Of CPU for each character; the better of two, as others disturb. */
function nanosecondsOf(text: string, vocabulary: Vocabulary): number {
  const rounds = [0, 1].map(() => {
    const start = process.cpuUsage();
    countTokens(text, vocabulary);
    return spentSince(start);
  });
  return Math.min(...rounds) / text.length;
}

/** Nanoseconds of CPU. */
function spentSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) * 1000;
}

/** A line of random letters out of so many. */
function randomLetters(letters: number, length: number): string {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return String.fromCharCode(97 + (state % letters));
  };
  return Array.from({ length }, next).join("");
}

function megabytes(bytes: number): string {
  return (bytes / MILLION).toFixed(2);
}
