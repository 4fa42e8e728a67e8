import { isDeployJob, isTestJob, runsScript } from "../../model/gitlab/job-kinds.ts";
import { scriptOf } from "../../model/gitlab/job-scripts.ts";
import { placesOfJobs } from "../../model/gitlab/jobs-by-setting.ts";
import type { GitlabEntry, GitlabPipeline } from "../../model/gitlab/pipeline.ts";
import { presenceOf } from "../../model/gitlab/presence.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { settingOf, stageOf, stagesOf } from "../../model/gitlab/settings.ts";
import { defineRule } from "../../rule.ts";

/** What a job leaves for later stages besides artifacts: images, caches that it fills on purpose, other files. */
const LEAVES_IMAGE = /\b(?:docker|buildah|podman|kaniko|crane|skopeo|buildctl|buildx|ko|jib|nix|bazel)\b/;
const PREPARES =
  /(?:^|[^a-z])(?:build|builds|install|setup|prepare|prep|init|deps|dependencies|compile|bootstrap|warm|cache|fetch|download|generate|gate|approve|approval)(?:$|[^a-z])/i;

export const gitlabStageSerial = defineRule({
  meta: {
    id: "gitlab-stage-serial",
    category: "performance",
    severity: "medium",
    title: "Checks wait for a stage whose results they do not use",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A pipeline in which a job that tests or checks stands in a later stage, has no `needs`, and every job of the stage before it is a check that leaves nothing that it could use: no artifacts, no image, no prepared cache. One finding per pipeline.",
      why: "A stage starts when all jobs of the stage before have finished, so the pipeline takes as long as the slowest job of each stage together. With `needs: []` a job starts at once ([GitLab: `needs`](https://docs.gitlab.com/ci/yaml/#needs)).",
      notReported:
        "Pipelines in which any job uses `needs` or `dependencies`: somebody has thought about the order. Stages behind jobs with artifacts, behind jobs that build, install or prepare, behind manual jobs and deploys. Jobs that deploy or release. Jobs that run on different occasions, and pipelines that include what cannot be read.",
      fix: "Put the jobs into one stage, or give the later ones `needs`: the jobs whose artifacts they use, or `[]` for none. There is no automatic fix: the order may be meant as a gate that saves minutes when the cheap check fails.",
      example: {
        before:
          "stages: [lint, test]\nlint:\n  stage: lint\n  script: make lint\ntest:\n  stage: test\n  script: make test\n",
        after:
          "stages: [lint, test]\nlint:\n  stage: lint\n  script: make lint\ntest:\n  stage: test\n  needs: []\n  script: make test\n",
      },
    },
  },

  *check(context) {
    for (const pipeline of gitlabPipelinesOf(context)) {
      const [first, ...others] = waitingJobs(pipeline);
      if (!first) continue;
      yield {
        message: `Job \`${first.name}\`${others.length > 0 ? ` and ${others.length} more` : ""} waits for a stage that leaves nothing for it; start it earlier with \`needs\`: the jobs whose artifacts it uses, or \`[]\`.`,
        path: first.file.path,
        at: first.key,
        anchor: "stages",
        related: placesOfJobs(others),
      };
    }
  },
});

function waitingJobs(pipeline: GitlabPipeline): GitlabEntry[] {
  if (pipeline.kind === "part" || !pipeline.isComplete || pipeline.jobs.length < 2) return [];
  const stages = stagesOf(pipeline);
  if (!stages || pipeline.jobs.some((job) => ordersItself(pipeline, job))) return [];
  const jobs = pipeline.jobs.map((job) => ({ job, at: stages.indexOf(stageOf(pipeline, job) ?? "") }));
  if (jobs.some(({ at }) => at === -1)) return [];
  return jobs
    .filter(({ job, at }) =>
      isWaitingCheck(
        pipeline,
        job,
        jobs.filter((other) => other.at < at),
      ),
    )
    .map(({ job }) => job);
}

function ordersItself(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  return !job.isComplete || ["needs", "dependencies"].some((key) => settingOf(pipeline, job, key) !== "absent");
}

interface Placed {
  readonly job: GitlabEntry;
  readonly at: number;
}

function isWaitingCheck(pipeline: GitlabPipeline, job: GitlabEntry, earlier: readonly Placed[]): boolean {
  if (!runsScript(pipeline, job) || !isTestJob(pipeline, job) || isDeployJob(pipeline, job)) return false;
  const occasion = (["merge_request", "branch"] as const).find((one) => presenceOf(pipeline, job, one) === "runs");
  if (!occasion) return false;
  const together = earlier.filter((other) => presenceOf(pipeline, other.job, occasion) !== "out");
  const last = Math.max(...together.map(({ at }) => at));
  return (
    together.length > 0 &&
    together
      .filter(({ at }) => at === last)
      .every((other) => presenceOf(pipeline, other.job, occasion) === "runs" && leavesNothing(pipeline, other.job))
  );
}

function leavesNothing(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  if (!runsScript(pipeline, job) || isDeployJob(pipeline, job)) return false;
  if (settingOf(pipeline, job, "artifacts") !== "absent") return false;
  if (PREPARES.test(job.name) || PREPARES.test(stageOf(pipeline, job) ?? "") || !isTestJob(pipeline, job)) return false;
  const { lines, isComplete } = scriptOf(pipeline, job);
  return isComplete && !lines.some(({ text }) => LEAVES_IMAGE.test(text.value));
}
