import { entryText, type Step } from "../../../model/workflow.ts";
import type { CommandStep } from "../../pipeline.ts";
import type { StepContext } from "./job-draft.ts";
import { bareCondition, isComputed, shown } from "./notes.ts";

/** What an action runs, as a command; null where this use of it runs nothing. */
type Runs = (step: Step) => string | null;

const input = (step: Step, name: string) => entryText(step.with, name) ?? "";
const joined = (...words: readonly string[]) => words.filter((word) => word !== "").join(" ");
const retried: Runs = (step) => entryText(step.with, "command");
const gradle: Runs = (step) => (input(step, "arguments") === "" ? null : joined("./gradlew", input(step, "arguments")));

/** By the action's name, lower case: actions that stand for one command. Sources: their README. */
const RUNS: Readonly<Record<string, Runs>> = {
  "actions-rs/cargo": (step) => joined("cargo", input(step, "command"), input(step, "args")),
  "cloudflare/wrangler-action": (step) => joined("npx wrangler", input(step, "command") || "deploy"),
  "golangci/golangci-lint-action": (step) =>
    input(step, "install-only") === "true" ? null : joined("golangci-lint run", input(step, "args")),
  "gradle/actions/setup-gradle": gradle,
  "gradle/gradle-build-action": gradle,
  "nick-fields/retry": retried,
  "nick-invision/retry": retried,
  "pnpm/action-setup": (step) => (input(step, "run_install") === "true" ? "pnpm install --frozen-lockfile" : null),
  "pre-commit/action": (step) => joined("pre-commit run", input(step, "extra_args") || "--all-files"),
  "ramsey/composer-install": (step) =>
    joined("composer install --no-interaction --no-progress --prefer-dist", input(step, "composer-options")),
  "ruby/setup-ruby": (step) => (input(step, "bundler-cache") === "true" ? "bundle install" : null),
};
/** Secrets that an action takes as inputs, by the variable that its command reads them from. */
const SECRET_INPUTS: Readonly<Record<string, string>> = {
  apitoken: "CLOUDFLARE_API_TOKEN",
  accountid: "CLOUDFLARE_ACCOUNT_ID",
};
/** What the job's own commands do as well: the action is then only faster. */
const INSTALLS = /^(?:bundle install|pnpm install)/;

/** Reads an action that stands for a command; false for any other. */
export function readRunningAction(context: StepContext): boolean {
  const { step, job, draft, losses } = context;
  const name = step.uses?.name ?? "";
  const run = RUNS[name]?.(step) ?? null;
  if (run === null) return false;
  const install = INSTALLS.exec(run)?.[0];
  const directory = entryText(step.with, "working-directory") ?? entryText(step.with, "workingDirectory");
  const runsToo = (other: Step) => other.run?.value.includes(install ?? "") && folderOf(other) === (directory ?? "");
  if (install !== undefined && job.steps.some(runsToo)) return true;
  if (isComputed(run))
    losses.add(job.id, `Step ${shown(run)} has expressions of GitHub in its commands: replace them.`);
  readSecrets(context);
  const command: CommandStep = {
    kind: "command",
    name: step.name?.value ?? run,
    run,
    directory,
    env: {},
    why: null,
    condition: step.if === null ? null : bareCondition(step.if.value),
  };
  draft.steps.push(command);
  return true;
}

function folderOf({ workingDirectory }: Step): string {
  return (workingDirectory?.value ?? "").replace(/^\.\/?/, "").replace(/\/$/, "");
}

function readSecrets({ step, job, draft, losses }: StepContext): void {
  for (const { name, value } of step.with) {
    const variable = SECRET_INPUTS[name.toLowerCase()];
    const secret = /secrets\.(\w+)/.exec(value?.value ?? "")?.[1];
    if (variable === undefined || secret === undefined) continue;
    draft.secrets.add(variable);
    if (secret !== variable)
      losses.add(job.id, `The secret \`${secret}\` is read as \`${variable}\`: set it under that name.`);
  }
}
