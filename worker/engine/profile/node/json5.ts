/** Comments, strings, names and whatever else stands between them in JSON5. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[A-Za-z_$][\w$]*|[^"'/A-Za-z_$]+|[\s\S]/g;
const WORDS: ReadonlySet<string> = new Set(["true", "false", "null"]);

/** JSON5 as JSON with comments and trailing commas, on the same lines: quoted names, double quotes. Source: spec.json5.org. */
export function json5AsJson(text: string): string {
  return text.replaceAll(TOKEN, (token) => {
    if (token.startsWith("'")) return quoted(token.slice(1, -1));
    return /^[A-Za-z_$]/.test(token) && !WORDS.has(token) ? `"${token}"` : token;
  });
}

function quoted(content: string): string {
  const unescaped = content.replaceAll("\\'", "'").replaceAll(/\\\r?\n/g, "");
  return `"${unescaped.replaceAll(/\\[\s\S]|"/g, (found) => (found === '"' ? '\\"' : found))}"`;
}
