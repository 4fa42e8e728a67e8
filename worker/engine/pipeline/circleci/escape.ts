/** CircleCI reads `<<` as the start of a parameter in every string of version 2.1, here-documents included. */

export function escapeParameters(text: string): string {
  return text.replaceAll("<<", "\\<<");
}

export function unescapeParameters(text: string): string {
  return text.replaceAll("\\<<", "<<");
}
