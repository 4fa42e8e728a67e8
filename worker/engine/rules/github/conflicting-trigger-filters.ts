import { deleteKey, replaceSpan } from "../../edit/edit-yaml.ts";
import type { Trigger, Workflow } from "../../model/workflow.ts";
import { asMap, asScalar, asSeq, findPair, type YamlNode } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

const FILTERS = ["branches", "tags", "paths"] as const;

export const conflictingTriggerFilters = defineRule({
  meta: {
    id: "conflicting-trigger-filters",
    category: "ci_cd",
    severity: "high",
    title: "A filter and its opposite on one event",
    fixClass: "review",
    docs: {
      what: "`branches` with `branches-ignore`, `tags` with `tags-ignore`, or `paths` with `paths-ignore` on the same event.",
      why: "GitHub allows one of the two for an event and refuses the file with both: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore.",
      notReported:
        "Different kinds together, such as `branches` with `paths-ignore`. The pair on different events. A filter with `!` patterns of its own. A list that is an expression or an alias.",
      fix: "Keep the positive filter and add the others as `!` patterns behind it: later patterns win, so what they name stays out.",
      example: {
        before: "on:\n  push:\n    branches: ['release/**']\n    branches-ignore: [release/old]\n",
        after: "on:\n  push:\n    branches: ['release/**', '!release/old']\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const trigger of workflow.triggers) {
        for (const filter of FILTERS) {
          const ignore = findPair(trigger.node, `${filter}-ignore`);
          if (!ignore || !findPair(trigger.node, filter)) continue;
          yield {
            message: `\`${trigger.event}\` has both \`${filter}\` and \`${filter}-ignore\`, which GitHub refuses; put what is ignored into \`${filter}\` as \`!\` patterns.`,
            path: workflow.path,
            at: ignore.key,
            anchor: `on.${trigger.event}.${filter}-ignore`,
            fix: () => merge(workflow, trigger, filter),
          };
        }
      }
    }
  },
});

const BY_HAND = "The filters are written in a form that cannot be merged safely; merge them by hand.";

function merge({ file }: Workflow, trigger: Trigger, filter: string): FixOutcome {
  const map = asMap(trigger.node);
  const [kept, ignored] = [findPair(map, filter), findPair(map, `${filter}-ignore`)];
  const list = asSeq(kept?.value);
  const last = list?.items.at(-1);
  const patterns = patternsOf(ignored?.value);
  const removal = map && ignored ? deleteKey(file, map, ignored) : null;
  if (!list || !last || !removal || patterns === null || list.aliased || kept?.value.kind === "alias")
    return { abstain: BY_HAND };
  const quoted = patterns.map((pattern) => `'!${pattern.replaceAll("'", "''")}'`);
  const indent = " ".repeat(list.start - file.lines.startOf(file.lines.lineAt(list.start)));
  const end = list.flow ? last.end : file.lines.endOf(file.lines.lineAt(last.end));
  const text = list.flow
    ? quoted.map((each) => `, ${each}`).join("")
    : quoted.map((each) => `${file.newline}${indent}- ${each}`).join("");
  return {
    edits: [replaceSpan(file, { start: end, end }, text), ...removal],
    title: `Say what \`${trigger.event}\` ignores inside \`${filter}\``,
    explanation: `GitHub takes one of the two. Patterns are read in order and the last match wins, so the \`!\` patterns at the end keep out what \`${filter}-ignore\` named.`,
  };
}

function patternsOf(node: YamlNode | undefined): string[] | null {
  const items = asSeq(node)?.items ?? (asScalar(node) ? [node] : []);
  const texts = items.map((item) => asScalar(item)?.value ?? null);
  return texts.length === 0 || texts.some((text) => text === null || text.startsWith("!"))
    ? null
    : texts.filter((text) => text !== null);
}
