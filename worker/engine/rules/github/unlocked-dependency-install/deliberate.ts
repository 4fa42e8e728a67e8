import type { StepPlace } from "../../../model/workflow.ts";
import { entryText } from "../../../model/workflow.ts";

/** Scripts that change the manifest or the lockfile on purpose: the install is then meant to resolve anew. */
const CHANGES =
  /\brm\b[^\n]*(?:package-lock\.json|yarn\.lock|bun\.lockb?|pnpm-lock\.yaml|Gemfile\.lock|Pipfile\.lock|uv\.lock|\*\.lock)|\bnpm (?:pkg|version|update|audit fix|init)\b|npm-check-updates|\bncu\b|\byarn (?:upgrade|up|version|add|set)\b|\bpnpm (?:update|up|add)\b|\bbundle (?:update|lock|add)\b|\buv (?:lock|add|version)\b|\bpipenv (?:update|lock|upgrade)\b|\bchangeset version\b|\blerna version\b|>\s*(?:package\.json|Gemfile|Pipfile|pyproject\.toml)|\bsed -i[^\n]*(?:package\.json|Gemfile|Pipfile|pyproject\.toml)/;
/** Jobs that commit what they installed. */
const COMMITS = /\bgit add (?:\.|-A|--all|-u)|\bgit commit [^\n]*-\w*a|\bgit (?:add|commit)[^\n]*(?:lock|package)/;
const COMMITTERS = new Set([
  "peter-evans/create-pull-request",
  "stefanzweifel/git-auto-commit-action",
  "endbug/add-and-commit",
]);
/** Variables that lock, or switch the lockfile off, for every command below them. */
const SETTINGS =
  /^(?:BUNDLE_(?:FROZEN|DEPLOYMENT|GEMFILE)|UV_(?:LOCKED|FROZEN)|npm_config_package_lock|YARN_ENABLE_IMMUTABLE_INSTALLS)$/i;
const BUNDLE_CONFIG = /\bbundle config\b[^\n]*\b(?:frozen|deployment)\b/;

/** True where the job settles the question otherwise, or wants fresh versions. */
export function isDeliberate({ document, job, step }: StepPlace): boolean {
  const steps = job?.steps ?? (document.kind === "action" ? document.steps : []);
  const scripts = steps.map((other) => other.run?.value ?? "").join("\n");
  const outer = document.kind === "workflow" ? document.env : [];
  const variables = [...step.env, ...(job?.env ?? []), ...outer].map((entry) => entry.name);
  return (
    CHANGES.test(scripts) ||
    COMMITS.test(scripts) ||
    BUNDLE_CONFIG.test(scripts) ||
    steps.some(
      (other) => COMMITTERS.has(other.uses?.name ?? "") || entryText(other.with, "bundler-cache") === "true",
    ) ||
    variables.some((name) => SETTINGS.test(name))
  );
}
