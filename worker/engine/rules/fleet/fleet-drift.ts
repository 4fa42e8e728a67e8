import { replaceSpan } from "../../edit/edit-yaml.ts";
import type { GovernedBlock } from "../../lookups/answers.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { parseYaml } from "../../parse/yaml.ts";
import {
  asMap,
  findPair,
  findPath,
  keyText,
  resolve,
  scalarValue,
  type YamlNode,
  type YamlPair,
} from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

export const fleetDrift = defineRule({
  meta: {
    id: "fleet-drift",
    category: "ci_cd",
    severity: "medium",
    title: "Governed part of a pipeline differs from what was approved",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A key of a pipeline that the organization's baseline governs and whose value is not the approved one, or is missing.",
      why: "A baseline that nobody compares with what runs is a wish. Local changes of a governed part are most often a quick help that was never taken back.",
      notReported:
        "Everything outside the governed keys. Other formatting, order of keys, quotes and comments of the same value. Files that the repository does not have. Baselines that are not known.",
      fix: "Write the approved value again; what is around it stays.",
      example: { before: "permissions: write-all\n", after: "permissions:\n  contents: read\n" },
    },
  },

  *check({ repository, workflows, lookups }) {
    const fleet = workflows.length > 0 ? lookups.fleet() : "unknown";
    if (fleet === "unknown") return;
    for (const block of fleet.governed) {
      const drift = driftOf(repository, block);
      if (!drift) continue;
      yield {
        message: `\`${block.keyPath.join(".")}\` differs from the organization's baseline; restore it or change the baseline.`,
        path: block.path,
        at: drift.pair?.key ?? { start: 0, end: 0 },
        anchor: `governed.${block.keyPath.join(".")}`,
        fix: () => restore(drift, block),
      };
    }
  },
});

interface Drift {
  readonly file: SourceFile;
  /** Null when the key is missing. */
  readonly pair: YamlPair | null;
}

function driftOf(repository: RepositoryModel, { path, keyPath, approved }: GovernedBlock): Drift | null {
  const file = repository.file(path);
  const yaml = file ? repository.yaml(path) : null;
  const wanted = parseYaml(approved);
  const root = yaml?.ok ? (yaml.documents[0]?.root ?? null) : null;
  if (!file || !root || !wanted.ok) return null;
  const last = keyPath.at(-1) ?? "";
  const pair = findPair(asMap(findPath(root, ...keyPath.slice(0, -1))), last);
  const goal = wanted.documents[0]?.root ?? null;
  return pair && goal && meaning(pair.value) === meaning(goal) ? null : { file, pair };
}

/** A value without its form: keys sorted, styles and comments left out. */
function meaning(node: YamlNode): string {
  const target = resolve(node);
  if (target.kind === "scalar") return JSON.stringify(scalarValue(target));
  if (target.kind === "seq") return `[${target.items.map(meaning).join()}]`;
  return `{${target.pairs
    .map((pair) => `${keyText(pair)}:${meaning(pair.value)}`)
    .sort()
    .join()}}`;
}

function restore({ file, pair }: Drift, { keyPath, approved }: GovernedBlock): FixOutcome {
  if (!pair || pair.value.aliased || pair.value.kind === "alias") {
    return {
      abstain: `\`${keyPath.join(".")}\` is missing or shared with another place; write the approved value by hand.`,
    };
  }
  const indent = " ".repeat(pair.key.outerStart - file.lines.startOf(file.lines.lineAt(pair.key.outerStart)));
  const lines = approved.trimEnd().split("\n");
  const isBlock = lines.length > 1 || /^[\w"'-]+:(?:\s|$)/.test(lines[0] ?? "");
  const text = isBlock ? `:${lines.map((line) => `${file.newline}${indent}  ${line}`).join("")}` : `: ${lines[0]}`;
  const end = pair.value.kind === "scalar" ? Math.max(pair.value.end, pair.key.end) : lastOffset(pair.value);
  return {
    edits: [replaceSpan(file, { start: pair.key.end, end }, text)],
    title: `Restore \`${keyPath.join(".")}\` to the baseline`,
    explanation:
      "Only the governed value changes. If the difference is meant, change the baseline or set the finding aside with the reason.",
  };
}

function lastOffset(node: YamlNode): number {
  if (node.kind === "scalar") return Math.max(node.end, node.content.end);
  if (node.kind === "alias" || node.flow) return node.end;
  const last = node.kind === "map" ? node.pairs.at(-1)?.value : node.items.at(-1);
  return last ? Math.max(node.end, lastOffset(last)) : node.end;
}
