import { deleteItem } from "../../edit/delete-item.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import {
  asMap,
  asSeq,
  findValue,
  keyText,
  resolve,
  scalarValue,
  type YamlMap,
  type YamlNode,
  type YamlPair,
  type YamlSeq,
} from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

export const invalidMatrix = defineRule({
  meta: {
    id: "invalid-matrix",
    category: "quality",
    severity: "medium",
    title: "Matrix with a row twice, or an exclusion of nothing",
    fixClass: "safe",
    docs: {
      what: "A value that stands twice in one dimension of a matrix, or an `exclude` that matches no combination: it names a dimension or a value that the matrix does not have.",
      why: "The same cell runs twice and is billed twice; an exclusion that matches nothing looks like a decision that is no longer in force, most often after somebody changed a version.",
      notReported:
        "Dimensions that are expressions, or whose values contain one. `include`, whose entries may add anything. Values of different types, such as `1` and `'1'`, which make different cells. Exclusions that name some keys of a value that is a mapping, or the same text in other quotes. A matrix behind an alias.",
      fix: "Remove the duplicate or the dead exclusion.",
      example: {
        before: "      matrix:\n        node: [22, 24]\n        exclude:\n          - node: 18\n",
        after: "      matrix:\n        node: [22, 24]\n",
      },
    },
  },

  *check({ jobs }) {
    for (const { workflow, job } of jobs) {
      const matrix = asMap(job.matrix);
      if (!matrix) continue;
      for (const row of rowsOf(matrix)) yield* duplicates(workflow, job, row);
      yield* deadExclusions(workflow, job, matrix);
    }
  },
});

interface Row {
  readonly name: string;
  readonly seq: YamlSeq;
}

function rowsOf(matrix: YamlMap): Row[] {
  return matrix.pairs.flatMap((pair) => {
    const [name, seq] = [keyText(pair), asSeq(pair.value)];
    return name !== null && seq && name !== "include" && name !== "exclude" ? [{ name, seq }] : [];
  });
}

function* duplicates(workflow: Workflow, job: Job, { name, seq }: Row): Iterable<Hit> {
  const seen = new Set<string>();
  for (const item of seq.items) {
    const value = textOf(item);
    if (value === null) continue;
    if (seen.has(value)) {
      yield {
        message: `\`${name}\` has ${shown(item)} twice; remove one.`,
        path: workflow.path,
        at: item,
        anchor: `jobs.${job.id}.strategy.matrix.${name}.${value}`,
        fix: () => remove(workflow, seq, item),
      };
    }
    seen.add(value);
  }
}

function* deadExclusions(workflow: Workflow, job: Job, matrix: YamlMap): Iterable<Hit> {
  const exclude = asSeq(findValue(matrix, "exclude"));
  if (!exclude || matrix.pairs.some(({ value }) => resolve(value).kind === "scalar")) return;
  const rows = new Map(rowsOf(matrix).map(({ name, seq }) => [name, seq]));
  for (const [index, item] of exclude.items.entries()) {
    const reason = deadBecause(asMap(item), rows);
    if (reason === null) continue;
    yield {
      message: `This exclusion matches no combination: ${reason}; remove it or correct it.`,
      path: workflow.path,
      at: item,
      anchor: `jobs.${job.id}.strategy.matrix.exclude.${textOf(item) ?? index}`,
      fix: () => remove(workflow, exclude, item),
    };
  }
}

function deadBecause(item: YamlMap | null, rows: ReadonlyMap<string, YamlSeq>): string | null {
  for (const pair of item?.pairs ?? []) {
    const name = keyText(pair) ?? "";
    const row = rows.get(name);
    if (!row) return `there is no dimension \`${name}\``;
    if (!row.items.some((item) => mayMatch(pair.value, item))) return `\`${name}\` has no ${shown(pair.value)}`;
  }
  return null;
}

/** GitHub compares the leaves that an exclusion names; of a mapping it may name some. Quotes and computed values are not judged. */
function mayMatch(wanted: YamlNode, value: YamlNode): boolean {
  const [left, right] = [resolve(wanted), resolve(value)];
  if ([left, right].some((node) => node.kind === "scalar" && node.value.includes("${{"))) return true;
  if (left.kind === "scalar") return right.kind === "scalar" && left.value.toLowerCase() === right.value.toLowerCase();
  if (left.kind === "map") {
    return right.kind === "map" && left.pairs.every((pair) => mayMatchPair(pair, right));
  }
  return right.kind === "seq" && left.items.every((item, index) => mayMatchItem(item, right.items[index]));
}

function mayMatchPair(pair: YamlPair, map: YamlMap): boolean {
  const value = findValue(map, keyText(pair) ?? "");
  return value !== null && mayMatch(pair.value, value);
}

function mayMatchItem(item: YamlNode, other: YamlNode | undefined): boolean {
  return other !== undefined && mayMatch(item, other);
}

/** A value as text that differs for different values; null for one that is computed. */
function textOf(node: YamlNode): string | null {
  const target = resolve(node);
  if (target.kind === "scalar") return target.value.includes("${{") ? null : JSON.stringify(scalarValue(target));
  const parts =
    target.kind === "seq"
      ? target.items.map(textOf)
      : target.pairs.map((pair) => `${keyText(pair)}:${textOf(pair.value)}`).sort();
  return parts.includes(null) || parts.some((part) => part?.endsWith(":null"))
    ? null
    : `${target.kind}(${parts.join(",")})`;
}

function shown(node: YamlNode): string {
  const target = resolve(node);
  return target.kind === "scalar" ? `\`${target.value}\`` : "such value";
}

function remove(workflow: Workflow, seq: YamlSeq, item: YamlNode): FixOutcome {
  const edits = seq.aliased ? null : deleteItem(workflow.file, seq, item);
  if (!edits) return { abstain: "It is the only entry, or shares its lines with others; remove it by hand." };
  return {
    edits,
    title: "Remove a matrix entry without effect",
    explanation: "The matrix makes the same cells as before, each once.",
  };
}
