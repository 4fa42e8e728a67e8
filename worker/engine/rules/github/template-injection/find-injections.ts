import { type ExpressionSpan, findExpressions } from "../../../expressions/find.ts";
import type { Reference } from "../../../expressions/references.ts";
import type { StepPlace } from "../../../model/workflow.ts";
import { powershellPlaces } from "../../../shell/powershell.ts";
import { bashOf } from "../../../shell/step-script.ts";
import { JAVASCRIPT, type LiteralSyntax, literalPlaces, PYTHON } from "../../../shell/string-literals.ts";
import { type Code, codeOf } from "./code.ts";
import { byLevel, type Level, type Taint } from "./levels.ts";
import { flowsOf } from "./taint.ts";

/** An expression whose text becomes code. */
export interface Injection {
  readonly code: Code;
  readonly span: ExpressionSpan;
  readonly taint: Taint;
  /** The reference that brings the text. */
  readonly reference: Reference;
}

/** Expressions of a step that reach its code, each with the worst that it brings, of the levels wanted. */
export function findInjections(place: StepPlace, wanted: ReadonlySet<Level>): Injection[] {
  return codeOf(place).flatMap((code) => {
    const spans = code.node.value.includes("${{") ? findExpressions(code.node.value) : [];
    const found = spans
      .flatMap((span) => injectionAt(place, code, span) ?? [])
      .filter(({ taint }) => wanted.has(taint.level));
    return found.length === 0 ? [] : withoutHarmlessComments(code, found);
  });
}

function injectionAt(place: StepPlace, code: Code, span: ExpressionSpan): Injection | null {
  if (!span.closed) return null;
  const [worst] = (flowsOf(span.inner, place) ?? []).toSorted(byLevel);
  if (worst === undefined || worst.reference.segments[0] === "secrets") return null;
  return { code, span, ...worst };
}

/** In a comment a text does harm only by a line break that ends it. */
function withoutHarmlessComments(code: Code, found: readonly Injection[]): Injection[] {
  const comments = commentedSpans(code);
  return found.filter(({ span, taint }) => taint.mayHoldLines || !comments.has(span.start));
}

function commentedSpans({ language, node }: Code): ReadonlySet<number> {
  const text = node.value;
  switch (language) {
    case "bash":
    case "sh":
      return startsOf(bashOf(node).places.filter((place) => place.quoting === "comment"));
    case "pwsh":
    case "powershell":
      return startsOf(powershellPlaces(text).filter((place) => place.quoting === "comment"));
    case "python":
      return literalComments(text, PYTHON);
    case "javascript":
      return literalComments(text, JAVASCRIPT);
    default:
      return new Set();
  }
}

function literalComments(text: string, syntax: LiteralSyntax): ReadonlySet<number> {
  return startsOf(literalPlaces(text, syntax).filter((place) => place.inComment));
}

function startsOf(places: readonly { readonly span: ExpressionSpan }[]): ReadonlySet<number> {
  return new Set(places.map((place) => place.span.start));
}
