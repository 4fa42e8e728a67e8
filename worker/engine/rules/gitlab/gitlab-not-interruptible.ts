import { insertKey } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { insertDefault } from "../../model/gitlab/insert-default.ts";
import { isDeployJob, runsScript } from "../../model/gitlab/job-kinds.ts";
import { scriptOf } from "../../model/gitlab/job-scripts.ts";
import { placesOfJobs } from "../../model/gitlab/jobs-by-setting.ts";
import type { GitlabEntry, GitlabPipeline } from "../../model/gitlab/pipeline.ts";
import { presenceOf } from "../../model/gitlab/presence.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { defaultOf, sectionSetting, settingOf, textOf } from "../../model/gitlab/settings.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

const MAX_EDITS = 20;

export const gitlabNotInterruptible = defineRule({
  meta: {
    id: "gitlab-not-interruptible",
    category: "performance",
    severity: "medium",
    title: "Superseded GitLab jobs are not cancelled",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "Jobs of `.gitlab-ci.yml` that run by themselves for merge requests or their branches and are not `interruptible: true`. One finding per pipeline.",
      why: "GitLab cancels the older pipeline of a branch when a new commit is pushed, but by default only jobs that are `interruptible`, and `interruptible` is false unless the file says otherwise ([GitLab: `interruptible`](https://docs.gitlab.com/ci/yaml/#interruptible)). One running job without it keeps the whole old pipeline going: minutes are billed and runners held for a result that interests nobody.",
      notReported:
        "Jobs that deploy, release or publish, manual jobs, jobs that run on the default branch, tags or schedules only, jobs that say `interruptible: false`, pipelines with `workflow: auto_cancel: on_new_commit: none`, and pipelines whose defaults come from an include that cannot be read (another project, an address, a component).",
      fix: "Add `default: interruptible: true`, and `interruptible: false` to each job that deploys, releases, publishes or triggers another pipeline, so that nothing is aborted half-way. No fix where a job's commands are not known.",
      example: {
        before: "test:\n  script: make test\n",
        after: "default:\n  interruptible: true\n\ntest:\n  script: make test\n",
      },
    },
  },

  *check(context) {
    for (const pipeline of gitlabPipelinesOf(context)) {
      const [first, ...others] = blockingJobs(pipeline);
      if (!first) continue;
      yield {
        message: `A new push leaves job \`${first.name}\`${others.length > 0 ? ` and ${others.length} more` : ""} of the pipeline before it running; set \`interruptible: true\` under \`default\`.`,
        path: first.file.path,
        at: first.key,
        anchor: "interruptible",
        related: placesOfJobs(others),
        fix: () => makeInterruptible(pipeline),
      };
    }
  },
});

function blockingJobs(pipeline: GitlabPipeline): GitlabEntry[] {
  if (pipeline.kind !== "root" || defaultOf(pipeline, "interruptible") !== "absent") return [];
  const cancel = sectionSetting(pipeline, "workflow", "auto_cancel", "on_new_commit");
  if (cancel === "unknown" || textOf(cancel)?.value === "none") return [];
  return pipeline.jobs.filter(
    (job) =>
      settingOf(pipeline, job, "interruptible") === "absent" &&
      runsScript(pipeline, job) &&
      runsForChanges(pipeline, job) &&
      !isDeployJob(pipeline, job),
  );
}

function runsForChanges(pipeline: GitlabPipeline, job: GitlabEntry): boolean {
  return presenceOf(pipeline, job, "branch") === "runs" || presenceOf(pipeline, job, "merge_request") === "runs";
}

function makeInterruptible(pipeline: GitlabPipeline): FixOutcome {
  const undecided = pipeline.jobs.filter((job) => settingOf(pipeline, job, "interruptible") === "absent");
  const unknown = undecided.find((job) => !job.isComplete || !scriptOf(pipeline, job).isComplete);
  if (unknown || !pipeline.isComplete) {
    return {
      abstain: `What ${unknown ? `job \`${unknown.name}\`` : "the included templates"} may run cannot be read here: set \`interruptible: true\` on the jobs that a newer commit may cancel.`,
    };
  }
  const kept = undecided.filter((job) => !runsScript(pipeline, job) || isDeployJob(pipeline, job));
  const guards = kept.map(keepRunning);
  const start = insertDefault(pipeline, "interruptible", "true");
  if (!start || guards.includes(null) || guards.length > MAX_EDITS) {
    return { abstain: "The file is written in a form that cannot be edited safely; add `interruptible` by hand." };
  }
  return {
    edits: [...start, ...guards.flatMap((edits) => edits ?? [])],
    title: "Cancel superseded GitLab jobs",
    explanation: `A newer commit of the same branch or merge request cancels what is still running.${kept.length > 0 ? ` Not so ${kept.map(({ name }) => `\`${name}\``).join(", ")}: what deploys, publishes or triggers another pipeline runs to its end as before.` : ""}`,
  };
}

function keepRunning({ file, node }: GitlabEntry): Edit[] | null {
  if (node.aliased) return null;
  return insertKey(file, node, {
    key: "interruptible",
    value: "false",
    after: ["stage", "extends"],
    before: ["script", "trigger"],
  });
}
