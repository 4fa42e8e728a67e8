import type { Artifact, CommandStep, Pipeline, PipelineJob, PipelineStep } from "../pipeline.ts";
import { withServiceHosts } from "../service-hosts.ts";
import { entry, type YamlEntry, type YamlItem } from "../yaml-text.ts";
import { isOwnCondition } from "./conditions.ts";
import { containerSteps } from "./container-steps.ts";
import { gateStep } from "./gate.ts";
import { pagesSteps } from "./pages-steps.ts";
import { expression, type StepWriter } from "./step.ts";
import { containerImage, setupSteps } from "./toolchains/index.ts";
import { pathLines } from "./toolchains/setup.ts";

export interface JobContext {
  readonly pipeline: Pipeline;
  readonly writer: StepWriter;
}

export function stepsEntry(job: PipelineJob, context: JobContext): YamlEntry {
  const ids = new Set<string>();
  const { writer, pipeline } = context;
  const first = job.isGate ? [gateStep(job, pipeline, writer)] : [checkout(job, writer), ...setupSteps(job, writer)];
  const own = job.steps.flatMap((step) => stepItems(step, { ...context, job, ids }));
  const uploads = job.artifacts.map((artifact) => upload(artifact, job, writer));
  return entry("steps", { list: [...first, ...own, ...uploads].filter((item) => item !== null) });
}

/** Later steps need no credentials of git, and a program that they run should not find any. */
function checkout({ fetchDepth }: PipelineJob, writer: StepWriter): YamlItem | null {
  return writer.step({
    uses: "actions/checkout",
    with: [
      ["fetch-depth", fetchDepth === 1 ? null : fetchDepth],
      ["persist-credentials", false],
    ],
  });
}

interface StepContext extends JobContext {
  readonly job: PipelineJob;
  readonly ids: Set<string>;
}

function stepItems(step: PipelineStep, context: StepContext): readonly (YamlItem | null)[] {
  const { job, writer } = context;
  if (step.kind === "container") return containerSteps(step, context);
  if (step.kind === "pages") return pagesSteps(step, writer);
  if (step.kind === "command") return [commandItem(step, context)];
  const detail = `Step \`${step.name}\` (${step.what}) is not carried over: write it again in GitHub's words, or leave it out.`;
  writer.lost({ job: job.id, detail });
  return [null];
}

function commandItem(step: CommandStep, { job, writer }: StepContext): YamlItem | null {
  const { name, condition } = step;
  if (condition !== null && !isOwnCondition(condition)) {
    const detail = `Step \`${name}\` runs only under a condition in another platform's words (\`${condition}\`), so that it is left out: add it with an \`if:\`.`;
    writer.lost({ job: job.id, detail });
    return null;
  }
  const env = { ...hosted(step.env, job), ...secretsOf(step, job) };
  return writer.step({
    name: saysMore(step) ? name : null,
    condition,
    run: step.run,
    directory: step.directory,
    env,
    why: step.why,
  });
}

/** GitHub shows the first line of a step that has no name. */
function saysMore({ name, run }: CommandStep): boolean {
  const [first = ""] = run.trim().split("\n");
  return !first.trim().startsWith(name.replace(/…$/, ""));
}

/** Values with the hosts of services in them. In a container the job reaches them by their names. */
export function hosted(env: Readonly<Record<string, string>>, job: PipelineJob): Readonly<Record<string, string>> {
  const hostOf = (service: string) => (containerImage(job) === null ? "localhost" : service);
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, withServiceHosts(value, hostOf)]));
}

/** Secrets go to the steps that name them, else to the last command, which is the one that deploys: installers see none. */
function secretsOf(step: CommandStep, { steps, secrets }: PipelineJob): Readonly<Record<string, string>> {
  const commands = steps.filter(({ kind }) => kind === "command") as readonly CommandStep[];
  const names = (command: CommandStep, secret: string) => new RegExp(`\\b${secret}\\b`).test(command.run);
  const own = secrets.filter((secret) =>
    commands.some((command) => names(command, secret)) ? names(step, secret) : step === commands.at(-1),
  );
  return Object.fromEntries(own.map((secret) => [secret, expression(`secrets.${secret}`)]));
}

const UPLOAD_CONDITIONS = { success: null, failure: "failure()", always: "!cancelled()" } as const;

/** Below or behind a dot: the action leaves such files out unless it is told not to. */
const HIDDEN = /(?:^|\/)\.[^./]/;

/** Two uploads of one name fail, so that the jobs of a matrix add their value to it. */
function upload(artifact: Artifact, { matrix }: PipelineJob, writer: StepWriter): YamlItem | null {
  const { name, paths, retentionDays, when } = artifact;
  return writer.step({
    name: `Keep ${name}`,
    condition: UPLOAD_CONDITIONS[when],
    uses: "actions/upload-artifact",
    with: [
      ["name", matrix === null ? name : `${name}-${expression(`matrix.${matrix.axis}`)}`],
      ["path", pathLines(paths)],
      ["retention-days", retentionDays],
      ["if-no-files-found", when === "success" ? null : "ignore"],
      ["include-hidden-files", paths.some((path) => HIDDEN.test(path)) ? true : null],
    ],
  });
}
