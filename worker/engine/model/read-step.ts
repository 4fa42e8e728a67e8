import { asMap, asScalar, asSeq, findValue, type YamlMap, type YamlNode } from "../parse/yaml-node.ts";
import { readEntries } from "./read-parts.ts";
import { parseUses, type Uses } from "./uses.ts";
import type { Step } from "./workflow.ts";

/** Reads a `steps:` list. Items that are no mapping are left out; `index` counts them all the same. */
export function readSteps(node: YamlNode | null): Step[] {
  const seen = new Map<string, number>();
  const steps: Step[] = [];
  for (const [index, item] of (asSeq(node)?.items ?? []).entries()) {
    const map = asMap(item);
    if (!map) continue;
    const step = readStep(map, index);
    const count = (seen.get(step.identity) ?? 0) + 1;
    seen.set(step.identity, count);
    steps.push(count === 1 ? step : { ...step, identity: `${step.identity}#${count}` });
  }
  return steps;
}

function readStep(node: YamlMap, index: number): Step {
  const usesNode = asScalar(findValue(node, "uses"));
  const uses = usesNode ? parseUses(usesNode) : null;
  const id = asScalar(findValue(node, "id"));
  const name = asScalar(findValue(node, "name"));
  return {
    node,
    index,
    id,
    name,
    if: asScalar(findValue(node, "if")),
    uses,
    run: asScalar(findValue(node, "run")),
    shell: asScalar(findValue(node, "shell")),
    workingDirectory: asScalar(findValue(node, "working-directory")),
    with: readEntries(findValue(node, "with")),
    env: readEntries(findValue(node, "env")),
    continueOnError: asScalar(findValue(node, "continue-on-error")),
    timeoutMinutes: asScalar(findValue(node, "timeout-minutes")),
    identity: identityOf(id?.value, uses, name?.value) ?? `step ${index + 1}`,
  };
}

function identityOf(id: string | undefined, uses: Uses | null, name: string | undefined): string | null {
  if (id) return `id:${id}`;
  if (name) return `name:${name}`;
  return uses ? `uses:${uses.name || uses.path || uses.raw}` : null;
}
