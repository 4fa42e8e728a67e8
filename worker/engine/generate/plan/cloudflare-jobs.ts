import { knownRelease } from "../../data/tool-versions.ts";
import { command, newJob } from "../../pipeline/new-job.ts";
import type { PipelineJob, Toolchain } from "../../pipeline/pipeline.ts";
import type { Component } from "../../profile/stack-profile.ts";
import { installSteps } from "./check-steps.ts";
import { type ComponentPlan, type PlanContext, placeOf } from "./component-plan.ts";
import { titled } from "./job-words.ts";
import { defaultLine } from "./release-lines.ts";
import { executor } from "./test-preparation.ts";
import { toolchainsFor } from "./toolchains.ts";

const TIMEOUT_MINUTES = 15;
const SECRETS = ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"] as const;

/** A job for each component with Wrangler's configuration. */
export function cloudflareJobs(
  context: PlanContext,
  plans: readonly ComponentPlan[],
  checks: readonly string[],
): readonly PipelineJob[] {
  const workers = plans.filter(({ component }) => component.deploy?.target === "cloudflare");
  if (workers.length === 0) {
    context.note(
      "left_out",
      "No Cloudflare job: no wrangler configuration was found. Add `wrangler.jsonc` (`npx wrangler init`), then generate again.",
    );
    return [];
  }
  context.note(
    "set_up",
    `Set ${SECRETS.join(" and ")} as secrets of the environment \`production\`: a token that may edit Workers of one account and nothing else.`,
  );
  return workers.map((plan) => workerJob(context, plan, { checks, isOnly: workers.length === 1 }));
}

interface Wanted {
  readonly checks: readonly string[];
  readonly isOnly: boolean;
}

function workerJob(context: PlanContext, plan: ComponentPlan, { checks, isOnly }: Wanted): PipelineJob {
  const { component, directory, prefix } = plan;
  const suffix = isOnly ? null : prefix;
  const id = suffix === null ? "deploy" : `${suffix}-deploy`;
  const { build } = component.commands;
  return newJob({
    id,
    name: titled("Deploy to Cloudflare", suffix),
    why: `Deploys ${placeOf(component)} from the default branch${checks.length > 0 ? " once all checks passed" : ""}, one deployment at a time and without caches that other runs could have written.`,
    needs: checks,
    runner: context.options.runner,
    toolchains: withNode(context, toolchainsFor(plan, build === null ? [] : [build])),
    steps: [
      ...installSteps(component, directory),
      ...(build === null ? [] : [command("Build", build, directory)]),
      command("Deploy", `${wrangler(component)} deploy`, directory),
    ],
    environment: { name: "production", url: null },
    exclusiveGroup: id,
    timeoutMinutes: TIMEOUT_MINUTES,
    when: "default_branch",
    secrets: SECRETS,
  });
}

/** The project's own Wrangler where a lockfile can hold it, else one exact release. */
function wrangler(component: Component): string {
  if (component.ecosystem === "node" && component.packageManager !== null) return `${executor(component)} wrangler`;
  return `npx --yes wrangler@${knownRelease("wrangler") ?? "4"}`;
}

/** Wrangler runs on Node. */
function withNode({ now }: PlanContext, toolchains: readonly Toolchain[]): readonly Toolchain[] {
  if (toolchains.some(({ tool }) => tool === "node" || tool === "bun")) return toolchains;
  return [
    ...toolchains,
    { tool: "node", version: defaultLine("node", now)?.line ?? null, versionFile: null, with: [] },
  ];
}
