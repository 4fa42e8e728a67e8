import type { ScalarStyle } from "../parse/yaml-node.ts";

/** YAML source for a one-line text: in the wished quotes where it fits, in others where it must. */
export function scalarSource(value: string, style: ScalarStyle = "plain"): string {
  if (style === "single" && !needsEscapes(value)) return `'${value.replaceAll("'", "''")}'`;
  if (style === "double" || needsEscapes(value)) return JSON.stringify(value);
  return isSafePlain(value) ? value : `'${value.replaceAll("'", "''")}'`;
}

function needsEscapes(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value);
}

/** True when the text, written without quotes in a block, is read as the same text (or as the number or boolean it spells). */
function isSafePlain(value: string): boolean {
  if (value.startsWith("${{") && value.endsWith("}}")) return !/: | #/.test(value);
  return /^[A-Za-z0-9_./$](?:[\w ./@:+=^~()$*!<>|&;?%-]*[\w./@+=^~)$*!<>|&;?%-])?$/.test(value) && !/: /.test(value);
}
