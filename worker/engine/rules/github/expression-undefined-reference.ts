import { type ExpressionAt, expressionsOf, spanInFile } from "../../expressions/expression-places.ts";
import { groupBy } from "../../group-by.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import { scalarValue } from "../../parse/yaml-node.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";
import { checkDocument } from "../../schema/check-document.ts";
import { wrongCalls } from "./expression-undefined-reference/calls.ts";
import { unknownContext, unknownProperty } from "./expression-undefined-reference/fixed-contexts.ts";
import { missingJobResult } from "./expression-undefined-reference/job-results.ts";
import { missingInMatrix, missingInput } from "./expression-undefined-reference/matrix-and-inputs.ts";
import { missingInSteps } from "./expression-undefined-reference/steps.ts";
import type { Access, Undefined } from "./expression-undefined-reference/undefined-name.ts";

export const expressionUndefinedReference = defineRule({
  meta: {
    id: "expression-undefined-reference",
    category: "ci_cd",
    severity: "high",
    scope: "repository",
    title: "Expression reads a name that nothing defines",
    fixClass: "none",
    docs: {
      what: "A name in an expression of a workflow or composite action that exists nowhere: a context or function that GitHub does not have, or a function with the wrong number of arguments; a property that `github`, `runner`, `job` or `strategy` do not have; `steps.x` without such a step in the same job, or of a step that runs later; `needs.x` and `jobs.x` without such a job, or an output which that job (or the workflow of this repository that it calls) does not declare; `matrix.x` that no dimension and no `include` defines; `inputs.x` that no trigger or not the action declares; an output that a local composite action or an action with known metadata does not have. One finding for each name in a job, or in a file where one definition repairs all.",
      why: "For an unknown context or function GitHub refuses the whole file. Any other missing name is an empty text: a condition is never true, a version falls back to a default, a script runs with nothing, and no log says why. Sources: [contexts](https://docs.github.com/en/actions/reference/workflows-and-actions/contexts), [expressions](https://docs.github.com/en/actions/reference/workflows-and-actions/expressions), read 2026-11-21.",
      notReported:
        "`github.event.…`, `env.x`, `vars.x` and `secrets.x`, which others fill (`undefined-secret` asks for stored names). A matrix, an `include` or inputs from an expression. `matrix.x || 'other'`, which says itself that cells may lack `x`. `needs.x` of a job that exists and is not in `needs`, which is `missing-needs-output`; a missing job in `needs` itself, which is `invalid-job-needs`. Outputs of scripts, of workflows in other repositories, and of JavaScript and Docker actions that may set more than they declare, unless a declared name is nearly the same. A context where GitHub does not provide it, which is `expression-context-unavailable`. Files with YAML merge keys. Upper and lower case, which GitHub does not tell apart.",
      fix: "Correct the name, or define it. No fix is offered: the message names the nearest name that exists, and only the author knows whether that is meant.",
      example: {
        before: "- id: cache\n  uses: actions/cache@v4\n- if: steps.cache.outputs.cache_hit != 'true'\n  run: npm ci\n",
        after: "- id: cache\n  uses: actions/cache@v4\n- if: steps.cache.outputs.cache-hit != 'true'\n  run: npm ci\n",
      },
    },
  },

  *check(context) {
    for (const document of [...context.workflows, ...context.actions]) {
      if (!document.file.text.includes("<<:")) yield* hitsOf(document, context);
    }
  },
});

interface Found extends Undefined {
  readonly key: string;
  readonly at: Span;
}

function* hitsOf(document: Workflow | Action, context: RuleContext): Generator<Hit> {
  const found = expressionsOf(document).flatMap((place) => undefinedIn(place, context));
  for (const [key, [first, ...others]] of groupBy(found, (each) => each.key)) {
    if (!first) continue;
    yield {
      message: first.message,
      path: document.path,
      at: first.at,
      anchor: key,
      related: others.map(({ at }) => ({ path: document.path, at })),
    };
  }
}

function undefinedIn(place: ExpressionAt, { repository, lookups }: RuleContext): Found[] {
  if (!place.parsed.ok || (place.isBare && typeof scalarValue(place.node) !== "string")) return [];
  const available = checkDocument(place.document).availability.get(place.node);
  if (!available || available.length === 0) return [];
  const names = place.references.flatMap((reference) => {
    const missing = missingName({ place, reference, repository, lookups }, available);
    return missing ? [{ ...missing, start: reference.start, end: reference.end }] : [];
  });
  return [...names, ...wrongCalls(place, available)].map((missing) => ({
    ...missing,
    key: missing.scope === "job" && place.job ? `jobs.${place.job.id}:${missing.what}` : missing.what,
    at: spanInFile(place, missing.start, missing.end),
  }));
}

const CHECKS: Readonly<Record<string, (access: Access) => Undefined | null>> = {
  github: unknownProperty,
  runner: unknownProperty,
  job: unknownProperty,
  strategy: unknownProperty,
  matrix: missingInMatrix,
  inputs: missingInput,
  steps: missingInSteps,
  needs: missingJobResult,
  jobs: missingJobResult,
};

/** Names of a context that the place does not have are not looked at: the context itself is wrong there. */
function missingName(access: Access, available: readonly string[]): Undefined | null {
  const [context = ""] = access.reference.segments;
  return available.includes(context) ? (CHECKS[context]?.(access) ?? null) : unknownContext(access);
}
