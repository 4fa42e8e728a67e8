import { newJob } from "../../pipeline/new-job.ts";
import type { PipelineJob } from "../../pipeline/pipeline.ts";
import type { ComponentPlan, PlanContext } from "./component-plan.ts";
import { titled } from "./job-words.ts";

const TIMEOUT_MINUTES = 30;

/** A job for each component with a Dockerfile: builds the image, and pushes it when the registry is the target. */
export function containerJobs(
  context: PlanContext,
  plans: readonly ComponentPlan[],
  checks: readonly string[],
): readonly PipelineJob[] {
  const push = pushes(context);
  if (!push && !(context.options.jobs !== null && context.wants("container"))) return [];
  const images = plans.filter(({ component }, at) => {
    const own = component.container?.dockerfile;
    return own !== undefined && plans.findIndex((plan) => plan.component.container?.dockerfile === own) === at;
  });
  if (images.length === 0) {
    context.note("left_out", "No container job: no Dockerfile was found. Add one beside the application's manifest.");
  }
  return images.map((plan) => containerJob(context, plan, { push, checks, isOnly: images.length === 1 }));
}

/** True where images go to the registry: chosen as the target, and wanted. */
export function pushes(context: PlanContext): boolean {
  return context.options.deploy === "container-registry" && (context.wants("deploy") || context.wants("container"));
}

interface Wanted {
  readonly push: boolean;
  readonly checks: readonly string[];
  readonly isOnly: boolean;
}

function containerJob(context: PlanContext, { component, prefix }: ComponentPlan, wanted: Wanted): PipelineJob {
  const { push, checks, isOnly } = wanted;
  const image = component.container ?? { dockerfile: "Dockerfile", context: "." };
  const suffix = isOnly ? null : prefix;
  return newJob({
    id: suffix === null ? "container" : `${suffix}-container`,
    name: titled("Container image", suffix),
    why: push
      ? "Builds the image on every change, and pushes it from the default branch and from version tags once all checks passed; no cache reaches an image that is pushed."
      : "Proves that the image builds; nothing is pushed.",
    needs: checks,
    runner: context.options.runner,
    toolchains: [{ tool: "docker", version: null, versionFile: null, with: [] }],
    steps: [
      {
        kind: "container",
        name: push ? "Build and push the image" : "Build the image",
        dockerfile: image.dockerfile,
        context: image.context,
        image: suffix,
        push,
      },
    ],
    permissions: push ? { packages: "write" } : {},
    timeoutMinutes: TIMEOUT_MINUTES,
  });
}
