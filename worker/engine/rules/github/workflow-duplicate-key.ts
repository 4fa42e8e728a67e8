import type { Action, Workflow } from "../../model/workflow.ts";
import { keyText } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checkDocument } from "../../schema/check-document.ts";

export const workflowDuplicateKey = defineRule({
  meta: {
    id: "workflow-duplicate-key",
    category: "quality",
    severity: "high",
    title: "The same key twice",
    fixClass: "none",
    docs: {
      what: "A mapping of a workflow or action that has a key twice, also in other case where the author names the keys: GitHub does not look at case when it compares names of jobs, of variables, of inputs or of matrix dimensions.",
      why: "GitHub refuses the file: `is already defined`. Tools that accept it silently keep the last value, so a reader who finds the first is misled. GitHub reads keys so: https://github.com/actions/languageservices, template reader, seen 2026-11-21.",
      notReported:
        "The same key in different mappings, for example `name` in two steps. Keys that only look alike, such as `build` and `build-2`. Files of other tools, which have their own readers.",
      fix: "Remove one of the two, or merge them.",
      example: {
        before: "env:\n  CI: true\n  NODE_ENV: test\n  CI: false\n",
        after: "env:\n  NODE_ENV: test\n  CI: true\n",
      },
    },
  },

  *check({ repository, workflows, actions }) {
    for (const document of [...workflows, ...actions]) {
      const yaml = repository.yaml(document.path);
      const exact = yaml?.ok ? yaml.documents.flatMap(({ duplicates }) => duplicates) : [];
      for (const pair of exact) {
        const key = keyText(pair) ?? "";
        yield {
          message: `\`${key}\` stands twice in the same mapping; remove one or merge the two.`,
          path: document.path,
          at: pair.key,
          anchor: `duplicate.${key}`,
        };
      }
      yield* sameInOtherCase(document);
    }
  },
});

function* sameInOtherCase(document: Workflow | Action): Iterable<Hit> {
  for (const problem of checkDocument(document).problems) {
    if (problem.kind !== "same_key") continue;
    const { pair, key, other, way } = problem;
    yield {
      message: `\`${key}\` and \`${other}\` are the same to GitHub, which does not look at case; remove or rename one.`,
      path: document.path,
      at: pair.key,
      anchor: [...way, key].join("."),
    };
  }
}
