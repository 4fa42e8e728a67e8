import { asScalar, findPair, keyText, type YamlPair } from "../parse/yaml-node.ts";
import type { UnknownKey } from "./meant-key.ts";

const OF_SCRIPTS: ReadonlySet<string> = new Set(["shell", "working-directory"]);

/** The section without a value that an unknown key stands behind, as if its lines were indented too little; null for none. */
export function emptySectionOf({ map, pair }: UnknownKey): string | null {
  const before = map.pairs.findLast((other) => other.key.start < pair.key.start && isEmptySection(other));
  return before ? keyText(before) : null;
}

function isEmptySection(pair: YamlPair): boolean {
  const key = keyText(pair);
  return (key === "with" || key === "env") && pair.value.kind === "scalar" && asScalar(pair.value) === null;
}

/** A sentence on a key that belongs to the other kind of step (script or action); null for any other key. */
export function onOtherKindOfStep({ map, key, way }: UnknownKey): string | null {
  if (way.at(-2) !== "steps") return null;
  const [runs, uses] = [findPair(map, "run") !== null, findPair(map, "uses") !== null];
  if (runs && uses && (key === "run" || key === "uses"))
    return "A step either runs a script or uses an action; make two steps of this one.";
  if (uses && OF_SCRIPTS.has(key))
    return `\`${key}\` is for a step with \`run\`; with an action it has no meaning, so remove it.`;
  return runs && key === "with"
    ? "`with` is for a step that uses an action; give a script its values under `env`."
    : null;
}

/** True where another key of the step says already that two kinds of step are mixed. */
export function isSaidByMixture({ map, key, way }: UnknownKey): boolean {
  if (way.at(-2) !== "steps" || key === "run" || key === "uses") return false;
  return (OF_SCRIPTS.has(key) || key === "with") && findPair(map, "run") !== null && findPair(map, "uses") !== null;
}
