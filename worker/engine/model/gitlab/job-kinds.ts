import { attached } from "../../attached.ts";
import { isDeployScript } from "../../data/deploy-steps.ts";
import { scriptOf, shellOfLine } from "./job-scripts.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting } from "./pipeline.ts";
import { settingOf, stageOf, textOf } from "./settings.ts";

const DEPLOY_NAME =
  /(?:^|[^a-z])(?:deploy(?:s|ment|ing)?|publish(?:ing)?|release|releases|promote|rollout|rollback|upload|delivery|production|prod|staging|apply|destroy|migrate|migrations|pages|sync|push)(?:$|[^a-z])/i;
const TEST_NAME =
  /(?:^|[^a-z])(?:tests?|testing|specs?|unit|units|e2e|integration|rspec|pytest|jest|phpunit|lint|linter|linting|eslint|check|checks|typecheck|verify|validate|coverage|acceptance|smoke|functional)(?:$|[^a-z])/i;

/** True for a job that changes something outside the pipeline, as far as its keywords, names and commands say. */
export function isDeployJob(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  const isDeploy = deploys.get(job) ?? computeDeploy(pipeline, job);
  deploys.set(job, isDeploy);
  return isDeploy;
}

const deploys = attached<GitlabEntry, boolean>();

function computeDeploy(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  if (isSetting(settingOf(pipeline, job, "environment")) || isSetting(settingOf(pipeline, job, "release"))) return true;
  if (DEPLOY_NAME.test(job.name) || DEPLOY_NAME.test(stageOf(pipeline, job) ?? "")) return true;
  return hasDeployCommand(pipeline, job);
}

/** True when one of the job's own commands deploys, releases or publishes. */
export function hasDeployCommand(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  return scriptOf(pipeline, job).lines.some(({ text }) => isDeployScript(shellOfLine(text)));
}

/** True for a job that tests or checks the code, by its name or its stage. */
export function isTestJob(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  return TEST_NAME.test(job.name) || TEST_NAME.test(stageOf(pipeline, job) ?? "");
}

/** True for a job with commands of its own: no trigger of another pipeline. */
export function runsScript(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  return isSetting(settingOf(pipeline, job, "script")) && !isSetting(settingOf(pipeline, job, "trigger"));
}

/** The name of the job's environment; null when it has none, undefined when it is computed or unknown. */
export function environmentOf(pipeline: GitlabPipeline, job: GitlabEntry): string | null | undefined {
  const answer = settingOf(pipeline, job, "environment");
  if (answer === "absent") return null;
  const name = textOf(answer) ?? textOf(settingOf(pipeline, job, "environment", "name"));
  return name === null || name.value.includes("$") ? undefined : name.value;
}
