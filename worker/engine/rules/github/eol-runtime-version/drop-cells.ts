import { endOfContent, replaceSpan } from "../../../edit/edit-yaml.ts";
import type { Edit } from "../../../finding.ts";
import type { SourceFile } from "../../../model/source-file.ts";
import type { Workflow } from "../../../model/workflow.ts";
import { asSeq, walk, type YamlNode, type YamlSeq } from "../../../parse/yaml-node.ts";
import type { FixOutcome } from "../../../rule.ts";
import type { UsedLine } from "./used-lines.ts";

/** Takes the ended versions out of the list that names them; a list that would be empty is left to its owner. */
export function dropCells(workflow: Workflow, group: readonly UsedLine[], ended: readonly UsedLine[]): FixOutcome {
  const job = workflow.jobs.find(({ strategy }) => strategy && ended.every(({ node }) => holds(strategy, node)));
  const list = job?.matrix ? listOf(job.matrix, ended) : null;
  if (!job?.matrix || !list)
    return { abstain: "The matrix names these versions in several places; drop them by hand." };
  const gone = new Set<YamlNode>(ended.map(({ node }) => node));
  if (list.items.every((item) => gone.has(item)) || group.length === ended.length)
    return { abstain: "Every version of the matrix is past its end; choose the supported ones to test on." };
  const values = new Set(ended.map(({ node }) => node.value));
  const elsewhere = [...walk(job.matrix)].some(
    (node) => node.kind === "scalar" && !gone.has(node) && values.has(node.value),
  );
  if (elsewhere) return { abstain: "`include` or `exclude` name these versions too; drop them together by hand." };
  const edits = list.flow ? fromBrackets(workflow.file, list, gone) : fromLines(workflow.file, list, gone);
  if (!edits)
    return { abstain: "The matrix is written in a form that cannot be edited safely; drop the versions by hand." };
  const names = ended.map(({ label, line }) => `${label} ${line.line}`).join(", ");
  return {
    edits,
    title: `Stop testing on ${names}`,
    explanation: `${names} ${ended.length === 1 ? "is" : "are"} past end of life, so nobody should run on ${ended.length === 1 ? "it" : "them"} any more. Required checks named after these cells must be removed from the branch protection; say so in the change log if the project supported them.`,
  };
}

function holds(root: YamlNode, node: YamlNode): boolean {
  return root.start <= node.start && node.end <= root.end;
}

function listOf(matrix: YamlNode, ended: readonly UsedLine[]): YamlSeq | null {
  for (const node of walk(matrix)) {
    const list = node.kind === "seq" ? asSeq(node) : null;
    if (list && ended.every((used) => list.items.includes(used.node))) return list;
  }
  return null;
}

/** Deletes each item up to the next one; a run of items at the end goes with the comma in front of it. */
function fromBrackets(file: SourceFile, { items }: YamlSeq, gone: ReadonlySet<YamlNode>): Edit[] {
  const edits: Edit[] = [];
  const lastKept = items.findLastIndex((item) => !gone.has(item));
  for (const [index, item] of items.entries()) {
    const next = items[index + 1];
    if (index < lastKept && gone.has(item) && next)
      edits.push(replaceSpan(file, { start: item.outerStart, end: next.outerStart }, ""));
  }
  const [kept, last] = [items[lastKept], items.at(-1)];
  if (kept && last && kept !== last) edits.push(replaceSpan(file, { start: kept.end, end: last.end }, ""));
  return edits;
}

function fromLines(file: SourceFile, { items }: YamlSeq, gone: ReadonlySet<YamlNode>): Edit[] | null {
  const { lines } = file;
  const edits: Edit[] = [];
  for (const item of items) {
    if (!gone.has(item)) continue;
    const first = lines.lineAt(item.outerStart);
    if (!/^\s*-\s+$/.test(file.text.slice(lines.startOf(first), item.outerStart))) return null;
    const last = lines.lineAt(endOfContent(file, item));
    edits.push(replaceSpan(file, { start: lines.startOf(first), end: lines.nextStart(last) }, ""));
  }
  return edits;
}
