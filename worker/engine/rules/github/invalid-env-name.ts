import type { Entry } from "../../model/workflow.ts";
import { defineRule, type RuleContext } from "../../rule.ts";

export const invalidEnvName = defineRule({
  meta: {
    id: "invalid-env-name",
    category: "quality",
    severity: "medium",
    title: "Name that no environment variable can have",
    fixClass: "none",
    docs: {
      what: "A key in `env`, of the workflow, a job, a step or a container, with white space, `=` or `&` in it, or without any letter.",
      why: "The shell cannot read such a variable, and on some runners setting it fails the step. Names are letters, digits and underscores by the POSIX standard, chapter 8.1; GitHub passes others on, but `=` ends a name.",
      notReported:
        "Names with dashes or dots, which some programs read on purpose. Lower case. Names that begin with `GITHUB_`, which GitHub refuses itself only for some. Keys that are expressions.",
      fix: "Use letters, digits and underscores.",
      example: { before: "env:\n  MY VAR: 1\n", after: "env:\n  MY_VAR: 1\n" },
    },
  },

  *check(context) {
    for (const { path, entries, where } of environments(context)) {
      for (const { name, key } of entries) {
        if (!/[\s=&$]/.test(name) && name !== "") continue;
        if (name.includes("${{")) continue;
        yield {
          message: `\`${name}\` cannot be the name of a variable; use letters, digits and underscores.`,
          path,
          at: key,
          anchor: `${where}.env.${name}`,
        };
      }
    }
  },
});

function environments({
  workflows,
  jobs,
  steps,
}: RuleContext): { path: string; entries: readonly Entry[]; where: string }[] {
  return [
    ...workflows.map(({ path, env }) => ({ path, entries: env, where: "workflow" })),
    ...jobs.flatMap(({ workflow, job }) =>
      [job.env, job.container?.env ?? [], ...job.services.map(({ env }) => env)].map((entries) => ({
        path: workflow.path,
        entries,
        where: `jobs.${job.id}`,
      })),
    ),
    ...steps.map(({ document, job, step }) => ({
      path: document.path,
      entries: step.env,
      where: `jobs.${job?.id ?? ""}.${step.identity}`,
    })),
  ];
}
