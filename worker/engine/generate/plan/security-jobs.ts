import { command, newJob } from "../../pipeline/new-job.ts";
import type { PipelineJob } from "../../pipeline/pipeline.ts";
import type { Component } from "../../profile/stack-profile.ts";
import { type ComponentPlan, type PlanContext, placeOf } from "./component-plan.ts";
import { titled } from "./job-words.ts";
import { toolchainsFor } from "./toolchains.ts";

/** Audits that package managers bring along: they need no account and no tool of their own. Source: each manager's manual. */
const AUDITS: Readonly<Record<string, string>> = {
  npm: "npm audit --audit-level=high",
  pnpm: "pnpm audit --audit-level high",
  bun: "bun audit --audit-level=high",
  composer: "composer audit --locked",
  mix: "mix hex.audit",
};
/** These read what was fetched, not the lockfile alone. */
const NEEDS_INSTALL: ReadonlySet<string> = new Set(["mix"]);
const TIMEOUT_MINUTES = 10;

/** A job that asks for known vulnerabilities of the locked dependencies: only when it is asked for, since news turn it red without a change. */
export function securityJobs(context: PlanContext, plan: ComponentPlan): readonly PipelineJob[] {
  if (context.options.jobs === null || !context.wants("security")) return [];
  const { component, prefix, directory } = plan;
  if (component.partOf !== null) return [];
  const run = auditOf(component);
  if (run === null) {
    context.note(
      "left_out",
      `No audit of the dependencies of ${placeOf(component)}: its package manager has none that runs without a lockfile, an account or a further tool. Let the platform's own dependency alerts do it.`,
    );
    return [];
  }
  const install = NEEDS_INSTALL.has(component.packageManager?.name ?? "") ? component.commands.install : null;
  const steps = [
    ...(install === null ? [] : [command("Install dependencies", install, directory)]),
    command("Audit dependencies", run, directory),
  ];
  return [
    newJob({
      id: [prefix, "audit"].filter((part) => part !== null).join("-"),
      name: titled("Audit dependencies", prefix),
      why: "Tells of known vulnerabilities of high severity in the locked dependencies; it can turn red without a change of yours, which is its purpose.",
      runner: context.options.runner,
      toolchains: toolchainsFor(plan, [run]),
      steps,
      timeoutMinutes: TIMEOUT_MINUTES,
    }),
  ];
}

function auditOf({ packageManager }: Component): string | null {
  if (packageManager === null || packageManager.lockfile === null) return null;
  const { name, version } = packageManager;
  if (name === "yarn")
    return version !== null && !/^[01](?:\.|$)/.test(version) ? "yarn npm audit --severity high" : null;
  return AUDITS[name] ?? null;
}
