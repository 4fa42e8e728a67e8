import type { Edit } from "../finding.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { Step } from "../model/workflow.ts";
import { asMap, findPair } from "../parse/yaml-node.ts";
import { insertKey } from "./edit-yaml.ts";

/** Adds inputs to a step's `with`, which is made where it is missing. Null where that cannot be done safely. */
export function addInputs(file: SourceFile, step: Step, inputs: Readonly<Record<string, string>>): Edit[] | null {
  const pair = findPair(step.node, "with");
  const map = asMap(pair?.value);
  const entries = Object.entries(inputs);
  if (map) {
    if (map.aliased || pair?.value.kind === "alias") return null;
    const last = entries.map(([key, value]) => `${key}: ${value}`).join(map.flow ? ", " : "\n");
    const [first] = entries;
    return first ? insertKey(file, map, { key: first[0], value: last.slice(first[0].length + 2) }) : null;
  }
  if (pair || step.node.aliased) return null;
  const value = step.node.flow
    ? `{ ${entries.map(([key, text]) => `${key}: ${text}`).join(", ")} }`
    : `\n${entries.map(([key, text]) => `  ${key}: ${text}`).join("\n")}`;
  return insertKey(file, step.node, { key: "with", value, after: ["uses"] });
}
