import { memo } from "../memo.ts";
import type { StepPlace } from "../model/workflow.ts";
import type { YamlScalar } from "../parse/yaml-node.ts";
import { scanBash } from "./bash.ts";
import type { ShellScript } from "./script.ts";
import { shellOfStep } from "./shell-of-step.ts";

/** A `run:` as Bash reads it, scanned once for all rules. Offsets are in the scalar's decoded value. */
export const bashOf = memo((run: YamlScalar): ShellScript => scanBash(run.value));

/** The script of a step that certainly or probably runs under Bash or sh; null for another shell and for a step without `run`. */
export function bashOfStep(place: StepPlace): ShellScript | null {
  const { run } = place.step;
  if (!run) return null;
  const { name } = shellOfStep(place);
  return name === "bash" || name === "sh" ? bashOf(run) : null;
}
