import type { PipelineJob } from "../../pipeline/pipeline.ts";
import { cloudflareJobs } from "./cloudflare-jobs.ts";
import type { ComponentPlan, PlanContext } from "./component-plan.ts";
import { containerJobs } from "./container-jobs.ts";
import { pagesJobs } from "./pages-jobs.ts";

/** Targets whose own Git integration deploys every push. */
const SELF_DEPLOYING: Readonly<Record<string, string>> = {
  vercel: "Vercel",
  netlify: "Netlify",
  render: "Render",
  "app-engine": "App Engine",
  heroku: "Heroku",
};

/** The jobs that bring something out, each behind all checks. `checks`: their ids. */
export function deployJobs(
  context: PlanContext,
  plans: readonly ComponentPlan[],
  checks: readonly string[],
): readonly PipelineJob[] {
  noteOtherTargets(context, plans);
  const { deploy } = context.options;
  const isWanted = context.wants("deploy");
  const containers = containerJobs(context, plans, checks);
  if (!isWanted || deploy === "container-registry") return containers;
  if (deploy === "none") {
    context.note("left_out", "A deploy job needs a target: choose cloudflare, container-registry or pages.");
    return containers;
  }
  return [...containers, ...(deploy === "pages" ? pagesJobs : cloudflareJobs)(context, plans, checks)];
}

function noteOtherTargets(context: PlanContext, plans: readonly ComponentPlan[]): void {
  const targets = new Set(plans.flatMap(({ component }) => component.deploy?.target ?? []));
  for (const target of targets) {
    const name = SELF_DEPLOYING[target];
    const file = plans.find(({ component }) => component.deploy?.target === target)?.component.deploy?.file;
    if (name !== undefined && !file?.endsWith("Procfile")) {
      context.note(
        "left_out",
        `No deploy job for ${name} (\`${file}\`): its own Git integration deploys. Let it wait for the pipeline's checks in its settings.`,
      );
    }
  }
  if (context.options.deploy !== "none" && !context.wants("deploy") && !context.wants("container")) {
    context.note("left_out", `\`${context.options.deploy}\` is chosen, but no deploy job is among the wanted ones.`);
  }
}
