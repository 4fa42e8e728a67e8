import { endOfString } from "./strict-json.ts";

const MAX_TRIES = 50;
/** Prose in braces begins otherwise. */
const OPENING = /^\{\s*["}]/;

/** The one JSON object of a model's answer, without the code fence or the prose around it. */
export type FoundObject =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly reason: "no_json" | "truncated" | "ambiguous" };

/**
 * Finds the object in an answer. Prose may hold braces, as in `${{ … }}`; a second object of JSON may not be there, since
 * nobody could say which was meant. `truncated`: an object begins and does not end.
 */
export function findObject(text: string): FoundObject {
  const whole = text.replace(/^\ufeff/, "").trim();
  const found = objectsOf(whole);
  if (!Array.isArray(found)) return { ok: false, reason: found };
  const [json, second] = found;
  if (second !== undefined) return { ok: false, reason: "ambiguous" };
  return json === undefined ? { ok: false, reason: "no_json" } : { ok: true, json };
}

function objectsOf(text: string): string[] | "truncated" | "ambiguous" {
  const found: string[] = [];
  let at = text.indexOf("{");
  for (let tries = 0; at >= 0; tries += 1) {
    if (tries === MAX_TRIES) return "ambiguous";
    const mayBeObject = OPENING.test(text.slice(at, at + 100));
    const end = mayBeObject ? endOfObject(text, at) : -1;
    if (mayBeObject && end < 0) return "truncated";
    if (mayBeObject) found.push(text.slice(at, end + 1));
    at = text.indexOf("{", mayBeObject ? end + 1 : at + 1);
  }
  return found;
}

function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === "{") depth += 1;
    else if (char === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
