/** What CircleCI has no words for, each with what to do about it. */
import type { NotCarried, Pipeline, PipelineJob, PipelineStep } from "../pipeline.ts";
import { imageOf, isOtherVersion, type JobImage } from "./images.ts";
import { setupOf } from "./setup-commands.ts";

export function lossesOf(pipeline: Pipeline): NotCarried[] {
  const whole = pipelineLosses(pipeline).map((detail) => ({ job: null, detail }));
  const jobs = pipeline.jobs.flatMap((job) => {
    const details = job.isGate ? [gate(pipeline)] : jobLosses(pipeline, job);
    return details.map((detail) => ({ job: job.id, detail }));
  });
  return [...whole, ...jobs];
}

function pipelineLosses({ triggers, cancelSuperseded, jobs, defaultBranch }: Pipeline): string[] {
  const losses: string[] = [];
  if (triggers.pullRequest)
    losses.push(
      "CircleCI runs for pushes to every branch and knows no trigger for pull requests alone; turn on `Only build pull requests` in the project's settings to save runs.",
    );
  if (triggers.schedule.length > 0)
    losses.push(
      `Schedules are set up in the project's settings under Triggers: add one for ${triggers.schedule.map((cron) => `\`${cron}\` (UTC)`).join(", ")}.`,
    );
  if (cancelSuperseded)
    losses.push(
      `Stopping the runs of older commits is a setting of the project: turn on \`Auto-cancel redundant workflows\` under Advanced; it spares \`${defaultBranch}\`.`,
    );
  losses.push(
    "CircleCI has no time limit for a job but the plan's; a step is stopped when it prints nothing for ten minutes, or for its `no_output_timeout`.",
  );
  if (jobs.some(({ artifacts }) => artifacts.length > 0))
    losses.push("How long artifacts are kept is set for the whole organization, under Plan, Usage Controls.");
  return losses;
}

function gate({ name }: Pipeline): string {
  return `The gate is not needed: CircleCI reports the workflow \`${workflowName(name)}\` as one check, so ask for that one in the branch's protection.`;
}

/** Letters, digits, `-` and `_`: names that need no quotes and fit a check's name. */
export function workflowName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return plain === "" || plain === "version" ? "ci" : plain;
}

function jobLosses(pipeline: Pipeline, job: PipelineJob): string[] {
  const image = imageOf(job);
  return [
    ...settingLosses(pipeline, job),
    ...accessLosses(job),
    ...toolLosses(job, image),
    ...job.steps.flatMap((step) => stepLoss(step) ?? []),
  ];
}

function settingLosses({ defaultBranch }: Pipeline, job: PipelineJob): string[] {
  const losses: string[] = [];
  if (job.paths !== null)
    losses.push(
      "Path filters need a setup workflow (dynamic configuration) on CircleCI, so the job runs for every change.",
    );
  if (job.allowFailure)
    losses.push(
      "A job that may fail is not known to CircleCI: its failure fails the workflow, though jobs behind it run.",
    );
  if (job.when === "pull_request")
    losses.push(`The job runs for every branch but \`${defaultBranch}\`, whether a pull request is open or not.`);
  const startsContainers = job.steps.some(({ kind }) => kind === "command");
  if (startsContainers && job.toolchains.some(({ tool }) => tool === "docker"))
    losses.push(
      "Containers that its commands start cannot be reached on `localhost` from a Docker image: where they have to, run it on `machine: { image: ubuntu-2404:current }`.",
    );
  if (job.matrix?.axis === "os")
    losses.push(
      `CircleCI has no matrix over systems for one image: the job runs on Linux, not on ${job.matrix.values.join(", ")}.`,
    );
  return losses;
}

function accessLosses({ secrets, environment, permissions }: PipelineJob): string[] {
  const losses: string[] = [];
  if (secrets.length > 0)
    losses.push(
      `Set ${secrets.map((name) => `\`${name}\``).join(", ")} in the project's settings under Environment Variables, or in a context that only its branch may use.`,
    );
  if (environment !== null)
    losses.push(
      `Environments are contexts on CircleCI: create one named \`${environment.name}\`, restrict it, and name it under \`context\` of the job in the workflow.`,
    );
  if (permissions["id-token"] === "write")
    losses.push("The job's OpenID token is in `$CIRCLE_OIDC_TOKEN_V2`; let the receiver trust CircleCI's issuer.");
  return losses;
}

function toolLosses(job: PipelineJob, image: JobImage): string[] {
  const others = job.toolchains.filter(({ tool, version }) => tool === image.tool && isOtherVersion(tool, version));
  const files = job.toolchains.filter(
    ({ tool, version, versionFile }) => tool === image.tool && versionFile !== null && version === null,
  );
  return [
    ...setupOf(job, image).missing,
    ...others.map(({ tool, version }) => `No image is known for ${tool} ${version}, so \`${image.image}\` is used.`),
    ...files.map(
      ({ versionFile }) =>
        `CircleCI does not read \`${versionFile}\`: name its version in the tag of \`${image.image}\`.`,
    ),
  ];
}

function stepLoss(step: PipelineStep): string | null {
  if (step.kind === "pages")
    return `CircleCI hosts no pages: \`${step.directory}\` is kept as an artifact, so add the command that publishes it.`;
  if (step.kind === "foreign") return `Not carried over: ${step.what}.`;
  if (step.kind === "container")
    return step.push
      ? "Set `REGISTRY_USER` and `REGISTRY_PASSWORD` for ghcr.io in the project's settings; `REGISTRY` names another registry."
      : null;
  return step.condition !== null && stepWhen(step.condition) === null
    ? `Step \`${step.name}\` is left out: its condition \`${step.condition}\` has no words on CircleCI.`
    : null;
}

const WHEN: Readonly<Record<string, string>> = {
  always: "always",
  "always()": "always",
  "!cancelled()": "always",
  on_fail: "on_fail",
  "failure()": "on_fail",
  on_success: "on_success",
  "success()": "on_success",
};

/** A step's condition in CircleCI's words; null where it has none. */
export function stepWhen(condition: string): string | null {
  const plain = condition.replace(/^\$\{\{\s*|\s*\}\}$/g, "").trim();
  return WHEN[plain] ?? null;
}
