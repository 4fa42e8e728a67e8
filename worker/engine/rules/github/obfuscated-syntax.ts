import { setScalar } from "../../edit/edit-yaml.ts";
import { editScalar } from "../../expressions/edit-scalar.ts";
import { anchorOf, isEvaluated } from "../../expressions/evaluated.ts";
import { type ExpressionAt, expressionsOf, spanInFile } from "../../expressions/expression-places.ts";
import type { Expression } from "../../expressions/parse.ts";
import type { Uses } from "../../model/uses.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { checkDocument } from "../../schema/check-document.ts";

export const obfuscatedSyntax = defineRule({
  meta: {
    id: "obfuscated-syntax",
    category: "quality",
    severity: "low",
    title: "Expression or path that hides what it is",
    fixClass: "safe",
    docs: {
      what: "An expression that is a constant (`${{ 'text' }}`, `${{ format('a{0}', 'b') }}`, `${{ fromJSON('\"x\"') }}`), an index that is a constant call (`github[format('ev{0}', 'ent')]`), or a `uses` with `.`, `..` or empty segments in its path.",
      why: "The same is said plainly in fewer letters. Constants and odd paths in front of reviewers and scanners are how attackers hide what a change does.",
      notReported:
        "Constants in conditions, which `constant-condition` judges. Names in brackets that need them (`github.event['x-y']`), computed indexes of a matrix or of inputs, `./` in front of a local action, `toJSON` of contexts. Empty texts beside operators. Escapes of braces: `${{ '{{' }}` is how they are written.",
      fix: "The value itself, or the path without the segments that mean nothing.",
      example: { before: "        run: echo ${{ 'hello' }}\n", after: "        run: echo hello\n" },
    },
  },

  *check({ workflows, actions, jobs, steps }) {
    for (const document of [...workflows, ...actions]) yield* constantsOf(document);
    for (const { workflow, job } of jobs) yield* oddPath(workflow, job.uses, `jobs.${job.id}.uses`);
    for (const { document, job, step } of steps) {
      yield* oddPath(document, step.uses, `jobs.${job?.id ?? ""}.${step.identity}.uses`);
    }
  },
});

const MAY_BE_CONSTANT =
  /\$\{\{[-\s(]*(?:'|\d|true|false|null|format|fromjson|join)|\[\s*(?:format|fromjson|join|tojson)\s*\(/i;

function constantsOf(document: Workflow | Action): Hit[] {
  if (!MAY_BE_CONSTANT.test(document.file.text)) return [];
  const places = expressionsOf(document).filter(
    (place) => isEvaluated(place) && hasContext(place) && place.way.at(-1) !== "if",
  );
  return places.flatMap((place) => [...constants(place)]);
}

/** Where GitHub evaluates nothing the expression itself is the mistake, which `expression-context-unavailable` reports. */
function hasContext({ document, node }: ExpressionAt): boolean {
  return (checkDocument(document).availability.get(node)?.length ?? 0) > 0;
}

function* constants(place: ExpressionAt): Iterable<Hit> {
  if (!place.parsed.ok) return;
  const value = constantOf(place.parsed.expression);
  const at = spanInFile(place, place.span.start, place.span.end);
  if (value !== null && !/[{}]/.test(value)) {
    yield {
      message: `This expression is always \`${value}\`; write that.`,
      path: place.document.path,
      at,
      anchor: anchorOf(place),
      fix: () => writeOut(place, value),
    };
  } else if (hasHiddenIndex(place.parsed.expression)) {
    yield {
      message: "The name of this property is put together by a function; write it as it is.",
      path: place.document.path,
      at,
      anchor: anchorOf(place),
    };
  }
}

/** The text that an expression of literals gives; null for anything that reads a context, and for functions not followed here. */
function constantOf(expression: Expression): string | null {
  if (expression.kind === "literal") return expression.value === null ? "" : String(expression.value);
  if (expression.kind !== "call") return null;
  const args = expression.args.map(constantOf);
  if (args.length === 0 || args.some((arg) => arg === null)) return null;
  const [first = "", ...rest] = args.map((arg) => arg ?? "");
  switch (expression.name.toLowerCase()) {
    case "format":
      return first.replaceAll(/\{(\d+)\}/g, (_, index: string) => rest[Number(index)] ?? "");
    case "fromjson":
      return jsonText(first);
    default:
      return null;
  }
}

function jsonText(source: string): string | null {
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === "object" ? null : String(value);
  } catch {
    return null;
  }
}

function hasHiddenIndex(expression: Expression): boolean {
  if (expression.kind !== "index") return false;
  const { index, object } = expression;
  return (index !== "*" && index.kind === "call" && constantOf(index) !== null) || hasHiddenIndex(object);
}

function writeOut({ document, node, span }: ExpressionAt, value: string): FixOutcome {
  const isWhole = node.value.trim() === node.value.slice(span.start, span.end);
  const needsQuotes = isWhole && node.style === "plain" && !/^[A-Za-z][\w ./-]*$/.test(value);
  if (needsQuotes || /['"`$\\\n]/.test(value)) {
    return {
      abstain:
        "The value has letters that mean something else where it stands; write it by hand, in quotes if need be.",
    };
  }
  const edits = editScalar(document.file, node, [{ start: span.start, end: span.end, text: value }]);
  if (!edits) return { abstain: "The text cannot be edited safely here; write the value by hand." };
  return { edits, title: "Write a constant as it is", explanation: "The expression always gave this text." };
}

function* oddPath(document: Workflow | Action, uses: Uses | null, anchor: string): Iterable<Hit> {
  const plain = uses ? plainUses(uses) : null;
  if (!uses || plain === null || plain === uses.raw) return;
  yield {
    message: `\`${uses.raw}\` is \`${plain}\` with path segments that mean nothing; write that.`,
    path: document.path,
    at: uses.node,
    anchor,
    fix: () => {
      const edits = uses.node.aliased ? null : setScalar(document.file, uses.node, plain);
      if (!edits) return { abstain: "The value is written in a form that cannot be edited safely; write it by hand." };
      return { edits, title: `Write \`${plain}\` plainly`, explanation: "It is the same action." };
    },
  };
}

/** An empty or dot segment, also at the end of the path. */
const ODD_SEGMENT = /(?:^|\/)\.{0,2}(?:\/|@|$)/;

/** The same use without empty and dot segments; null where it climbs out, which is no hiding place but a mistake. */
function plainUses({ kind, raw }: Uses): string | null {
  if ((kind !== "action" && kind !== "local") || raw.includes("${{")) return null;
  if (!ODD_SEGMENT.test(kind === "local" ? raw.slice(1) : raw)) return raw;
  const [body = "", ...ref] = raw.split("@");
  const isLocal = kind === "local";
  const kept = withoutDots(body.split("/").slice(isLocal ? 1 : 0));
  if (kept === null) return null;
  const path = isLocal ? `./${kept.join("/")}` : kept.join("/");
  return isLocal && body.replace(/\/$/, "") === path.replace(/\/$/, "") ? raw : [path, ...ref].join("@");
}

function withoutDots(segments: readonly string[]): string[] | null {
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === ".." && kept.pop() === undefined) return null;
    if (![".", "..", ""].includes(segment)) kept.push(segment);
  }
  return kept;
}
