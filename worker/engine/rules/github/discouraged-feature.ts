import { entryText, findEntry } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type RuleContext } from "../../rule.ts";

export const discouragedFeature = defineRule({
  meta: {
    id: "discouraged-feature",
    category: "quality",
    severity: "low",
    title: "Feature that does more harm than good",
    fixClass: "none",
    docs: {
      what: "`pip-install` of `actions/setup-python`, which installs packages into the runner's own Python; and `shell: cmd`, the old Windows shell.",
      why: "`pip-install` mixes the project's packages with those of the runner and follows no lockfile. `cmd` goes on after a failed line, reads quotes by rules of its own and has no safe way to hold text of others: https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/cmd.",
      notReported:
        "`setup-python` without the input, or with an empty one. `pwsh`, `powershell`, `bash` and templates. Shells that are not known, which `invalid-shell` judges. Batch files that another shell calls.",
      fix: "A virtual environment, or `uv sync`; `pwsh` or `bash` in place of `cmd`.",
      example: { before: "        shell: cmd\n", after: "        shell: pwsh\n" },
    },
  },

  *check(context) {
    for (const { shell, path, anchor } of shellsOf(context)) {
      if (!/^cmd(?:\.exe)?(?:\s|$)/i.test(shell.value.trim())) continue;
      yield {
        message: "`cmd` goes on after a failed line and has no safe quotes; use `pwsh` or `bash`.",
        path,
        at: shell,
        anchor,
      };
    }
    for (const { document, job, step } of context.steps) {
      const input = step.uses?.name === "actions/setup-python" ? findEntry(step.with, "pip-install") : null;
      if (!input || !entryText(step.with, "pip-install")) continue;
      yield {
        message:
          "`pip-install` puts packages into the runner's own Python without a lockfile; install them into an environment of the project.",
        path: document.path,
        at: input.key,
        anchor: `jobs.${job?.id ?? ""}.${step.identity}.pip-install`,
      };
    }
  },
});

function shellsOf({ workflows, jobs, steps }: RuleContext): { shell: YamlScalar; path: string; anchor: string }[] {
  const all = [
    ...workflows.map(({ defaults, path }) => ({ shell: defaults.shell, path, anchor: "defaults.run.shell" })),
    ...jobs.map(({ workflow, job }) => ({
      shell: job.defaults.shell,
      path: workflow.path,
      anchor: `jobs.${job.id}.defaults.run.shell`,
    })),
    ...steps.map(({ document, job, step }) => ({
      shell: step.shell,
      path: document.path,
      anchor: `jobs.${job?.id ?? ""}.${step.identity}.shell`,
    })),
  ];
  return all.flatMap(({ shell, ...rest }) => (shell ? [{ shell, ...rest }] : []));
}
