/** Why a text is no JSON value that we take. */
export type JsonFault = "no_json" | "too_deep" | "duplicate_key";

const MAX_DEPTH = 20;

/**
 * A JSON text as a value, or why not. Stricter than `JSON.parse`: objects and lists within each other at most 20 deep,
 * no key twice in an object, no `__proto__`.
 */
export function parseStrictJson(text: string): { readonly value: unknown } | { readonly fault: JsonFault } {
  // Before parsing: fifty thousand brackets cost a parser its stack.
  if (isTooDeep(text)) return { fault: "too_deep" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: "no_json" };
  }
  return repeatsKey(text) ? { fault: "duplicate_key" } : { value };
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** Of a valid JSON text, whether an object has a key twice: `JSON.parse` keeps the last, another reader the first. */
function repeatsKey(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char !== '"') {
      follow(open, char);
      continue;
    }
    const end = endOfString(text, at);
    const keys = open.at(-1);
    if (keys && isKey(text, end) && !addKey(keys, text.slice(at, end + 1))) return true;
    at = end;
  }
  return false;
}

function follow(open: (Set<string> | null)[], char: string | undefined): void {
  if (char === "{") open.push(new Set());
  else if (char === "[") open.push(null);
  else if (char === "}" || char === "]") open.pop();
}

function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (isBlank(text[at])) at += 1;
  return text[at] === ":";
}

function addKey(keys: Set<string>, quoted: string): boolean {
  const key = String(JSON.parse(quoted));
  if (keys.has(key) || key === "__proto__") return false;
  keys.add(key);
  return true;
}

function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\n" || char === "\r" || char === "\t";
}

/** Index of the quote that closes the string which opens at `start`; the text's end when none does. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
