import { entryText, type Step } from "../../../model/workflow.ts";
import type { Artifact, CommandStep } from "../../pipeline.ts";
import { areCalledPrograms, INSTALL_ACTION } from "../toolchains/programs.ts";
import { commentAbove } from "./comments.ts";
import { readContainerStep } from "./container-steps.ts";
import { readEnv } from "./env.ts";
import { asksForResults, isGate } from "./gates.ts";
import type { StepContext } from "./job-draft.ts";
import { localSteps } from "./local-actions.ts";
import { bareCondition, isComputed, plainName, shown } from "./notes.ts";
import { readPages } from "./pages.ts";
import { readRunningAction } from "./running-actions.ts";
import { withSecrets } from "./script-secrets.ts";
import { withHostMarks } from "./services.ts";
import { readCacheStep, readSetup, readSetupRun } from "./setup-steps.ts";

/** GitHub keeps artifacts for so long where nobody says otherwise. */
const DEFAULT_RETENTION_DAYS = 90;
const LOST_CHECKOUT = ["ref", "repository", "submodules", "lfs", "path", "token", "ssh-key", "sparse-checkout"];
const SHELLS = new Set(["bash", "sh"]);

/** Reads one step into the draft of its job. */
export function readStep(context: StepContext): void {
  const { step, job, losses } = context;
  if (step.continueOnError && step.continueOnError.value !== "false")
    losses.add(job.id, `Step ${titleOf(step)} may fail without failing the job, which is not carried over.`);
  if (step.timeoutMinutes)
    losses.add(job.id, `Step ${titleOf(step)} has a time limit of its own, which is not carried over.`);
  if (isGate(job) && asksForResults(step)) return;
  const inner = localSteps(context);
  if (inner) for (const each of inner) readStep(each);
  else if (step.run) readCommand(context);
  else if (step.uses) readUses(context);
}

function titleOf(step: Step): string {
  return shown(step.name?.value ?? step.uses?.raw ?? step.run?.value ?? "");
}

function readCommand(context: StepContext): void {
  const { step, job, workflow, draft, literals, losses, file, services } = context;
  const { script, secrets: used } = withSecrets(literals(step.run?.value ?? "").trimEnd());
  if (script === "") return;
  if (step.if === null && readSetupRun(context, script)) return;
  if (isComputed(script))
    losses.add(job.id, `Step ${titleOf(step)} has expressions of GitHub in its commands: replace them.`);
  const shell = (step.shell ?? job.defaults.shell ?? workflow.defaults.shell)?.value ?? "bash";
  if (!SHELLS.has(shell))
    losses.add(job.id, `Step ${titleOf(step)} is written for the shell ${shown(shell)}, not for bash.`);
  const { env, secrets } = readEnv(step.env, { job: job.id, literals }, losses);
  for (const secret of [...secrets, ...used]) draft.secrets.add(secret);
  const command: CommandStep = {
    kind: "command",
    name: nameOf(step, script),
    run: script,
    directory: directoryOf(context),
    env: withHostMarks(env, services),
    why: commentAbove(file, step.node),
    condition: step.if === null ? null : bareCondition(step.if.value),
  };
  draft.steps.push(command);
}

function nameOf(step: Step, script: string): string {
  return plainName(step.name?.value ?? "") || (script.split("\n")[0] ?? "").trim();
}

function directoryOf({ step, job, workflow, literals, losses, level }: StepContext): string | null {
  const usual = level === 0 ? (job.defaults.workingDirectory ?? workflow.defaults.workingDirectory) : null;
  const written = (step.workingDirectory ?? usual)?.value;
  if (written === undefined) return null;
  const text = literals(written);
  if (isComputed(text)) {
    losses.add(job.id, `Step ${titleOf(step)} runs in a folder that GitHub computes (${shown(text)}): write it out.`);
    return null;
  }
  const folder = text.replace(/^\.\//, "").replace(/\/+$/, "");
  return folder === "" || folder === "." ? null : folder;
}

function readUses(context: StepContext): void {
  const name = context.step.uses?.name ?? "";
  const reader = READERS[name];
  if (reader) reader(context);
  else if (!readKnown(context)) readForeign(context);
}

function readKnown(context: StepContext): boolean {
  const isSetup = readSetup(context);
  const runs = readRunningAction(context);
  return isSetup || runs || readContainerStep(context) || readPages(context);
}

type StepReader = (context: StepContext) => void;

/** Actions that stand for something else than the set-up of a tool. */
const READERS: Readonly<Record<string, StepReader>> = {
  "actions/checkout": readCheckout,
  "actions/upload-artifact": readUpload,
  "actions/cache": readCacheStep,
  "actions/cache/restore": readCacheStep,
  "actions/cache/save": () => undefined,
  [INSTALL_ACTION]: readInstall,
};

/** Left to the writer where it installs what the commands call. */
function readInstall(context: StepContext): void {
  const tools = (entryText(context.step.with, "tool") ?? "").split(",").map((name) => name.trim());
  if (!areCalledPrograms(tools)) readForeign(context);
}

function readCheckout({ step, job, draft, losses }: StepContext): void {
  const depth = entryText(step.with, "fetch-depth");
  if (depth !== null && /^\d+$/.test(depth)) draft.fetchDepth = Number(depth);
  for (const input of LOST_CHECKOUT) {
    const value = entryText(step.with, input);
    if (value !== null && value !== "false")
      losses.add(job.id, `The checkout's \`${input}: ${value.split("\n")[0]}\` is not carried over.`);
  }
}

function readUpload({ step, job, draft, literals, losses }: StepContext): void {
  const paths = literals(entryText(step.with, "path") ?? "")
    .split("\n")
    .flatMap((line) => line.trim() || []);
  if (paths.some(isComputed)) losses.add(job.id, `The upload ${titleOf(step)} names paths that GitHub computes.`);
  const name = (entryText(step.with, "name") ?? "artifact").replace(/[-_. ]*\$\{\{[^}]*\}\}/g, "") || "artifact";
  const days = Number(entryText(step.with, "retention-days") ?? DEFAULT_RETENTION_DAYS);
  draft.artifacts.push({
    name,
    paths,
    retentionDays: Number.isInteger(days) && days > 0 ? days : DEFAULT_RETENTION_DAYS,
    when: uploadWhen(step.if ? bareCondition(step.if.value) : null),
    report: reportOf(paths),
  });
}

function uploadWhen(condition: string | null): Artifact["when"] {
  if (condition === null) return "success";
  if (/always\(\)|cancelled\(\)|success\(\) \|\| failure\(\)/.test(condition)) return "always";
  return /failure\(\)/.test(condition) ? "failure" : "success";
}

/** What the names of XML files tell of their form. */
function reportOf(paths: readonly string[]): Artifact["report"] {
  const reports = paths.filter((path) => path.endsWith(".xml"));
  if (reports.some((path) => /cobertura|coverage/i.test(path))) return "cobertura";
  return reports.some((path) => /junit|report|results/i.test(path)) ? "junit" : null;
}

function readForeign({ step, job, draft, literals, losses }: StepContext): void {
  const what = `uses: ${step.uses?.raw ?? ""}`;
  const { secrets } = readEnv(step.env, { job: job.id, literals }, losses);
  for (const secret of secrets) draft.secrets.add(secret);
  draft.steps.push({ kind: "foreign", name: step.name?.value ?? step.uses?.name ?? what, platform: "github", what });
  losses.add(job.id, `\`${what}\` is an action of GitHub's alone: find what does the same in the new place.`);
}
