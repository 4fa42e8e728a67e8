import { osOfLabel } from "../../data/runner-labels.ts";
import { askedLabels } from "../../model/runner-labels-of.ts";
import type { Job } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type RuleContext } from "../../rule.ts";

/** docs.github.com, `jobs.<job_id>.steps[*].shell`: names that GitHub knows, and where. */
const EVERYWHERE = new Set(["bash", "pwsh", "python"]);
const UNIX = new Set(["sh"]);
const WINDOWS = new Set(["cmd", "powershell"]);
/** Programs on hosted runners that need a template, which people forget. */
const NEEDS_TEMPLATE = /^[\w.-]+$/;

export const invalidShell = defineRule({
  meta: {
    id: "invalid-shell",
    category: "ci_cd",
    severity: "high",
    title: "Shell that the runner does not have",
    fixClass: "none",
    docs: {
      what: "A `shell`, of a step or in `defaults`, that GitHub does not know, or that the job's runner does not have: `powershell` and `cmd` on Linux and macOS, `sh` on Windows. A program that is no known shell, and a shell with options, need a template with `{0}`.",
      why: "The step fails before its first line: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell.",
      notReported:
        "Templates (`perl {0}`, `bash -l {0}`) whatever they name. Expressions. Runners whose system is not certain: self-hosted labels, computed ones, and matrices with several systems. Jobs in a container, which bring their own shells. Composite actions, whose caller decides where they run, unless the name is unknown everywhere.",
      fix: "Use `bash` or `pwsh`, which every hosted runner has, or write a template.",
      example: {
        before: "      - run: Get-ChildItem\n        shell: powershel\n",
        after: "      - run: Get-ChildItem\n        shell: pwsh\n",
      },
    },
  },

  *check(context) {
    for (const { shell, job, path, anchor } of shellsOf(context)) {
      const name = shell.value.trim();
      const problem = templateProblem(name) ?? problemOf(name, job);
      if (problem) yield { message: problem, path, at: shell, anchor };
    }
  },
});

interface ShellPlace {
  readonly shell: YamlScalar;
  readonly job: Job | null;
  readonly path: string;
  readonly anchor: string;
}

function shellsOf({ workflows, jobs, steps }: RuleContext): ShellPlace[] {
  const places: (Omit<ShellPlace, "shell"> & { readonly shell: YamlScalar | null })[] = [
    ...workflows.map(({ path, defaults }) => ({
      shell: defaults.shell,
      job: null,
      path,
      anchor: "defaults.run.shell",
    })),
    ...jobs.map(({ workflow, job }) => ({
      shell: job.defaults.shell,
      job,
      path: workflow.path,
      anchor: `jobs.${job.id}.defaults.run.shell`,
    })),
    ...steps.map(({ document, job, step }) => ({
      shell: step.shell,
      job,
      path: document.path,
      anchor: `jobs.${job?.id ?? ""}.${step.identity}.shell`,
    })),
  ];
  return places.flatMap(({ shell, ...rest }) => (shell && !shell.value.includes("${{") ? [{ shell, ...rest }] : []));
}

function templateProblem(shell: string): string | null {
  return /\s/.test(shell) && !shell.includes("{0}")
    ? `\`${shell}\` does not say where the script goes, so the step fails; write \`${shell} {0}\`.`
    : null;
}

function problemOf(shell: string, job: Job | null): string | null {
  if (EVERYWHERE.has(shell) || !NEEDS_TEMPLATE.test(shell)) return null;
  if (!UNIX.has(shell) && !WINDOWS.has(shell)) {
    return `GitHub knows no shell \`${shell}\`; use \`bash\`, \`sh\`, \`pwsh\`, \`powershell\`, \`cmd\` or \`python\`, or the template \`${shell} {0}\`.`;
  }
  const systems = job && !job.container ? systemsOf(job) : new Set();
  if (systems.size !== 1) return null;
  if (UNIX.has(shell) && systems.has("windows")) return `Windows runners have no \`${shell}\`; use \`bash\`.`;
  return WINDOWS.has(shell) && !systems.has("windows")
    ? `\`${shell}\` is on Windows runners alone; use \`pwsh\`.`
    : null;
}

/** Systems of the job's labels; an unknown label counts as one of its own. */
function systemsOf(job: Job): Set<string> {
  const labels = askedLabels(job);
  if (labels.length === 0 || job.runsOn.length > labels.length) return new Set();
  return new Set(labels.map(({ label }) => osOfLabel(label) ?? label));
}
