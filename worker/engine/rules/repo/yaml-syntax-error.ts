import type { BrokenFile } from "../../model/repository.ts";
import { defineRule } from "../../rule.ts";

export const yamlSyntaxError = defineRule({
  meta: {
    id: "yaml-syntax-error",
    category: "quality",
    severity: "critical",
    title: "Pipeline file cannot be read",
    fixClass: "none",
    docs: {
      what: "A workflow, action, `.gitlab-ci.yml`, CircleCI or Dependabot file that is not YAML, is not text, or is too large or too deeply nested to be read.",
      why: "The platform refuses such a file as a whole: none of its jobs run, and a check that never starts looks like a check that passes. Nothing else in the file can be audited.",
      notReported:
        "Lines inside brackets or quotes that are indented less than their key: strict YAML forbids them, the platforms accept them. YAML files that belong to no pipeline.",
      fix: "Correct the line that the message names, and have the editor check YAML while you type. There is no automatic fix: which reading was meant is a guess.",
      example: {
        before: "on: push\njobs:\n  test:\n\truns-on: ubuntu-24.04\n",
        after: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n",
      },
    },
  },

  *check(context) {
    for (const { path, file, problem } of context.broken) {
      if (problem.kind === "not_a_workflow") continue;
      yield {
        message: problem.message,
        path,
        at: { start: problem.offset, end: file.lines.endOf(file.lines.lineAt(problem.offset)) },
        anchor: anchorOf(problem.kind),
      };
    }
  },
});

/** One finding a file, whichever line stops the parser today. */
function anchorOf(kind: BrokenFile["problem"]["kind"]): string {
  return kind === "syntax" ? "file" : kind;
}
