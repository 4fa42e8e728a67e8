import type { Uses } from "../../model/uses.ts";
import { defineRule, type Hit } from "../../rule.ts";

export const invalidActionReference = defineRule({
  meta: {
    id: "invalid-action-reference",
    category: "quality",
    severity: "high",
    title: "`uses` that names no action",
    fixClass: "none",
    docs: {
      what: "A `uses` that is neither `owner/repo[/path]@ref` nor a path that begins with `./` (or `$/`) nor `docker://image`: most often the ref is missing. At a job also a reusable workflow that is not a file below `.github/workflows`.",
      why: "GitHub refuses the workflow before any job runs. Forms: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses.",
      notReported:
        "Refs that do not exist, which only GitHub knows. Short commit ids and branches, which `unpinned-action` judges. `uses` with an expression, which GitHub refuses with words of its own and `expression-context-unavailable` reports.",
      fix: "Write owner, repository and ref, best a commit with its version behind it.",
      example: {
        before: "      - uses: actions/checkout\n",
        after: "      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0\n",
      },
    },
  },

  *check({ jobs, steps }) {
    for (const { workflow, job } of jobs) {
      if (job.uses) yield* problemsOf(workflow.path, job.uses, { anchor: `jobs.${job.id}.uses`, isCall: true });
    }
    for (const { document, job, step } of steps) {
      if (step.uses)
        yield* problemsOf(document.path, step.uses, {
          anchor: `jobs.${job?.id ?? ""}.${step.identity}.uses`,
          isCall: false,
        });
    }
  },
});

function stepProblem({ kind, raw, path }: Uses): string | null {
  if (raw.includes("${{") || raw.startsWith("$/")) return null;
  if (kind === "docker") return path === "" ? "`docker://` names no image; write it behind the slashes." : null;
  if (kind !== "invalid") return null;
  if (/^[\w.-]+\/[\w.-]+(?:\/[^@\s]+)?$/.test(raw))
    return `\`${raw}\` has no ref; add \`@\` and a commit, or \`./\` in front if it is a folder of this repository.`;
  return `\`${raw}\` is no action; write \`owner/repo@ref\`, \`./folder\` or \`docker://image\`.`;
}

function callProblem({ kind, raw, path }: Uses): string | null {
  if (raw.includes("${{") || raw.startsWith("$/")) return null;
  const isWorkflow = /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
  if (kind === "local") {
    if (raw.includes("@"))
      return `\`${raw}\` takes no ref: a workflow of this repository is called at the same commit.`;
    return isWorkflow ? null : `\`${raw}\` is no reusable workflow; they are files in \`.github/workflows\`.`;
  }
  if (kind === "action")
    return isWorkflow
      ? null
      : `\`${raw}\` is no reusable workflow; a job calls \`owner/repo/.github/workflows/file.yml@ref\`.`;
  return `\`${raw}\` is no reusable workflow; write \`owner/repo/.github/workflows/file.yml@ref\` or \`./.github/workflows/file.yml\`.`;
}

function problemsOf(path: string, uses: Uses, { anchor, isCall }: { anchor: string; isCall: boolean }): Hit[] {
  const message = isCall ? callProblem(uses) : stepProblem(uses);
  return message === null ? [] : [{ message, path, at: uses.node, anchor }];
}
