import { command } from "../../pipeline/new-job.ts";
import type { CommandStep } from "../../pipeline/pipeline.ts";
import type { Component } from "../../profile/stack-profile.ts";
import type { CheckKind, ComponentPlan } from "./component-plan.ts";
import type { JobGroup } from "./job-groups.ts";
import { testPreparation } from "./test-preparation.ts";

const NAMES: Readonly<Record<CheckKind, string>> = {
  format: "Check the format",
  lint: "Lint",
  typecheck: "Check types",
  build: "Build",
  test: "Test",
};
const INSTALL = "Install dependencies";

/** Commands that look at source text alone. */
const NEEDS_NOTHING =
  /^(?:test -z "?\$\()?(?:gofmt|cargo fmt|terraform fmt|tofu fmt|dart format|deno (?:fmt|lint)|swift format|swift-format|clang-format|zig fmt|gleam format|crystal tool format|uvx |pipx run )/;

/** The commands of a job: what needs no dependencies first, then the install once, then the rest; no command twice. */
export function checkSteps(plan: ComponentPlan, group: JobGroup): readonly CommandStep[] {
  const { component, directory } = plan;
  const { commands } = component;
  const checks = group.flatMap((kind) => {
    const run = commands[kind];
    return run === null ? [] : [{ kind, run }];
  });
  const early = checks.filter(({ run }) => needsNothing(run));
  const late = checks.filter(({ run }) => !needsNothing(run));
  const step = ({ kind, run }: { readonly kind: CheckKind; readonly run: string }) => [
    ...(kind === "test" ? testPreparation(plan) : []),
    command(NAMES[kind], run, directory),
  ];
  const isInstalled = late.length === 0 || late.some(({ run }) => run === commands.install);
  const install = isInstalled ? [] : installSteps(component, directory);
  return [...early.flatMap(step), ...install, ...late.flatMap(step)];
}

/** The install step; empty where the component installs nothing. */
export function installSteps({ commands }: Component, directory: string | null): readonly CommandStep[] {
  return commands.install === null ? [] : [command(INSTALL, commands.install, directory)];
}

function needsNothing(run: string): boolean {
  return NEEDS_NOTHING.test(run) && !/&&|;/.test(run.replace(/^test -z.*/, ""));
}
