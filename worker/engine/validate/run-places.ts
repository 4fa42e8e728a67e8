import { circleciConfigOf } from "../model/circleci/read-config.ts";
import { commandOf } from "../model/circleci/steps.ts";
import { scriptOf } from "../model/gitlab/job-scripts.ts";
import { pairIn } from "../model/gitlab/merged-map.ts";
import { gitlabPipelinesOf } from "../model/gitlab/read-pipeline.ts";
import type { RepositoryModel } from "../model/repository.ts";
import type { Job, Step, Workflow } from "../model/workflow.ts";
import type { Span } from "../parse/line-index.ts";
import { asMap, asScalar } from "../parse/yaml-node.ts";
import type { Platform } from "../pipeline/pipeline.ts";
import { type Directory, joinDirectory } from "../shell/directories.ts";

/** One script of a job with where it starts. */
export interface RunPlace {
  /** Job and what else runs on the same disk: scripts of one job follow each other. */
  readonly job: string;
  readonly text: string;
  /** Folder from the root, `""` for the root; null where it cannot be known. */
  readonly directory: Directory;
  readonly at: Span;
}

/** Every script of a configuration file, job by job in the order in which they run. */
export function runPlaces(repository: RepositoryModel, platform: Platform, path: string): RunPlace[] {
  if (platform === "github") {
    const workflow = repository.workflows.find((each) => each.path === path);
    return workflow?.jobs.flatMap((job) => placesOfJob(workflow, job)) ?? [];
  }
  return platform === "gitlab" ? gitlabPlaces(repository) : circleciPlaces(repository, path);
}

function placesOfJob(workflow: Workflow, job: Job): RunPlace[] {
  return job.steps.flatMap((step) => {
    if (!step.run) return [];
    const directory = directoryOf(workflow, job, step);
    return [{ job: job.id, text: step.run.value, directory, at: step.run }];
  });
}

/** The code is in the workspace unless a checkout puts it, or other code, elsewhere. */
function directoryOf(workflow: Workflow, job: Job, step: Step): Directory {
  const checkouts = job.steps.filter(({ uses }) => uses?.name === "actions/checkout");
  const isPlain = checkouts.some((each) => !each.with.some(({ name }) => name === "path" || name === "repository"));
  if (!isPlain || checkouts.length > 1) return null;
  const folder = step.workingDirectory ?? job.defaults.workingDirectory ?? workflow.defaults.workingDirectory;
  return joinDirectory("", folder?.value ?? "");
}

function gitlabPlaces(repository: RepositoryModel): RunPlace[] {
  return gitlabPipelinesOf({ repository }).flatMap((pipeline) =>
    pipeline.jobs.flatMap((job) => {
      const { lines } = scriptOf(pipeline, job);
      const [first] = lines;
      if (!first) return [];
      const text = lines.map((line) => line.text.value).join("\n");
      return [{ job: job.name, text, directory: "", at: first.text }];
    }),
  );
}

function circleciPlaces(repository: RepositoryModel, path: string): RunPlace[] {
  const blocks = circleciConfigOf(repository, path)?.blocks.filter(({ kind }) => kind === "jobs") ?? [];
  return blocks.flatMap((block) => {
    const base = asScalar(pairIn(block.map, "working_directory")?.pair.value)?.value ?? "~/project";
    const start = /^(?:~\/project|\.)\/?$/.test(base) ? "" : null;
    return block.steps.flatMap((step) => {
      const text = commandOf(step);
      if (text === null || step.value === null) return [];
      const folder = asScalar(pairIn(asMap(step.value), "working_directory")?.pair.value)?.value;
      const directory = joinDirectory(
        folder?.startsWith("~/project") ? "" : start,
        folder?.replace(/^~\/project\/?/, "") ?? "",
      );
      return [{ job: block.name, text, directory, at: step.value }];
    });
  });
}
