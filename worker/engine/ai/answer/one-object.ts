import { endOfString } from "./strict-json.ts";

const MAX_TRIES = 20;

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
  if (whole.startsWith("{") && endOfObject(whole, 0) === whole.length - 1) return { ok: true, json: whole };
  const found: string[] = [];
  let at = whole.indexOf("{");
  for (let tries = 0; at >= 0 && tries < MAX_TRIES; tries += 1) {
    const end = endOfObject(whole, at);
    const json = end < 0 ? "" : whole.slice(at, end + 1);
    if (end < 0 && /^\{\s*"/.test(whole.slice(at, at + 100))) return { ok: false, reason: "truncated" };
    const isObject = isJson(json);
    if (isObject) found.push(json);
    at = whole.indexOf("{", isObject ? end + 1 : at + 1);
  }
  if (at >= 0 || found.length > 1) return { ok: false, reason: "ambiguous" };
  const [json] = found;
  return json === undefined ? { ok: false, reason: "no_json" } : { ok: true, json };
}

/** Prose in braces is no JSON, but an object with a flaw is for the caller to name. */
function isJson(text: string): boolean {
  return /^\{\s*(?:"|\})/.test(text);
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
