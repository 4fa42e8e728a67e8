import { keyText } from "../../parse/yaml-node.ts";
import { defineRule } from "../../rule.ts";

export const workflowDuplicateKey = defineRule({
  meta: {
    id: "workflow-duplicate-key",
    category: "quality",
    severity: "high",
    title: "The same key twice",
    fixClass: "none",
    docs: {
      what: "A mapping of a workflow or action that has a key twice, also in other case where GitHub does not look at case: names of jobs, of variables and of inputs.",
      why: "GitHub refuses the file: `is already defined`. Tools that accept it silently keep the last value, so a reader who finds the first is misled.",
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
      const names = document.kind === "workflow" ? document.jobs.map(({ id, key }) => ({ name: id, key })) : [];
      yield* sameInOtherCase(document.path, names);
    }
  },
});

function* sameInOtherCase(
  path: string,
  names: readonly { readonly name: string; readonly key: { start: number; end: number } }[],
) {
  const seen = new Map<string, string>();
  for (const { name, key } of names) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined && other !== name) {
      yield {
        message: `\`${name}\` and \`${other}\` are the same to GitHub, which does not look at case; rename one.`,
        path,
        at: key,
        anchor: `duplicate.${name}`,
      };
    }
    seen.set(name.toLowerCase(), other ?? name);
  }
}
