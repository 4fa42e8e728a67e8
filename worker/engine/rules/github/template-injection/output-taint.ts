import { untrustedOutput } from "../../../data/untrusted-outputs.ts";
import { majorVersion } from "../../../model/uses.ts";
import { entryText, type Step } from "../../../model/workflow.ts";
import { scanBash } from "../../../shell/bash.ts";
import type { Command } from "../../../shell/script.ts";
import { type Level, type Taint, UNKNOWN, worst } from "./levels.ts";

/** How to judge a text, a variable and the events behind an action's output, at the place of the step. */
interface Judge {
  text(text: string): Taint;
  variable(name: string): Taint;
  reach(events: readonly string[]): Level;
}

/** Whose text `steps.<id>.outputs.<name>` is: known for some actions, and for scripts that pass on an expression or variable. */
export function outputTaint(name: string, step: Step, judge: Judge): Taint {
  const { uses, run } = step;
  if (uses?.kind === "action") return actionOutput(name, step, judge);
  if (run === null) return UNKNOWN;
  const written = scanBash(run.value).commands.flatMap((command) => writtenValue(command, name) ?? []);
  const taints = written.flatMap((value) => [judge.text(value), ...variablesOf(value, judge)]);
  return worst(taints, UNKNOWN);
}

function actionOutput(output: string, step: Step, judge: Judge): Taint {
  const { uses } = step;
  if (uses === null) return UNKNOWN;
  const question = {
    action: `${uses.owner}/${uses.repo}`,
    output,
    major: majorVersion(uses.ref),
    inputs: (name: string) => entryText(step.with, name),
  };
  const found = untrustedOutput(question);
  return found ? { level: judge.reach(found.events), what: found.what, mayHoldLines: false } : UNKNOWN;
}

/** What `echo "name=value" >> "$GITHUB_OUTPUT"` or the old command writes; null for any other command. */
function writtenValue(command: Command, name: string): string | null {
  const [program, ...args] = command.words;
  if (!["echo", "printf"].includes(program?.text ?? "")) return null;
  const text = args
    .filter((word) => !/^-[neE]+$/.test(word.text))
    .map((word) => word.text)
    .join(" ");
  const toFile = command.redirects.some(({ target }) => target.text.includes("GITHUB_OUTPUT"));
  if (toFile && text.startsWith(`${name}=`)) return text.slice(name.length + 1);
  const old = `::set-output name=${name}::`;
  return text.startsWith(old) ? text.slice(old.length) : null;
}

/** Variables that are passed on as they are; inside a substitution a program may have cleaned them. */
function variablesOf(value: string, judge: Judge): Taint[] {
  if (value.includes("$(") || value.includes("`")) return [];
  const names = [...value.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  return names.map((name) =>
    name === "GITHUB_HEAD_REF" ? judge.text("${{ github.head_ref }}") : judge.variable(name),
  );
}
