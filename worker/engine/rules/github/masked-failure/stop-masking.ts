import { deleteKey } from "../../../edit/edit-yaml.ts";
import { editScalar } from "../../../expressions/edit-scalar.ts";
import type { SourceFile } from "../../../model/source-file.ts";
import { findPair, type YamlMap, type YamlScalar } from "../../../parse/yaml-node.ts";
import type { FixOutcome } from "../../../rule.ts";
import type { MaskedCommand } from "./masked-commands.ts";

const EXPLANATION =
  "If the check fails today, repair it before merging this: from now on its failure fails the run. Where the failure is harmless on purpose, say so in the step's name instead, or make it a job of its own that nothing requires.";

export function deleteContinueOnError(file: SourceFile, owner: YamlMap, name: string): FixOutcome {
  const pair = findPair(owner, "continue-on-error");
  const edits = pair && !owner.aliased ? deleteKey(file, owner, pair) : null;
  if (!edits)
    return {
      abstain: "The file is written in a form that cannot be edited safely; delete `continue-on-error` by hand.",
    };
  return { edits, title: `Let the run fail when ${name} fails`, explanation: EXPLANATION };
}

export function stopMasking(file: SourceFile, run: YamlScalar, masked: readonly MaskedCommand[]): FixOutcome {
  const changes = masked.map((each) => ({ ...spanToDelete(run.value, each), text: "" }));
  const edits = run.aliased ? null : editScalar(file, run, changes);
  if (!edits) return { abstain: "The script is written in a form that cannot be edited safely; change it by hand." };
  return { edits, title: `Let the step fail when \`${checkName(masked[0])}\` fails`, explanation: EXPLANATION };
}

/** `set +e` goes with its line where it stands alone on it. */
function spanToDelete(text: string, { kind, start, end }: MaskedCommand): { start: number; end: number } {
  const rest = kind === "set" ? /^[ \t]*(?:\n|;[ \t]*)/.exec(text.slice(end))?.[0] : undefined;
  return { start, end: end + (rest?.length ?? 0) };
}

const MAX_WORDS = 3;

/** The first words of the check, for messages. */
export function checkName(masked: MaskedCommand | undefined): string {
  const words = masked?.command.words.slice(0, MAX_WORDS) ?? [];
  return words.map(({ text }) => text.replaceAll(/[`\s]+/g, " ")).join(" ");
}
