import { memo } from "../memo.ts";
import type { Job, Step } from "../model/workflow.ts";
import { bashOf } from "../shell/step-script.ts";
import { type CommandKind, kindsOfScript } from "./command-kinds.ts";

/** Actions that test, lint, check or build by themselves: their READMEs, seen 2026-11-21. */
const ACTIONS: Readonly<Record<string, readonly CommandKind[]>> = {
  "biomejs/setup-biome": [],
  "cypress-io/github-action": ["test"],
  "docker/bake-action": ["build"],
  "docker/build-push-action": ["build"],
  "github/super-linter": ["lint"],
  "super-linter/super-linter": ["lint"],
  "golangci/golangci-lint-action": ["lint"],
  "gradle/gradle-build-action": [],
  "hadolint/hadolint-action": ["lint"],
  "pre-commit/action": ["lint"],
  "psf/black": ["lint"],
  "astral-sh/ruff-action": ["lint"],
  "chartboost/ruff-action": ["lint"],
  "jakebailey/pyright-action": ["typecheck"],
  "reviewdog/action-eslint": ["lint"],
  "reviewdog/action-golangci-lint": ["lint"],
  "actions-rs/clippy-check": ["lint"],
  "oxsecurity/megalinter": ["lint"],
  "rhysd/actionlint": ["lint"],
  "zizmorcore/zizmor-action": ["lint"],
  "crate-ci/typos": ["lint"],
  "pypa/cibuildwheel": ["build", "test"],
  "helm/chart-testing-action": [],
  "ludeeus/action-shellcheck": ["lint"],
  "wearerequired/lint-action": ["lint"],
};

/** What a job does, by its commands and actions; its name only where it says more than they do (a reusable workflow, a script). */
export const kindsOfJob = memo((job: Job): ReadonlySet<CommandKind> => {
  const isElsewhere = job.uses !== null || job.steps.some(({ uses }) => uses?.kind === "local");
  return new Set([...job.steps.flatMap(kindsOfStep), ...(isElsewhere ? namedKinds(job) : [])]);
});

/** What one step does, by its action or its commands. */
export function kindsOfStep({ uses, run }: Step): readonly CommandKind[] {
  if (uses) return ACTIONS[uses.name] ?? [];
  return run ? [...kindsOfScript(bashOf(run))] : [];
}

const NAMES: readonly (readonly [CommandKind, RegExp])[] = [
  ["test", /\b(?:tests?|ci|checks?|spec|e2e|verify|unit|integration|qa|build)\b/i],
  ["lint", /\b(?:lint|linting|format|style|checks?|ci)\b/i],
  ["typecheck", /\b(?:type-?check|types|checks?|ci)\b/i],
  ["build", /\b(?:build|compile|package|ci)\b/i],
];

/** A called workflow or local action is not looked into: its name is believed, so that nothing is missed where something is. */
function namedKinds(job: Job): CommandKind[] {
  const words = [job.id, job.name?.value ?? "", job.uses?.raw ?? "", ...job.steps.map((step) => step.uses?.raw ?? "")]
    .join(" ")
    .replaceAll(/[_/.]/g, " ");
  return NAMES.filter(([, pattern]) => pattern.test(words)).map(([kind]) => kind);
}
