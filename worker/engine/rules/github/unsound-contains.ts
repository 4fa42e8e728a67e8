import { editScalar } from "../../expressions/edit-scalar.ts";
import { anchorOf } from "../../expressions/evaluated.ts";
import { type ExpressionAt, expressionsOf, spanInFile } from "../../expressions/expression-places.ts";
import type { Expression } from "../../expressions/parse.ts";
import { childrenOf, referencesOf } from "../../expressions/references.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

interface Test {
  readonly list: Expression & { readonly kind: "literal" };
  readonly words: string;
  readonly paths: readonly string[];
}

/** Values that whoever causes the run can choose. */
const SETTABLE = /^(?:env\.|inputs\.|github\.(?:actor|triggering_actor|base_ref|head_ref|ref|ref_name)$)/;

export const unsoundContains = defineRule({
  meta: {
    id: "unsound-contains",
    category: "security",
    severity: "high",
    title: "Substring is tested where membership is meant",
    fixClass: "safe",
    docs: {
      what: "`contains('a b', x)` in a condition: a literal text as the first argument and a context value as the second. High where somebody can choose the value (branch, actor, input, `env`), otherwise info.",
      why: "With a text as the first argument, `contains` asks whether the second is a piece of it. `contains('refs/heads/main refs/heads/develop', github.ref)` is also true on a branch `mai`, and always for an empty value, so the check can be passed by a name that is not in the list. Source: docs.github.com, “Evaluate expressions in workflows and actions”, section “contains”.",
      notReported:
        "A context value as the first argument (`contains(github.event.head_commit.message, 'x')`), a list (`contains(fromJSON('[…]'), x)`, `contains(github.event.*.name, 'x')`), two literals.",
      fix: "The fix makes the text a list, split at blanks, commas and bars: `contains(fromJSON('[…]'), x)`, which is true for whole entries alone.",
      example: {
        before: "if: contains('refs/heads/main refs/heads/develop', github.ref)\n",
        after: 'if: contains(fromJSON(\'["refs/heads/main","refs/heads/develop"]\'), github.ref)\n',
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) {
      if (!/contains\s*\(\s*'/i.test(document.file.text)) continue;
      for (const place of expressionsOf(document)) if (place.way.at(-1) === "if") yield* hitsOf(place);
    }
  },
});

function hitsOf(place: ExpressionAt): Hit[] {
  const tests = place.parsed.ok ? testsOf(place.parsed.expression) : [];
  return tests.map((test, index) => ({
    message: `\`contains\` asks whether \`${test.paths[0]}\` is a piece of this text, not one of its entries; make the text a list with \`fromJSON('[…]')\`.`,
    path: place.document.path,
    at: spanInFile(place, test.list.start, test.list.end),
    anchor: index === 0 ? anchorOf(place) : `${anchorOf(place)}#${index + 1}`,
    severity: test.paths.some((path) => SETTABLE.test(path)) ? "high" : "info",
    fix: () => makeList(place, test),
  }));
}

function testsOf(expression: Expression): Test[] {
  const inner = childrenOf(expression).flatMap(testsOf);
  if (expression.kind !== "call" || expression.name.toLowerCase() !== "contains") return inner;
  const [list, value] = expression.args;
  if (list?.kind !== "literal" || typeof list.value !== "string" || value === undefined) return inner;
  const paths = referencesOf(value).map(({ path }) => path);
  return paths.length === 0 ? inner : [...inner, { list, words: list.value, paths }];
}

function makeList(place: ExpressionAt, { list, words }: Test): FixOutcome {
  const entries = words.split(/[\s,|;]+/).filter(Boolean);
  if (entries.length === 0)
    return { abstain: "The text has no entries; write by hand what the value is compared with." };
  const text = `fromJSON('${JSON.stringify(entries).replaceAll("'", "''")}')`;
  const edits = editScalar(place.document.file, place.node, [{ start: list.start, end: list.end, text }]);
  if (!edits) return { abstain: "The text cannot be edited safely here; make it a list with `fromJSON` by hand." };
  return {
    edits,
    title: "Compare with whole entries of a list",
    explanation:
      "The condition is now true for whole entries of the list alone, no longer for a piece of them or for an empty value.",
  };
}
