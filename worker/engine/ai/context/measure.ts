/** What parts of a context cost, with the provider whose tokenizer makes the most of them, so that any may be asked. */
import { memo } from "../../memo.ts";
import type { SentLine } from "../context.ts";
import { estimateTokens } from "../tokens/estimate-tokens.ts";

/** Fence, path and role of a file. */
export const FILE_TOKENS = 90;
/** A line's number and its end. */
const NUMBER_TOKENS = 6;
/** Rule, severity and lines of a finding. */
export const FINDING_TOKENS = 60;

export function fileTokens(path: string, lines: readonly SentLine[]): number {
  return FILE_TOKENS + estimateTokens(path, "anthropic") + linesTokens(lines);
}

/** Counted once: a file belongs to many pipelines. */
const linesTokens = memo((lines: readonly SentLine[]) => {
  const text = lines.map((line, index) => `${index + 1}|${line.text}`).join("\n");
  return estimateTokens(text, "anthropic");
});

/** Rather too many: summed over a file's lines it is more than the file. */
export function lineTokens(text: string): number {
  return NUMBER_TOKENS + estimateTokens(text, "anthropic");
}

export function factTokens(facts: readonly string[]): number {
  return facts.length === 0 ? 0 : estimateTokens(facts.join("\n"), "anthropic");
}
