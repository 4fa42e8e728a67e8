import { outputWriters } from "../../../checkouts/environment-writes.ts";
import { inputPassedOn, untrustedOutput } from "../../../data/untrusted-outputs.ts";
import { majorVersion } from "../../../model/uses.ts";
import { entryText, type Step } from "../../../model/workflow.ts";
import type { Command, ShellScript } from "../../../shell/script.ts";
import { bashOf } from "../../../shell/step-script.ts";
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
  const taints = writtenValues(bashOf(run), name).flatMap((value) => [judge.text(value), ...variablesOf(value, judge)]);
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
  if (question.action === "actions/github-script") return scriptOutput(output, step, judge);
  const passed = inputPassedOn(question.action);
  if (passed !== null) return worst([judge.text(question.inputs(passed) ?? "")], UNKNOWN);
  const found = untrustedOutput(question);
  return found ? { level: judge.reach(found.events), what: found.what, mayHoldLines: false } : UNKNOWN;
}

const PAYLOAD = /\bcontext\.payload\.([\w.]+)/g;

/** What `return` or `core.setOutput` of a script in JavaScript passes on of the event. */
function scriptOutput(output: string, step: Step, judge: Judge): Taint {
  const script = entryText(step.with, "script") ?? "";
  const isSetter = (line: string) =>
    line.includes("setOutput") && new RegExp(`['"]${output.replaceAll(/\W/g, ".")}['"]`).test(line);
  const lines = script
    .split(/[\n;]/)
    .filter((line) => (output === "result" && /\breturn\b/.test(line)) || isSetter(line));
  const fields = lines.flatMap((line) => [...line.matchAll(PAYLOAD)].map((match) => match[1] ?? ""));
  return worst(
    fields.map((field) => judge.text(`\${{ github.event.${field} }}`)),
    UNKNOWN,
  );
}

/** What a script writes to an output: `name=value`, the lines behind `name<<EOF`, and the old command's value. */
function writtenValues(script: ShellScript, name: string): string[] {
  const values: string[] = [];
  let delimiter: string | null = null;
  for (const writer of outputWriters(script)) {
    const text = printedBy(writer);
    if (text === null) continue;
    if (delimiter !== null && text.trim() !== delimiter) values.push(text);
    else if (delimiter !== null) delimiter = null;
    else if (text.startsWith(`${name}=`)) values.push(text.slice(name.length + 1));
    else if (text.startsWith(`${name}<<`)) delimiter = text.slice(name.length + 2).trim();
  }
  return [...values, ...script.commands.flatMap((command) => oldValue(command, name) ?? [])];
}

/** The arguments of `echo` and `printf`; null for any other command. */
function printedBy({ words }: Command): string | null {
  const [program, ...args] = words;
  if (!["echo", "printf"].includes(program?.text ?? "")) return null;
  return args
    .filter((word) => !/^-[neE]+$/.test(word.text))
    .map((word) => word.text)
    .join(" ");
}

function oldValue(command: Command, name: string): string | null {
  const old = `::set-output name=${name}::`;
  const text = printedBy(command);
  return text?.startsWith(old) ? text.slice(old.length) : null;
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
