/** Colours one line of YAML (and, well enough, of a Dockerfile or JSON). Tokens joined give the line back; no HTML. */

export type Token = {
  readonly kind: "plain" | "key" | "text" | "literal" | "expression" | "comment";
  readonly text: string;
};

const EXPRESSION = /\$\{\{.*?\}\}/;
const KEY = /^(\s*(?:- +)*)("[^"]*"|'[^']*'|[A-Za-z0-9_.$/-]+)(:)(?=\s|$)/;
const INSTRUCTION = /^(FROM|RUN|COPY|ADD|ENV|ARG|WORKDIR|USER|CMD|ENTRYPOINT|EXPOSE|LABEL|HEALTHCHECK)\b/;
const LITERAL = /^\s*(?:-?\d+(?:\.\d+)*|true|false|null|~)\s*$/;
const QUOTED = /^\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*,?$/;

function opensQuote(char: string, before: string): boolean {
  return (char === '"' || char === "'") && /[\s:[{,(=-]/.test(before);
}

/** Index of the `#` that starts a comment: at the start or after a space, outside quotes. -1 without one. */
function commentAt(line: string): number {
  let quote = "";
  for (const [at, char] of line.split("").entries()) {
    const before = line[at - 1] ?? " ";
    if (quote !== "") quote = char === quote ? "" : quote;
    else if (opensQuote(char, before)) quote = char;
    else if (char === "#" && /\s/.test(before)) return at;
  }
  return -1;
}

function kindOfValue(value: string): Token["kind"] {
  if (LITERAL.test(value)) return "literal";
  return QUOTED.test(value) ? "text" : "plain";
}

/** Splits a value at its `${{ }}` expressions. */
function valueTokens(value: string): Token[] {
  const tokens: Token[] = [];
  const kind = kindOfValue(value);
  let rest = value;
  for (let match = EXPRESSION.exec(rest); match; match = EXPRESSION.exec(rest)) {
    if (match.index > 0) tokens.push({ kind, text: rest.slice(0, match.index) });
    tokens.push({ kind: "expression", text: match[0] });
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest !== "") tokens.push({ kind, text: rest });
  return tokens;
}

function headTokens(code: string): { readonly tokens: Token[]; readonly rest: string } {
  const key = KEY.exec(code);
  if (key) {
    const [all, lead = "", name = "", colon = ""] = key;
    const tokens: Token[] = [
      { kind: "plain", text: lead },
      { kind: "key", text: name },
      { kind: "plain", text: colon },
    ];
    return { tokens: tokens.filter((token) => token.text !== ""), rest: code.slice(all.length) };
  }
  const instruction = INSTRUCTION.exec(code)?.[0];
  if (instruction === undefined) return { tokens: [], rest: code };
  return { tokens: [{ kind: "key", text: instruction }], rest: code.slice(instruction.length) };
}

/** Tokens of one line. */
export function tokensOf(line: string): Token[] {
  const hash = commentAt(line);
  const code = hash === -1 ? line : line.slice(0, hash);
  const { tokens, rest } = headTokens(code);
  const comment: Token[] = hash === -1 ? [] : [{ kind: "comment", text: line.slice(hash) }];
  return [...tokens, ...valueTokens(rest), ...comment];
}
