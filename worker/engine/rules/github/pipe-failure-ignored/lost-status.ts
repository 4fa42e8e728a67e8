import { checksOf } from "../../../data/checking-commands.ts";
import type { StepPlace } from "../../../model/workflow.ts";
import type { YamlScalar } from "../../../parse/yaml-node.ts";
import { type Pipeline, pipelinesOf } from "../../../shell/pipelines.ts";
import type { Command } from "../../../shell/script.ts";
import { shellOfStep } from "../../../shell/shell-of-step.ts";
import { bashOf } from "../../../shell/step-script.ts";

/** A pipeline that ends well although the check in front of it fails. */
export interface LostStatus {
  readonly place: StepPlace;
  readonly run: YamlScalar;
  /** The check whose failure is lost. */
  readonly command: Command;
  /** The program that decides in its place. */
  readonly last: string;
}

/** End well on any input. Sources: the POSIX utilities; the READMEs of xcpretty, xcbeautify and go-junit-report. */
const NEUTRAL = new Set(
  "tee cat tail head less more sed awk gawk grep egrep ts sort uniq cut tr nl column fold xcpretty xcbeautify go-junit-report".split(
    " ",
  ),
);
/** Say by their own exit status what they read. */
const JUDGES = /^(?:-q|--quiet|--silent|-c|--count|-L|-set-exit-code|--set-exit-code|-[a-zA-Z]*q[a-zA-Z]*)$|\bexit\b/;
const CONDITIONS = /^(?:if|while|until|elif|!)$/;
const SAVED_STATUS = /pipefail|PIPESTATUS|pipestatus/;

/** Pipelines of a step under GitHub's default shell on Linux and macOS, `bash -e {0}`, which has no `pipefail`. */
export function lostStatuses(place: StepPlace): LostStatus[] {
  const { run, continueOnError } = place.step;
  if (!run?.value.includes("|") || continueOnError || SAVED_STATUS.test(run.value) || !isDefaultBash(place, "some"))
    return [];
  const script = bashOf(run);
  if (!script.isComplete) return [];
  return pipelinesOf(script).flatMap((pipeline) => {
    const command = lostCheck(pipeline);
    return command ? [{ place, run, command, last: programOf(pipeline.at(-1)) }] : [];
  });
}

/** True where nobody chose a shell, the job has no container, and all or some of its cells run on Linux or macOS. */
export function isDefaultBash(place: StepPlace, cells: "all" | "some"): boolean {
  const { document, job, step } = place;
  if (document.kind !== "workflow" || !job || job.container) return false;
  if (step.shell ?? job.defaults.shell ?? document.defaults.shell) return false;
  const { name, isCertain, isInSomeCells = false } = shellOfStep(place);
  return name === "bash" && (isCertain || (cells === "some" && isInSomeCells));
}

/** The first check of the pipeline, where all that follows it cannot fail and nobody asks for the result. */
function lostCheck(pipeline: Pipeline): Command | null {
  if (pipeline.length === 1) return null;
  const at = pipeline.findIndex((command) => checksOf(command).length > 0);
  const check = pipeline[at];
  const last = pipeline.at(-1);
  if (!check || !last || check === last || check.parent) return null;
  if (last.following === "||" || pipeline.some(({ keywords }) => keywords.some((word) => CONDITIONS.test(word))))
    return null;
  return pipeline.slice(at + 1).every(isNeutral) ? check : null;
}

function isNeutral(command: Command): boolean {
  return NEUTRAL.has(programOf(command)) && !command.words.some(({ text }) => JUDGES.test(text));
}

function programOf(command: Command | undefined): string {
  const words = (command?.words ?? []).map(({ text }) => text);
  return words[words[0] === "sudo" ? 1 : 0]?.replace(/^.*\//, "") ?? "";
}
