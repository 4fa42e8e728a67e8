import type { Workflow } from "../../../model/workflow.ts";
import {
  asMap,
  asScalar,
  findPair,
  keyText,
  type YamlMap,
  type YamlNode,
  type YamlPair,
} from "../../../parse/yaml-node.ts";

/** A variable that turns debug logs on. */
export interface DebugSwitch {
  readonly name: string;
  readonly pair: YamlPair;
  /** The mapping that holds it, and the pair and mapping around that. */
  readonly map: YamlMap;
  readonly ownerPair: YamlPair;
  readonly owner: YamlMap;
}

const GITHUB: ReadonlySet<string> = new Set(["ACTIONS_RUNNER_DEBUG", "ACTIONS_STEP_DEBUG"]);
const GITLAB: ReadonlySet<string> = new Set(["CI_DEBUG_TRACE", "CI_DEBUG_SERVICES"]);

/** Of the three levels of `env`. */
export function githubSwitches({ root, jobs }: Workflow): DebugSwitch[] {
  const owners = [root, ...jobs.flatMap((job) => [job.node, ...job.steps.map((step) => step.node)])];
  return owners.flatMap((owner) => switchesIn(owner, "env", GITHUB));
}

/** Of the global variables, the jobs' own, and those that a rule sets. */
export function gitlabSwitches(root: YamlNode | null): DebugSwitch[] {
  const map = asMap(root);
  if (!map) return [];
  const jobs = map.pairs.filter((pair) => keyText(pair) !== "variables").flatMap(({ value }) => asMap(value) ?? []);
  return [map, ...jobs].flatMap((owner) => switchesIn(owner, "variables", GITLAB));
}

function switchesIn(owner: YamlMap, key: string, names: ReadonlySet<string>): DebugSwitch[] {
  const ownerPair = findPair(owner, key);
  const map = ownerPair?.value.kind === "map" ? ownerPair.value : null;
  if (!map || !ownerPair) return [];
  return map.pairs.flatMap((pair) => {
    const name = keyText(pair) ?? "";
    return names.has(name) && isOn(pair.value) ? [{ name, pair, map, ownerPair, owner }] : [];
  });
}

/** GitLab also writes a variable as `{ value, description }`. */
function isOn(node: YamlNode): boolean {
  const text = asScalar(node) ?? asScalar(findPair(node, "value")?.value);
  return text?.value.trim().toLowerCase() === "true" || text?.value.trim() === "1";
}
