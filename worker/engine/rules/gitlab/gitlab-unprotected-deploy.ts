import { insertKey } from "../../edit/edit-yaml.ts";
import { environmentOf, hasDeployCommand, runsScript } from "../../model/gitlab/job-kinds.ts";
import { scriptOf, shellOfLine } from "../../model/gitlab/job-scripts.ts";
import type { GitlabEntry, GitlabPipeline } from "../../model/gitlab/pipeline.ts";
import { presenceOf } from "../../model/gitlab/presence.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { ownSettingOf, settingOf, stageOf, textOf } from "../../model/gitlab/settings.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import type { Command } from "../../shell/script.ts";

const PRODUCTION = /(?:^|[^a-z])(?:prod|production|live)(?:$|[^a-z])/i;
/** Names of jobs that deploy nothing for good, whatever they are called. */
const HARMLESS =
  /review|preview|dev|staging|stage|test|qa|uat|sandbox|demo|dry|plan|check|lint|diff|stop|build|teardown|destroy|cleanup|validate|prepare|verify|smoke/i;
/** Tools that run a task by its name. */
const TASK_RUNNERS: ReadonlySet<string> = new Set([
  "npm",
  "yarn",
  "pnpm",
  "bun",
  "make",
  "rake",
  "task",
  "just",
  "composer",
]);
const DEPLOY_FILE = /^(?:deploy|deploy\.\w{1,5})$/;
const DEPLOY_WORD = /(?:^|[^a-z])(?:deploy|deployment|publish|rollout)(?:$|[^a-z])/i;

export const gitlabUnprotectedDeploy = defineRule({
  meta: {
    id: "gitlab-unprotected-deploy",
    category: "ci_cd",
    severity: "medium",
    title: "A production deploy can start from any branch",
    fixClass: "review",
    scope: "repository",
    docs: {
      what: "A job that deploys to production and runs in the pipeline of any pushed branch or merge request: its environment is named `production`, `prod` or `live`, or it has no environment and its name and its commands deploy or publish. Also manual jobs with a production environment.",
      why: "Code that nobody reviewed reaches production by a push, or by one click of whoever may run pipelines. Unless the environment is protected, GitLab does not ask who it is ([GitLab: protected environments](https://docs.gitlab.com/ci/environments/protected_environments/)).",
      notReported:
        "Jobs whose rules, `only` or workflow keep them to the default branch, protected refs or tags. Environments made of variables (review apps) or of another name, jobs that stop an environment, jobs named after plans, previews, staging or checks. Rules that depend on what the file does not say. Whether the environment is protected in GitLab is a setting that the file does not show.",
      fix: "Give the job `rules` for the default branch, and protect the environment in GitLab. The fix adds the rule where the job has neither rules nor `only` nor `except`; a manual job stays manual, because a rule without `when` takes the job's.",
      example: {
        before: "deploy:\n  script: ./deploy.sh\n  environment: production\n",
        after:
          "deploy:\n  script: ./deploy.sh\n  environment: production\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n",
      },
    },
  },

  *check(context) {
    for (const pipeline of gitlabPipelinesOf(context)) {
      if (pipeline.kind !== "root") continue;
      for (const job of pipeline.jobs) {
        const occasion = isProductionDeploy(pipeline, job) ? openOccasion(pipeline, job) : null;
        if (!occasion) continue;
        yield {
          message: `Job \`${job.name}\` deploys from ${occasion}; restrict it with \`rules\` to the default branch or to protected tags.`,
          path: job.file.path,
          at: job.key,
          anchor: `job.${job.name}`,
          fix: () => restrict(pipeline, job),
        };
      }
    }
  },
});

function isProductionDeploy(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  if (!runsScript(pipeline, job) || /stop|verify|access|prepare/.test(actionOf(pipeline, job))) return false;
  const environment = environmentOf(pipeline, job);
  if (environment === undefined) return false;
  if (environment !== null) return PRODUCTION.test(environment);
  const name = `${job.name} ${stageOf(pipeline, job) ?? ""}`;
  if (HARMLESS.test(job.name) || job.name === "pages") return false;
  return (PRODUCTION.test(name) || DEPLOY_WORD.test(name)) && deploysByCommand(pipeline, job);
}

/** A command of a deploy tool, or a script or task of the project that is called so. */
function deploysByCommand(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  const lines = scriptOf(pipeline, job).lines.filter(({ key }) => key === "script");
  return hasDeployCommand(pipeline, job) || lines.some(({ text }) => shellOfLine(text).commands.some(runsDeployScript));
}

function runsDeployScript({ words: [first, ...others] }: Command): boolean {
  const program = first?.text.slice(first.text.lastIndexOf("/") + 1) ?? "";
  if (DEPLOY_FILE.test(program)) return true;
  return TASK_RUNNERS.has(program) && others.some(({ text }) => text === "deploy");
}

function actionOf(pipeline: GitlabPipeline, job: GitlabEntry): string {
  return textOf(settingOf(pipeline, job, "environment", "action"))?.value ?? "start";
}

/** Where it starts although nobody merged anything; manual jobs count with an environment only: a person decides. */
function openOccasion(pipeline: GitlabPipeline, job: GitlabEntry): string | null {
  const isOpen = (occasion: "branch" | "merge_request") => {
    const presence = presenceOf(pipeline, job, occasion);
    return presence === "runs" || (presence === "manual" && environmentOf(pipeline, job) !== null);
  };
  if (isOpen("branch")) return "any branch";
  return isOpen("merge_request") ? "merge requests" : null;
}

function restrict(pipeline: GitlabPipeline, job: GitlabEntry): FixOutcome {
  const decided = ["rules", "only", "except"].find((key) => ownSettingOf(pipeline, job, key) !== "absent");
  if (decided !== undefined) {
    return {
      abstain: `The job has \`${decided}\` already: restrict it there to \`$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\`.`,
    };
  }
  const rule = "- if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH";
  const edits = job.node.aliased ? null : insertKey(job.file, job.node, { key: "rules", value: `\n  ${rule}` });
  if (!edits)
    return { abstain: "The job is shared or written in a form that cannot be edited safely; add `rules` by hand." };
  return {
    edits,
    title: `Deploy with \`${job.name}\` from the default branch only`,
    explanation:
      "The job no longer runs for other branches and for tags; add a rule where it should. Protect the environment in GitLab too: the rule itself can be changed in a branch.",
  };
}
