import type { StepPlace } from "../../../model/workflow.ts";
import { shellOfStep } from "../../../shell/shell-of-step.ts";
import { findInBash } from "./find-in-bash.ts";
import { findInPowershell } from "./find-in-powershell.ts";
import type { Occurrence } from "./workflow-command.ts";

/** Deprecated commands that a step's script prints, as far as its shell is one that we read. */
export function occurrencesIn(place: StepPlace, script: string): Occurrence[] {
  const shell = shellOfStep(place);
  if (shell.name === "pwsh" || shell.name === "powershell") return findInPowershell(script);
  if (shell.name !== "bash" && shell.name !== "sh") return [];
  const found = findInBash(script);
  if (shell.isCertain || place.job === null) return found;
  const abstain = "It is not known which shell runs this step; name it with `shell:` and rewrite the command by hand.";
  return found.map((occurrence) => ({ ...occurrence, rewrite: { abstain } }));
}
