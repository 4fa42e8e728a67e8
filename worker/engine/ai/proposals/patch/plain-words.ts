const MAX_TITLE = 120;
const MAX_EXPLANATION = 2_000;

/** A title that the model wrote, as one line of plain words; ours where nothing is left. */
export function plainTitle(text: string, fallback: string): string {
  const title = plainWords(text, MAX_TITLE).replace(/[.\s]+$/, "");
  return title === "" ? fallback : title;
}

/** What the model says about its change, as one paragraph of plain words. */
export function plainExplanation(text: string): string {
  return plainWords(text, MAX_EXPLANATION);
}

/**
 * Nothing but words: no markup, image, link, mention, reference to an issue, command or invisible character can come of it,
 * in Markdown or elsewhere.
 */
function plainWords(text: string, limit: number): string {
  const words = text
    .slice(0, limit * 4)
    .normalize("NFKC")
    .replaceAll(/<!--[\s\S]{0,4000}?(?:-->|$)/g, " ")
    .replaceAll(/<[^<>]{0,1000}>/g, " ")
    .replaceAll(/!?\[([^[\]]{0,500})\]\([^()]{0,1000}\)/g, "$1")
    .replaceAll(/\b[a-z][a-z0-9+.-]{0,20}:\/\/\S*/gi, " ")
    .replaceAll(/\b(?:www|javascript|data|mailto)[.:]\S*/gi, " ")
    .replaceAll(/[^\p{L}\p{N} .,:;()'"%+=/{}$_-]/gu, " ")
    .replaceAll(/\bGH-(?=\d)/gi, "GH ")
    .replaceAll(/(^|\s)\/+(?=\S)/g, "$1")
    .replaceAll(/_{2,}|-{3,}|={3,}|\${2,}/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return words.slice(0, limit).trim();
}
