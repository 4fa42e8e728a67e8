/** CircleCI reads `<<` as the start of a parameter in every string of version 2.1, here-documents included. */

export function escapeParameters(text: string): string {
  return text.replaceAll("<<", "\\<<");
}

export function unescapeParameters(text: string): string {
  return text.replaceAll("\\<<", "<<");
}

/** The name of the parameter that a text is nothing but, such as `node` of `<< parameters.node >>`; null for other text. */
export function parameterName(text: string): string | null {
  return /^<<\s*parameters\.([\w-]+)\s*>>$/.exec(text.trim())?.[1] ?? null;
}
