import { codeInputLanguage } from "../../../data/code-inputs.ts";
import type { StepPlace } from "../../../model/workflow.ts";
import type { YamlScalar } from "../../../parse/yaml-node.ts";
import { type ShellName, shellOfStep } from "../../../shell/shell-of-step.ts";

type Language = ShellName | "javascript";

/** A scalar of a step that is run as code after GitHub has filled in its expressions. */
export interface Code {
  readonly node: YamlScalar;
  readonly language: Language;
  /** False where the runner decides which shell it is. */
  readonly isCertain: boolean;
}

/** The step's script, or the inputs of its action that are code. */
export function codeOf(place: StepPlace): Code[] {
  const { run, uses, with: inputs } = place.step;
  const code: Code[] = [];
  if (run) {
    const shell = shellOfStep(place);
    code.push({ node: run, language: shell.name, isCertain: shell.isCertain });
  }
  for (const { name, value } of uses?.kind === "action" ? inputs : []) {
    const language = codeInputLanguage(uses?.name ?? "", name);
    if (language !== null && value !== null) code.push({ node: value, language, isCertain: true });
  }
  return code;
}
