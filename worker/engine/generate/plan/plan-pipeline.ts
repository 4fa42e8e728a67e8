import type { Pipeline, PipelineJob, Triggers } from "../../pipeline/pipeline.ts";
import type { Component, StackProfile } from "../../profile/stack-profile.ts";
import type { GenerateNote, GenerateOptions, JobKind } from "../generate-options.ts";
import { chosenComponents } from "./chosen-components.ts";
import { componentJobs } from "./component-jobs.ts";
import type { ComponentPlan, PlanContext } from "./component-plan.ts";
import { pushes } from "./container-jobs.ts";
import { deployJobs } from "./deploy-jobs.ts";
import { gateJob } from "./gate-job.ts";
import { noteGaps } from "./note-gaps.ts";
import { pathFilter } from "./path-filters.ts";
import { planComponents } from "./plan-components.ts";
import { securityJobs } from "./security-jobs.ts";
import { withSubmodules } from "./submodules.ts";

/** What a plan came to. */
export interface Planned {
  /** Null where there is nothing to run; the notes say why. */
  readonly pipeline: Pipeline | null;
  readonly notes: readonly GenerateNote[];
}

/**
 * The pipeline for a repository: what an expert would write from its profile, in no platform's words. `facts.now` is in milliseconds
 * since the epoch and decides which release lines still get fixes. The same input gives the same pipeline.
 */
export function planPipeline(
  profile: StackProfile,
  options: GenerateOptions,
  facts: { readonly now: number },
): Planned {
  const notes: GenerateNote[] = [];
  const context = newContext(options, facts.now, notes);
  const components = chosenComponents(context, profile);
  if (components.length === 0) return { pipeline: null, notes: [...notes, noStack(profile)] };
  const plans = planComponents(context, components);
  noteGaps(
    context,
    plans.filter(({ component, kinds }) => kinds.length > 0 || component.partOf === null),
  );
  const planned = planJobs(context, plans);
  const jobs = profile.hasSubmodules === true ? withSubmodules(context, planned) : planned;
  const isEmpty = jobs.length === 0;
  return {
    pipeline: isEmpty ? null : toPipeline(context, jobs),
    notes: isEmpty ? [...notes, nothingToRun(components)] : notes,
  };
}

function newContext(options: GenerateOptions, now: number, notes: GenerateNote[]): PlanContext {
  const byTarget: readonly JobKind[] = options.deploy === "container-registry" ? ["container", "deploy"] : ["deploy"];
  const wants = (kind: JobKind) => {
    if (options.jobs !== null) return options.jobs.includes(kind);
    return (kind !== "container" && kind !== "deploy") || (options.deploy !== "none" && byTarget.includes(kind));
  };
  const note: PlanContext["note"] = (code, detail) => {
    if (!notes.some((each) => each.detail === detail)) notes.push({ code, detail });
  };
  return { options, now, note, wants };
}

function noStack({ components }: StackProfile): GenerateNote {
  const detail =
    components.length > 0
      ? "None of the chosen folders holds a component: choose others, or none for all of them."
      : "No manifest of a known language was found: add one (package.json, pyproject.toml, go.mod…), or choose the folder that holds it.";
  return { code: "no_stack", detail };
}

function nothingToRun(components: readonly Component[]): GenerateNote {
  const isSite = components.every(({ ecosystem }) => ecosystem === "static");
  const detail = isSite
    ? "These pages are served as they are: there is nothing to install, build or test. To have them published, generate again with `pages` or `cloudflare` as the target."
    : "There is nothing to run: no wanted job has a command. Add tests, a linter or a build to the project, or choose other jobs.";
  return { code: "no_stack", detail };
}

/** Checks in the order of what they take, then what is behind them. */
function planJobs(context: PlanContext, plans: readonly ComponentPlan[]): readonly PipelineJob[] {
  const checks = plans
    .flatMap((plan) => [...filtered(context, plan, plans), ...securityJobs(context, plan)])
    .sort((a, b) => a.timeoutMinutes - b.timeoutMinutes);
  const deploys = deployJobs(
    context,
    plans,
    checks.map(({ id }) => id),
  );
  return [...checks, ...gateJob(context, checks), ...deploys];
}

/** A component's jobs with its path filter. Images that are built for pull requests too need every check to have run, and CircleCI filters only by a second configuration. */
function filtered(context: PlanContext, plan: ComponentPlan, plans: readonly ComponentPlan[]): readonly PipelineJob[] {
  const all = plans.map(({ component }) => component);
  const isWhole = context.wants("container") || context.options.platform === "circleci";
  const paths = isWhole ? null : pathFilter(plan.component, all, context.options.platform);
  return componentJobs(context, plan).map((job) => ({ ...job, paths }));
}

function toPipeline(context: PlanContext, jobs: readonly PipelineJob[]): Pipeline {
  const defaultBranch = context.options.defaultBranch ?? "main";
  const triggers: Triggers = {
    push: [defaultBranch],
    pullRequest: true,
    mergeGroup: context.options.platform === "github",
    tags: pushes(context) && jobs.some(({ steps }) => steps.some(({ kind }) => kind === "container")) ? ["v*"] : [],
    schedule: [],
    manual: true,
  };
  return { name: "CI", defaultBranch, triggers, env: {}, cancelSuperseded: true, jobs };
}
