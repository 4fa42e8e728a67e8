import { command, newJob } from "../../pipeline/new-job.ts";
import type { CommandStep, PipelineJob } from "../../pipeline/pipeline.ts";
import type { Component } from "../../profile/stack-profile.ts";
import { installSteps } from "./check-steps.ts";
import type { ComponentPlan, PlanContext } from "./component-plan.ts";
import { jobEnv } from "./job-env.ts";
import { titled } from "./job-words.ts";
import { planCaches } from "./plan-caches.ts";
import { timeoutOf } from "./timeouts.ts";
import { toolchainsFor } from "./toolchains.ts";

/** How a manager runs a program with the project's packages. */
const RUNNERS: Readonly<Record<string, string>> = {
  uv: "uv run ",
  poetry: "poetry run ",
  pdm: "pdm run ",
  pipenv: "pipenv run ",
};

/**
 * The least that a component without any check can have: its dependencies install, and its files parse. Empty where even that has no
 * command, or where other jobs were asked for.
 */
export function smokeJobs({ options, wants }: PlanContext, plan: ComponentPlan): readonly PipelineJob[] {
  const { component, directory, prefix } = plan;
  const isAsked = wants("test") || wants("lint") || wants("build");
  if (plan.kinds.length > 0 || component.partOf !== null || !isAsked) return [];
  const check = syntaxCheck(component);
  const install = installSteps(component, directory);
  const steps: readonly CommandStep[] =
    check === null ? install : [...install, command("Check the syntax", check, directory)];
  if (steps.length === 0) return [];
  return [
    newJob({
      id: [prefix, "check"].filter((part) => part !== null).join("-"),
      name: titled(nameOf(install.length > 0, check !== null), prefix),
      why: whyOf(component, install.length > 0, check !== null),
      runner: options.runner,
      toolchains: toolchainsFor(
        plan,
        steps.map(({ run }) => run),
      ),
      env: jobEnv(component, {}, ["lint"]),
      caches: install.length > 0 ? planCaches(component) : [],
      steps,
      timeoutMinutes: timeoutOf(component, ["lint"]),
    }),
  ];
}

/** Reads every source file without running it; null where the language's own tools have no such command. */
function syntaxCheck({ ecosystem, packageManager, commands }: Component): string | null {
  switch (ecosystem) {
    case "python":
      return `${RUNNERS[packageManager?.name ?? ""] ?? ""}python -m compileall -q -x '[.]venv' .`;
    case "ruby":
      return "find . -name '*.rb' -not -path './vendor/*' -print0 | xargs -0 -n1 ruby -c";
    case "php":
      return "find . -name '*.php' -not -path './vendor/*' -print0 | xargs -0 -n1 php -l";
    case "node": {
      const entry = /^node ([\w./-]+\.[cm]?js)$/.exec(commands.start ?? "")?.[1];
      return entry === undefined ? null : `node --check ${entry}`;
    }
    default:
      return null;
  }
}

function nameOf(installs: boolean, checks: boolean): string {
  if (!checks) return "Install";
  return installs ? "Install and check the syntax" : "Check the syntax";
}

function whyOf({ path }: Component, installs: boolean, checks: boolean): string {
  const place = path === "." ? "" : ` for ${path}`;
  const proofs = [...(installs ? ["the dependencies install"] : []), ...(checks ? ["every file can be read"] : [])];
  return `Proves${place} that ${proofs.join(" and ")}: there is no test to run yet.`;
}
