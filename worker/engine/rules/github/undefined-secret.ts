import { spanInFile } from "../../expressions/expression-places.ts";
import { groupBy } from "../../group-by.ts";
import type { StoredNames } from "../../lookups/answers.ts";
import { findTrigger, type Workflow } from "../../model/workflow.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { type NamedValue, namedValues } from "./undefined-secret/named-values.ts";

export const undefinedSecret = defineRule({
  meta: {
    id: "undefined-secret",
    category: "ci_cd",
    severity: "high",
    title: "A secret or variable is named that does not exist",
    fixClass: "none",
    docs: {
      what: "`${{ secrets.NAME }}` or `${{ vars.NAME }}` where neither the repository, its organization nor the job's environment has that name. One finding per name and workflow.",
      why: "GitHub puts an empty text in its place and says nothing. The step fails later for another reason, or works without credentials. Source: [using secrets](https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets), read 2026-11-21.",
      notReported:
        "Names that could not be asked for. Names in a larger expression (`secrets.A || secrets.B`, `vars.X == 'true'`): absence is foreseen there. A variable of `env` that some `if` tests. `GITHUB_TOKEN`, and the secrets that switch debug logging on. Workflows that others call, whose secrets come from the caller. What is passed to a called workflow, which may do without. Jobs whose environment is computed. Upper and lower case, which GitHub does not tell apart.",
      fix: "Create the secret or variable, or correct the name. No fix is offered: the engine knows names, not what was meant.",
      example: {
        before: "env:\n  TOKEN: ${{ secrets.DEPLOY_TOKE }}\n",
        after: "env:\n  TOKEN: ${{ secrets.DEPLOY_TOKEN }}\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      if (!/\b(?:secrets|vars)\b/i.test(workflow.file.text) || findTrigger(workflow, "workflow_call")) continue;
      const stored = context.lookups.storedNames();
      if (stored !== "unknown") yield* checkWorkflow(workflow, namedValues(workflow), stored);
    }
  },
});

function* checkWorkflow(workflow: Workflow, values: readonly NamedValue[], stored: StoredNames): Generator<Hit> {
  const missing = values.filter((value) => !isStored(value, stored));
  for (const [key, [first, ...others]] of groupBy(missing, ({ kind, name }) => `${kind}.${name}`)) {
    if (!first) continue;
    const word = first.kind === "secrets" ? "secret" : "variable";
    const spanOf = ({ place, reference }: NamedValue) => spanInFile(place, reference.start, reference.end);
    yield {
      message: `No ${word} \`${first.reference.written[1] ?? first.name}\` exists in the repository, its organization or the job's environment, so this is empty; create it or correct the name.`,
      path: workflow.path,
      at: spanOf(first),
      anchor: key,
      related: others.map((value) => ({ path: workflow.path, at: spanOf(value) })),
    };
  }
}

function isStored({ kind, name, environment }: NamedValue, stored: StoredNames): boolean {
  const wanted = environment?.toLowerCase();
  const environments = Object.entries(stored.environments).filter(
    ([key]) => wanted === undefined || key.toLowerCase() === wanted,
  );
  const names = [
    stored[kind === "secrets" ? "secrets" : "variables"],
    ...environments.map(([, own]) => own[kind === "secrets" ? "secrets" : "variables"]),
  ];
  const visible = environment === null ? names.slice(0, 1) : names;
  return visible.some((list) => list.some((known) => known.toUpperCase() === name));
}
