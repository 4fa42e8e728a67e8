import type { Edit } from "../finding.ts";
import type { Job, Workflow } from "../model/workflow.ts";
import { asScalar, asSeq, findPair } from "../parse/yaml-node.ts";
import { insertKey, replaceSpan } from "./edit-yaml.ts";

/** Adds jobs to the `needs` of a job, whatever form it has. Null where that cannot be done safely. */
export function addNeeds({ file }: Workflow, job: Job, ids: readonly string[]): Edit[] | null {
  const pair = findPair(job.node, "needs");
  if (!pair) {
    const place = { after: ["name"], before: ["if", "runs-on", "uses", "steps"] };
    return insertKey(file, job.node, { key: "needs", value: `[${ids.join(", ")}]`, ...place });
  }
  if (pair.value.kind === "alias" || pair.value.aliased) return null;
  const single = asScalar(pair.value);
  if (single) return [replaceSpan(file, single, `[${[file.slice(single), ...ids].join(", ")}]`)];
  const list = asSeq(pair.value);
  const last = list?.items.at(-1);
  if (!list || !last) return null;
  if (list.flow) return [replaceSpan(file, { start: last.end, end: last.end }, `, ${ids.join(", ")}`)];
  const indent = " ".repeat(list.start - file.lines.startOf(file.lines.lineAt(list.start)));
  const end = file.lines.endOf(file.lines.lineAt(last.end));
  return [replaceSpan(file, { start: end, end }, ids.map((id) => `${file.newline}${indent}- ${id}`).join(""))];
}
