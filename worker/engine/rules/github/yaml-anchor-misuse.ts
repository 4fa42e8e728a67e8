import { keyText, walk, type YamlNode } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";

export const yamlAnchorMisuse = defineRule({
  meta: {
    id: "yaml-anchor-misuse",
    category: "quality",
    severity: "medium",
    title: "Anchor that does nothing, or a merge key",
    fixClass: "none",
    docs: {
      what: "An anchor (`&name`) of a workflow that no alias uses, an anchor that is defined twice, or the merge key `<<`.",
      why: "GitHub reads anchors and aliases since September 2025, but no merge keys: `<<` is an unknown key there, and the file is refused. An anchor without an alias is left over or misspelt. Source: https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#yaml-anchors-and-aliases.",
      notReported:
        "Anchors with at least one alias. Aliases without an anchor and anchors that contain themselves, which no YAML reader accepts: `yaml-syntax-error` reports them. GitLab and CircleCI, which read merge keys. `<<` in scripts.",
      fix: "Remove the anchor, or write out what `<<` was to merge.",
      example: { before: "env: &shared\n  CI: true\n", after: "env:\n  CI: true\n" },
    },
  },

  *check({ workflows, actions }) {
    for (const { path, file, root } of [...workflows, ...actions]) {
      if (!MAY_HAVE_ONE.test(file.text)) continue;
      const seen = new Set<string>();
      for (const node of walk(root)) {
        for (const problem of [...mergeKeys(node), ...anchorProblem(node, seen)]) yield { ...problem, path };
      }
    }
  },
});

type Problem = Pick<Hit, "message" | "at" | "anchor">;

/** Not the `&&` of conditions and scripts. */
const MAY_HAVE_ONE = /(?:^|[\s[{,])(?:&[^\s&]|["']?<<["']?\s*:)/m;

function mergeKeys(node: YamlNode): Problem[] {
  const keys = node.kind === "map" ? node.pairs.filter((pair) => keyText(pair) === "<<") : [];
  const message = "GitHub reads no merge keys; write out what `<<` was to merge.";
  return keys.map(({ key }) => ({ message, at: key, anchor: "merge" }));
}

function anchorProblem(node: YamlNode, seen: Set<string>): Problem[] {
  const { anchor, outerStart } = node;
  if (anchor === null) return [];
  const isTwice = seen.has(anchor);
  seen.add(anchor);
  if (node.aliased && !isTwice) return [];
  const message = isTwice
    ? `The anchor \`${anchor}\` is defined twice; rename one.`
    : `No alias uses the anchor \`${anchor}\`; remove it or write \`*${anchor}\` where it was meant.`;
  return [{ message, at: { start: outerStart, end: outerStart + anchor.length + 1 }, anchor: `anchor.${anchor}` }];
}
