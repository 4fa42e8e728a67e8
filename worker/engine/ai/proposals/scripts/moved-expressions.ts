import { keyOf, plainCommands } from "./commands.ts";

/** A variable that a repair adds, and the expression that it holds, `${{` and `}}` left out. */
export interface MovedExpression {
  readonly name: string;
  readonly inner: string;
}

const NAME = /^[A-Z][A-Z0-9_]{1,60}$/;

/** The one expression that a value is; null for any other text. */
export function wholeExpression(value: unknown): string | null {
  const inner = typeof value === "string" ? /^\s*\$\{\{([^{}]*)\}\}\s*$/.exec(value)?.[1] : undefined;
  return inner === undefined ? null : inner.trim();
}

/**
 * True when the new script is the old one with expressions taken out of it: each stands as a variable where it stood as an
 * expression, and nothing else changes but the quotes around.
 */
export function takesExpressionsOut(before: string, after: string, moved: readonly MovedExpression[]): boolean {
  if (moved.length === 0 || moved.some(({ name, inner }) => !NAME.test(name) || !holds(before, inner))) return false;
  const back = moved.reduce((text, { name, inner }) => text.replaceAll(readsOf(name), () => `\${{ ${inner} }}`), after);
  return sameCommands(before, back) || sameText(before, back);
}

function holds(script: string, inner: string): boolean {
  return [...script.matchAll(/\$\{\{\s*([^{}]*?)\s*\}\}/g)].some(([, found]) => found === inner);
}

/** How shells and languages read a variable. */
function readsOf(name: string): RegExp {
  return new RegExp(
    `\\$\\{${name}\\}|\\$${name}(?!\\w)|\\$env:${name}(?!\\w)|%${name}%|process\\.env\\.${name}(?!\\w)|os\\.environ\\[["']${name}["']\\]`,
    "g",
  );
}

function sameCommands(before: string, after: string): boolean {
  const [old, now] = [plainCommands(before), plainCommands(after)];
  return old !== null && now !== null && keyOf(old) === keyOf(now);
}

/** For languages that are not scanned: equal but for quotes right beside expressions and their blanks. */
function sameText(before: string, after: string): boolean {
  const plain = (text: string) => text.replaceAll(/["'`]?\$\{\{\s*([^{}]*?)\s*\}\}["'`]?/g, "<$1>");
  return plain(before) === plain(after);
}
