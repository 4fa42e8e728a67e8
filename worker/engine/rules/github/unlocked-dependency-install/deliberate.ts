import { memo } from "../../../memo.ts";
import { entryText, type Step, type StepPlace } from "../../../model/workflow.ts";

/** Scripts that change the manifest or the lockfile on purpose: the install is then meant to resolve anew. */
const CHANGES =
  /\brm\b[^\n]{0,200}(?:package-lock\.json|yarn\.lock|bun\.lockb?|pnpm-lock\.yaml|Gemfile\.lock|Pipfile\.lock|uv\.lock|\*\.lock)|\bnpm (?:pkg|version|update|audit fix|init)\b|npm-check-updates|\bncu\b|\byarn (?:upgrade|up|version|add|set)\b|\bpnpm (?:update|up|add)\b|\bbundle (?:update|lock|add)\b|\buv (?:lock|add|version)\b|\bpipenv (?:update|lock|upgrade)\b|\bchangeset version\b|\blerna version\b|>\s*(?:package\.json|Gemfile|Pipfile|pyproject\.toml)|\bsed -i[^\n]{0,200}(?:package\.json|Gemfile|Pipfile|pyproject\.toml)/;
/** Jobs that commit what they installed. */
const COMMITS =
  /\bgit add (?:\.|-A|--all|-u)|\bgit commit [^\n]{0,200}-\w{0,9}a|\bgit (?:add|commit)[^\n]{0,200}(?:lock|package)/;
const COMMITTERS = new Set([
  "peter-evans/create-pull-request",
  "stefanzweifel/git-auto-commit-action",
  "endbug/add-and-commit",
]);
/** Variables that lock, or switch the lockfile off, for every command below them. */
const SETTINGS =
  /^(?:BUNDLE_(?:FROZEN|DEPLOYMENT|GEMFILE)|UV_(?:LOCKED|FROZEN)|npm_config_package_lock|YARN_ENABLE_IMMUTABLE_INSTALLS)$/i;
const BUNDLE_CONFIG = /\bbundle config\b[^\n]{0,200}\b(?:frozen|deployment)\b/;

const SETTING_WORDS =
  /\b(?:BUNDLE_(?:FROZEN|DEPLOYMENT|GEMFILE)|UV_(?:LOCKED|FROZEN)|npm_config_package_lock|YARN_ENABLE_IMMUTABLE_INSTALLS|package-lock(?: |=)false)\b/i;

/** The same for a script outside of workflows and the file that it stands in. */
export function isDeliberateScript(script: string, file: string): boolean {
  return SETTING_WORDS.test(file) || [CHANGES, COMMITS, BUNDLE_CONFIG].some((pattern) => pattern.test(script));
}

/** True where the job settles the question otherwise, or wants fresh versions. */
export function isDeliberate({ document, job, step }: StepPlace): boolean {
  const outer = document.kind === "workflow" ? document.env : [];
  const variables = [...step.env, ...(job?.env ?? []), ...outer];
  const steps = job?.steps ?? (document.kind === "action" ? document.steps : []);
  return variables.some(({ name }) => SETTINGS.test(name)) || wantsFresh(steps);
}

/** Asked for every step, answered once for all of a job. */
const wantsFresh = memo((steps: readonly Step[]): boolean => {
  const scripts = steps.map((step) => step.run?.value ?? "").join("\n");
  return (
    [CHANGES, COMMITS, BUNDLE_CONFIG].some((pattern) => pattern.test(scripts)) ||
    steps.some((step) => COMMITTERS.has(step.uses?.name ?? "") || entryText(step.with, "bundler-cache") === "true")
  );
});
