import { deleteKey, endOfContent, replaceSpan } from "../../../edit/edit-yaml.ts";
import type { Edit } from "../../../finding.ts";
import type { Trigger, Workflow } from "../../../model/workflow.ts";
import { asMap, keyText, type YamlPair } from "../../../parse/yaml-node.ts";
import type { FixOutcome } from "../../../rule.ts";

/** Removes one filter of a trigger; the trigger stays. */
export function removeFilter(workflow: Workflow, trigger: Trigger, pair: YamlPair): FixOutcome {
  const edits = editsOf(workflow, trigger, pair);
  if (!edits)
    return { abstain: "The trigger is written in a form that cannot be edited safely; remove the filter by hand." };
  return {
    edits,
    title: `Run the required check on every pull request`,
    explanation: `Without \`${keyText(pair) ?? ""}\` the workflow runs for every pull request, so its check is always reported. Where that costs too much, let a first job find out what changed and skip the others with \`if\`: a skipped job counts as passed.`,
  };
}

function editsOf({ file }: Workflow, trigger: Trigger, pair: YamlPair): Edit[] | null {
  const map = asMap(trigger.node);
  if (!map || trigger.node?.kind === "alias") return null;
  if (map.pairs.length > 1) return deleteKey(file, map, pair);
  if (map.flow) return [replaceSpan(file, map, "{}")];
  const line = file.lines.lineAt(trigger.key.start);
  const colon = file.text.indexOf(":", trigger.key.end) + 1;
  const rest = file.text.slice(colon, file.lines.endOf(line));
  if (colon === 0 || rest.trim() !== "") return null;
  const end = file.lines.endOf(file.lines.lineAt(endOfContent(file, pair.value, pair)));
  return [replaceSpan(file, { start: colon, end }, "")];
}
