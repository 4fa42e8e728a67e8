import { expect, it } from "vitest";
import { findConditionExpressions, findExpressions } from "../../../worker/engine/expressions/find.ts";

const inner = (text: string) => findExpressions(text).map((span) => span.inner);

it("finds every expression of a text with its offsets", () => {
  const text = "echo ${{ github.sha }}-${{github.ref}}";
  expect(findExpressions(text).map((span) => text.slice(span.start, span.end))).toEqual([
    "${{ github.sha }}",
    "${{github.ref}}",
  ]);
});

it("does not end at braces inside a literal", () => {
  expect(inner("${{ format('{{0}}}}', github.ref) }} rest")).toEqual([" format('{{0}}}}', github.ref) "]);
});

it("keeps an escaped quote inside its literal", () => {
  expect(inner("${{ 'it''s }}' }}")).toEqual([" 'it''s }}' "]);
});

it("marks an expression that is never closed", () => {
  expect(findExpressions("a ${{ github.ref")).toMatchObject([{ start: 2, end: 16, closed: false }]);
});

it("finds nothing in shell and template syntax that only looks alike", () => {
  expect(findExpressions("$((1+2)) ${x} {{ .Values.a }} $ {{ x }} $${ {")).toEqual([]);
});

it("reads a bare condition as one expression", () => {
  expect(findConditionExpressions("github.ref == 'x'").map((span) => span.inner)).toEqual(["github.ref == 'x'"]);
  expect(findConditionExpressions("  ")).toEqual([]);
});

it("stays linear on a text full of openings", () => {
  expect(findExpressions("${{".repeat(100_000))).toHaveLength(1);
});
