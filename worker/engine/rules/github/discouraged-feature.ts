import { type Action, entryText, findEntry, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";

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

  *check({ workflows, actions }) {
    for (const document of [...workflows, ...actions]) {
      if (!MAY_HAVE_ONE.test(document.file.text)) continue;
      yield* oldShells(document);
      yield* runnerPackages(document);
    }
  },
});

const MAY_HAVE_ONE = /\bcmd\b|pip-install/i;

function* oldShells(document: Workflow | Action): Generator<Hit> {
  const { path } = document;
  for (const { shell, anchor } of shellsOf(document)) {
    if (!shell || !/^cmd(?:\.exe)?(?:\s|$)/i.test(shell.value.trim())) continue;
    const message = "`cmd` goes on after a failed line and has no safe quotes; use `pwsh` or `bash`.";
    yield { message, path, at: shell, anchor };
  }
}

function* runnerPackages(document: Workflow | Action): Generator<Hit> {
  for (const { job, step } of placesOf(document)) {
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
}

function placesOf(document: Workflow | Action): { readonly job: Job | null; readonly step: Step }[] {
  if (document.kind === "action") return document.steps.map((step) => ({ job: null, step }));
  return document.jobs.flatMap((job) => job.steps.map((step) => ({ job, step })));
}

function shellsOf(document: Workflow | Action): { readonly shell: YamlScalar | null; readonly anchor: string }[] {
  const steps = placesOf(document).map(({ job, step }) => ({
    shell: step.shell,
    anchor: `jobs.${job?.id ?? ""}.${step.identity}.shell`,
  }));
  if (document.kind === "action") return steps;
  const jobs = document.jobs.map(({ id, defaults }) => ({
    shell: defaults.shell,
    anchor: `jobs.${id}.defaults.run.shell`,
  }));
  return [{ shell: document.defaults.shell, anchor: "defaults.run.shell" }, ...jobs, ...steps];
}
