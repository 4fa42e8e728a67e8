import type { ModelRow } from "../models/model-row.ts";
import type { AiTokens } from "../port.ts";

/** A count as a whole number of at least 0; null for anything that is none. Digits in a text count, fractions go up. */
function countOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? Math.ceil(number) : null;
}

function sumOf(parts: readonly unknown[]): number | null {
  const counts = parts.filter((part) => part !== undefined && part !== null).map(countOf);
  if (counts.length === 0 || counts.includes(null)) return null;
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/**
 * What a provider says that a request took: the sums of its parts, absent ones counting nothing, none above what the model
 * can take at all. Null when a part is no count, as a negative one: then nobody knows, and the caller's estimate is charged.
 */
export function readTokens(input: readonly unknown[], output: readonly unknown[], model: ModelRow): AiTokens | null {
  const [sent, written] = [sumOf(input), sumOf(output)];
  if (sent === null || written === null) return null;
  return { input: Math.min(sent, model.window), output: Math.min(written, model.maxOutput) };
}
