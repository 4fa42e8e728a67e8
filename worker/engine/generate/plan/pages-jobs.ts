import { command, newJob } from "../../pipeline/new-job.ts";
import type { PipelineJob } from "../../pipeline/pipeline.ts";
import { installSteps } from "./check-steps.ts";
import { withFolder } from "./component-paths.ts";
import { type ComponentPlan, type PlanContext, placeOf } from "./component-plan.ts";
import { type SiteOutput, siteOutput } from "./site-output.ts";
import { toolchainsFor } from "./toolchains.ts";

const TIMEOUT_MINUTES = 15;

/** The job that publishes the first static site among the components. */
export function pagesJobs(
  context: PlanContext,
  plans: readonly ComponentPlan[],
  checks: readonly string[],
): readonly PipelineJob[] {
  if (context.options.platform === "circleci") {
    context.note("left_out", "CircleCI has no Pages: choose cloudflare, or publish the site from GitHub or GitLab.");
    return [];
  }
  // A workspace's root knows the frameworks of its parts, but the site is in the part's folder.
  const parts = plans.filter(({ component }) => component.monorepo === null);
  for (const plan of [...parts, ...plans]) {
    const output = siteOutput(plan.component);
    if (output === null) continue;
    noteSettings(context, plan, output);
    return [pagesJob(context, plan, { output, checks })];
  }
  context.note(
    "left_out",
    "No Pages job: no component builds a static site in a folder that is known. Add the step with your build's folder.",
  );
  return [];
}

function noteSettings(
  { note, options }: PlanContext,
  { component }: ComponentPlan,
  { folder, setting }: SiteOutput,
): void {
  if (options.platform === "github")
    note("set_up", "In the repository's settings, Pages: choose GitHub Actions as the source.");
  if (setting === null) return;
  note("uncertain", `Pages publishes \`${folder}\` of ${placeOf(component)}, which is only there with ${setting}.`);
}

function pagesWhy(isBuilt: boolean, hasChecks: boolean): string {
  const what = isBuilt
    ? "Builds the site anew, without caches that other runs could have written, and publishes it"
    : "Publishes the site as it is";
  return `${what} from the default branch${hasChecks ? ", once all checks passed" : ""}.`;
}

interface Site {
  readonly output: SiteOutput;
  readonly checks: readonly string[];
}

function pagesJob({ options }: PlanContext, plan: ComponentPlan, { output, checks }: Site): PipelineJob {
  const { component, directory } = plan;
  const { build } = component.commands;
  const commands =
    build === null ? [] : [...installSteps(component, directory), command("Build the site", build, directory)];
  return newJob({
    id: "pages",
    name: "Publish the site",
    why: pagesWhy(build !== null, checks.length > 0),
    needs: checks,
    runner: options.runner,
    toolchains:
      build === null
        ? []
        : toolchainsFor(
            plan,
            commands.map(({ run }) => run),
          ),
    steps: [...commands, { kind: "pages", name: "Publish", directory: withFolder(component.path, output.folder) }],
    permissions: { pages: "write", "id-token": "write" },
    environment: { name: "github-pages", url: null },
    exclusiveGroup: "pages",
    timeoutMinutes: TIMEOUT_MINUTES,
    when: "default_branch",
  });
}
