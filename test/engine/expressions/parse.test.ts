import { Lexer, Parser } from "@actions/expressions";
import { expect, it } from "vitest";
import { parseExpression } from "../../../worker/engine/expressions/parse.ts";

const CONTEXTS = ["github", "env", "inputs", "matrix", "steps", "needs", "secrets"];

function officialAccepts(text: string): boolean {
  try {
    new Parser(new Lexer(text).lex().tokens, CONTEXTS, []).parse();
    return true;
  } catch {
    return false;
  }
}

it.each([
  "github.event.issue.title",
  "github['event'].issue.title",
  "github.event.commits[0].message",
  "github.event.commits.*.message",
  "github.event.commits[*].message",
  "!contains(github.ref, 'x') && (env.a == '1' || inputs.b != null)",
  "format('{0} ''quoted''', github.sha)",
  "fromJSON(needs.a.outputs.matrix).include[0]",
  "-1.5e3 < .5",
  "0xff == 255",
  "1 < 2 == true",
  "(github.event.a).b",
  "github.event.true",
  "toJSON(github)",
])("accepts `%s`, as the official parser does", (text) => {
  expect([parseExpression(text).ok, officialAccepts(text)]).toEqual([true, true]);
});

it.each([
  "",
  "a b",
  "github.",
  "github[",
  "(github",
  "github.a)",
  '"text"',
  "a = b",
  "a & b",
  "github..a",
  "'open",
  "#",
])("refuses `%s`, as the official parser does", (text) => {
  expect(parseExpression(text).ok).toBe(false);
});

it("accepts contexts and functions that it does not know", () => {
  expect(parseExpression("future.thing && newFunction(1, 2, 3)").ok).toBe(true);
});

it("counts offsets from the base", () => {
  const parsed = parseExpression(" github.sha ", 100);
  expect(parsed).toMatchObject({ ok: true, expression: { kind: "index", start: 101, end: 111 } });
});

it("binds && more tightly than ||, and == more loosely than <", () => {
  expect(parseExpression("env.a || env.b && env.c")).toMatchObject({
    expression: { kind: "or", operands: [{ kind: "index" }, { kind: "and" }] },
  });
});

it("says where an expression breaks", () => {
  expect(parseExpression("env.a ==")).toEqual({ ok: false, reason: "the expression ends too early", at: 8 });
});

it("refuses what is nested too deeply instead of overflowing", () => {
  expect(parseExpression("(".repeat(100_000)).ok).toBe(false);
  expect(parseExpression("!".repeat(100_000)).ok).toBe(false);
  expect(parseExpression(`github${".a".repeat(100_000)}`).ok).toBe(false);
  expect(parseExpression(`1${" < 1".repeat(100_000)}`).ok).toBe(false);
  expect(parseExpression(`1${" || 1".repeat(100_000)}`).ok).toBe(true);
});
