import { newJob } from "../../pipeline/new-job.ts";
import type { CommandStep, PipelineJob, Toolchain } from "../../pipeline/pipeline.ts";
import { checkSteps } from "./check-steps.ts";
import type { ComponentPlan, PlanContext } from "./component-plan.ts";
import { jobEnv } from "./job-env.ts";
import { type JobGroup, jobGroups } from "./job-groups.ts";
import { groupName, groupWhy, titled } from "./job-words.ts";
import { testReports } from "./plan-artifacts.ts";
import { planCaches } from "./plan-caches.ts";
import { smokeJobs } from "./smoke-job.ts";
import { timeoutOf } from "./timeouts.ts";
import { toolchainsFor } from "./toolchains.ts";

/** The jobs that check a component, fast ones first. */
export function componentJobs(context: PlanContext, plan: ComponentPlan): readonly PipelineJob[] {
  const jobs = jobGroups(plan, context.options).map((group) => groupJob(context, plan, group));
  return [...jobs.filter(({ steps }) => steps.length > 0), ...smokeJobs(context, plan)];
}

function groupJob({ options }: PlanContext, plan: ComponentPlan, group: JobGroup): PipelineJob {
  const { component, prefix } = plan;
  const steps = checkSteps(plan, group);
  const tests = group.includes("test");
  const matrix = tests ? plan.matrix : null;
  return newJob({
    id: [prefix, idOf(group)].filter((part) => part !== null).join("-"),
    name: titled(groupName(group), prefix),
    why: groupWhy(plan, group),
    runner: options.runner ?? usualRunner(options.platform, steps),
    toolchains: toolchainsFor(
      plan,
      steps.map(({ run }) => run),
    ).map((each) => forJob(each, { steps, matrix })),
    matrix,
    services: tests ? plan.services : [],
    env: jobEnv(component, tests ? plan.serviceEnv : {}, group),
    caches: needsDownloads(steps, component.commands.install) ? planCaches(component) : [],
    steps,
    artifacts: tests ? testReports(plan) : [],
    timeoutMinutes: timeoutOf(component, group),
    fetchDepth: steps.some(({ run }) => COMPARES.test(run)) ? 0 : 1,
  });
}

/** Commands that ask git what changed since a commit other than the newest. */
const COMPARES = /--affected\b|\baffected\b|\borigin\/|--since[=\s]/;

/** Ids say what is proven: `test`, `build`, `lint`; `check` for several quick ones, `ci` for everything at once. */
function idOf(group: JobGroup): string {
  const [only, ...others] = group;
  const checks = group.filter((kind) => kind !== "build" && kind !== "test");
  if (only !== undefined && others.length === 0) return only;
  if (checks.length === 0) return "test";
  return checks.length === group.length || !group.includes("test") ? "check" : "ci";
}

interface Use {
  readonly steps: readonly CommandStep[];
  readonly matrix: ComponentPlan["matrix"];
}

function forJob(toolchain: Toolchain, { steps, matrix }: Use): Toolchain {
  const parts = toolchain.tool === "rust" ? rustParts(steps) : toolchain.with;
  const isMatrix = matrix?.axis === toolchain.tool;
  return isMatrix ? { ...toolchain, version: "matrix", versionFile: null, with: parts } : { ...toolchain, with: parts };
}

function rustParts(steps: readonly CommandStep[]): readonly string[] {
  const calls = (word: RegExp) => steps.some(({ run }) => word.test(run));
  return [...(calls(/\bcargo clippy\b/) ? ["clippy"] : []), ...(calls(/\bcargo fmt\b|\brustfmt\b/) ? ["rustfmt"] : [])];
}

/** A job of formatters alone downloads nothing that could be kept. */
function needsDownloads(steps: readonly CommandStep[], install: string | null): boolean {
  if (install !== null) return steps.some(({ run }) => run === install);
  return steps.some(({ run }) => !/^(?:cargo fmt|gofmt|test -z|deno (?:fmt|lint)|dart format)\b/.test(run));
}

/** Xcode is on macOS alone. */
function usualRunner(platform: string, steps: readonly CommandStep[]): string | null {
  return platform === "github" && steps.some(({ run }) => /\bxcodebuild\b/.test(run)) ? "macos-15" : null;
}
