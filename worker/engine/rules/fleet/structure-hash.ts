import { sha256Hex } from "../../fingerprint.ts";
import { memo } from "../../memo.ts";
import type { Workflow } from "../../model/workflow.ts";
import { keyText, resolve, type YamlNode } from "../../parse/yaml-node.ts";

/** A hash of what a workflow does: names, comments, formatting and versions of actions do not count. 64 hex digits. */
export const structureHash = memo((workflow: Workflow): string => sha256Hex(shape(workflow.root, true)));

function shape(node: YamlNode, isTop = false): string {
  const target = resolve(node);
  if (target.kind === "scalar") return JSON.stringify(target.value.trim().replace(/^([\w.-]+\/[^@\s]+)@\S+$/, "$1"));
  if (target.kind === "seq") return `[${target.items.map((item) => shape(item)).join()}]`;
  const pairs = target.pairs.filter((pair) => keyText(pair) !== "name" || !isTop);
  return `{${pairs
    .map((pair) => `${keyText(pair)}:${shape(pair.value)}`)
    .sort()
    .join()}}`;
}
