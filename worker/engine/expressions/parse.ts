/**
 * Parses GitHub's expression language into a tree with offsets. Our own parser, not `@actions/expressions`: that one throws on
 * an unknown context or function and needs the list of both, gives lines and columns instead of offsets, unescapes only the
 * first `''` of a literal, and brings an evaluator that we do not need. A test compares the two on valid input.
 */
import { lexExpression, type Token } from "./lex.ts";

interface Span {
  readonly start: number;
  readonly end: number;
}

export type Expression = Span &
  (
    | { readonly kind: "literal"; readonly value: string | number | boolean | null }
    | { readonly kind: "context"; readonly name: string }
    | { readonly kind: "index"; readonly object: Expression; readonly index: Expression | "*" }
    | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
    | { readonly kind: "not"; readonly operand: Expression }
    | { readonly kind: "compare"; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  );

export type ParseResult = { ok: true; expression: Expression } | { ok: false; reason: string; at: number };

/** GitHub's own limit. */
const MAX_DEPTH = 50;

class Failure extends Error {
  readonly at: number;
  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}

/** Parses what stands between the braces. Offsets in the result are offsets into `text` plus `base`. Never throws. */
export function parseExpression(text: string, base = 0): ParseResult {
  const lexed = lexExpression(text);
  if (!lexed.ok) return { ...lexed, at: lexed.at + base };
  try {
    return { ok: true, expression: new Parser(lexed.tokens, base).parse() };
  } catch (failure) {
    if (failure instanceof Failure) return { ok: false, reason: failure.message, at: failure.at + base };
    throw failure;
  }
}

class Parser {
  #at = 0;
  #depth = 0;
  readonly #tokens: readonly Token[];
  readonly #base: number;

  constructor(tokens: readonly Token[], base: number) {
    this.#tokens = tokens;
    this.#base = base;
  }

  parse(): Expression {
    const expression = this.#expression();
    if (this.#peek().kind !== "end") this.#fail();
    return expression;
  }

  #expression(): Expression {
    this.#depth += 1;
    this.#limit(this.#depth);
    const expression = this.#chain("||", "or", () => this.#chain("&&", "and", () => this.#equality()));
    this.#depth -= 1;
    return expression;
  }

  #chain(operator: string, kind: "and" | "or", operand: () => Expression): Expression {
    const first = operand();
    const operands = [first];
    while (this.#takes(operator)) operands.push(operand());
    const last = operands.at(-1) ?? first;
    return operands.length === 1 ? first : { kind, operands, start: first.start, end: last.end };
  }

  #equality(): Expression {
    return this.#compare(["==", "!="], () => this.#compare(["<", "<=", ">", ">="], () => this.#unary()));
  }

  #compare(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    let count = 0;
    for (let token = this.#peek(); this.#isOneOf(token, operators); token = this.#peek()) {
      this.#at += 1;
      count += 1;
      this.#limit(count);
      const right = operand();
      left = { kind: "compare", operator: token.text, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  #unary(): Expression {
    const from = this.#peek().start;
    let negations = 0;
    while (this.#takes("!")) negations += 1;
    this.#limit(negations);
    let operand = this.#postfix();
    for (; negations > 0; negations -= 1) {
      operand = { kind: "not", operand, start: from + this.#base, end: operand.end };
    }
    return operand;
  }

  #postfix(): Expression {
    let object = this.#primary();
    for (let length = 0; ; length += 1) {
      this.#limit(length);
      if (this.#takes(".")) object = this.#property(object);
      else if (this.#takes("[")) object = this.#element(object);
      else return object;
    }
  }

  #property(object: Expression): Expression {
    const token = this.#next();
    const end = token.end + this.#base;
    if (this.#isOneOf(token, ["*"])) return { kind: "index", object, index: "*", start: object.start, end };
    if (token.kind !== "name") this.#fail(token);
    const index: Expression = { kind: "literal", value: token.text, start: token.start + this.#base, end };
    return { kind: "index", object, index, start: object.start, end };
  }

  #element(object: Expression): Expression {
    const index = this.#takes("*") ? "*" : this.#expression();
    const end = this.#expect("]");
    return { kind: "index", object, index, start: object.start, end };
  }

  #primary(): Expression {
    const token = this.#next();
    const span = { start: token.start + this.#base, end: token.end + this.#base };
    if (token.kind === "name")
      return this.#takes("(") ? this.#call(token) : { kind: "context", name: token.text, ...span };
    if (token.value !== undefined) return { kind: "literal", value: token.value, ...span };
    if (!this.#isOneOf(token, ["("])) this.#fail(token);
    const group = this.#expression();
    return { ...group, start: span.start, end: this.#expect(")") };
  }

  #call(name: Token): Expression {
    const args: Expression[] = [];
    while (!this.#isOneOf(this.#peek(), [")"])) {
      args.push(this.#expression());
      if (!this.#takes(",")) break;
    }
    return { kind: "call", name: name.text, args, start: name.start + this.#base, end: this.#expect(")") };
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "", start: 0, end: 0 };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #isOneOf(token: Token, texts: readonly string[]): boolean {
    return token.kind === "operator" && texts.includes(token.text);
  }

  #takes(text: string): boolean {
    const found = this.#isOneOf(this.#peek(), [text]);
    if (found) this.#at += 1;
    return found;
  }

  #expect(text: string): number {
    const token = this.#next();
    if (!this.#isOneOf(token, [text])) this.#fail(token);
    return token.end + this.#base;
  }

  /** Keeps the tree shallow, so that whoever walks it cannot run out of stack. */
  #limit(depth: number): void {
    if (depth > MAX_DEPTH) throw new Failure("nested too deeply", this.#peek().start);
  }

  #fail(token = this.#peek()): never {
    throw new Failure(
      token.kind === "end" ? "the expression ends too early" : `unexpected \`${token.text}\``,
      token.start,
    );
  }
}
