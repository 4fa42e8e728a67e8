import type { Uses } from "../../model/uses.ts";
import { defineRule } from "../../rule.ts";
import { missingFolder } from "./invalid-action-reference/missing-folder.ts";

export const invalidActionReference = defineRule({
  meta: {
    id: "invalid-action-reference",
    category: "quality",
    severity: "high",
    title: "`uses` that names no action",
    fixClass: "none",
    docs: {
      what: "A `uses` that is neither `owner/repo[/path]@ref` nor a path that begins with `./` (or `$/`) nor `docker://image`: most often the ref is missing. Also a reusable workflow in a step, and a local action whose folder has neither an `action.yml` nor a Dockerfile.",
      why: "GitHub refuses the workflow before any job runs. Forms: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses.",
      notReported:
        "Local actions that an earlier step may bring: a script, another action than `actions/setup-…`, or a checkout of another repository, commit or folder. Local actions where the list of files was cut or holds pipelines only. Calls at a job, which `invalid-reusable-workflow-call` judges. Refs that do not exist, which only GitHub knows. Short commit ids and branches, which `unpinned-action` judges. `uses` with an expression, which GitHub refuses with words of its own and `expression-context-unavailable` reports.",
      fix: "Write owner, repository and ref, best a commit with its version behind it.",
      example: {
        before: "      - uses: actions/checkout\n",
        after: "      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0\n",
      },
    },
  },

  *check({ steps, repository }) {
    for (const { document, job, step } of steps) {
      const message = step.uses && (problemOf(step.uses) ?? (job && missingFolder(repository, job, step)));
      if (!step.uses || !message) continue;
      const anchor = `jobs.${job?.id ?? ""}.${step.identity}.uses`;
      yield { message, path: document.path, at: step.uses.node, anchor };
    }
  },
});

function problemOf({ kind, raw, path }: Uses): string | null {
  if (raw.includes("${{") || raw.startsWith("$/")) return null;
  if (kind === "docker") return path === "" ? "`docker://` names no image; write it behind the slashes." : null;
  if (kind !== "invalid")
    return isWorkflow(path) ? `\`${raw}\` is a reusable workflow; call it from a job, not from a step.` : null;
  if (/^[\w.-]+\/[\w.-]+(?:\/[^@\s]+)?$/.test(raw))
    return `\`${raw}\` has no ref; add \`@\` and a commit, or \`./\` in front if it is a folder of this repository.`;
  return `\`${raw}\` is no action; write \`owner/repo@ref\`, \`./folder\` or \`docker://image\`.`;
}

function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml(?:@[^/]*)?$/.test(path);
}
