const MAX_LENGTH = 200;
/** With more of them, matching a text of some hundred characters may take seconds. */
const MAX_UNBOUNDED = 3;

/**
 * A regular expression over whole texts that cannot run away: without groups that repeat, references and look-around, and
 * with few unbounded repeats. Null for any other one, and for text that is none.
 */
export function linearPattern(pattern: string): RegExp | null {
  if (pattern.length > MAX_LENGTH) return null;
  const outside = pattern
    .replaceAll(/\\[\s\S]/g, (part) => (/\\[1-9k]/.test(part) ? "(?=" : "e"))
    .replaceAll(/\[[^\]]*\]/g, "c");
  if (/\)[*+?{]/.test(outside) || /\(\?[^:]/.test(outside)) return null;
  const unbounded = outside.match(/[*+]|\{\d+,\}/g) ?? [];
  const counted = outside.match(/\{(\d+)(?:,(\d+))?\}/g) ?? [];
  if (unbounded.length > MAX_UNBOUNDED || counted.some((part) => /\d{4}/.test(part))) return null;
  try {
    return new RegExp(`^(?:${pattern})$`, "u");
  } catch {
    return null;
  }
}
