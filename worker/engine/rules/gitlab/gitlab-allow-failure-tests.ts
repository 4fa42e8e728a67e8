import { deleteKey } from "../../edit/edit-yaml.ts";
import { isDeployJob, isTestJob } from "../../model/gitlab/job-kinds.ts";
import { jobsBySetting, placesOfJobs } from "../../model/gitlab/jobs-by-setting.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting, type Setting } from "../../model/gitlab/pipeline.ts";
import { presenceOf } from "../../model/gitlab/presence.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { ownSettingOf, stageOf, textOf } from "../../model/gitlab/settings.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

/** Jobs that are there to look ahead or to inform: their failure is expected. */
const EXPECTED =
  /experimental|nightly|canary|optional|allow|beta|alpha|next|edge|head|preview|unstable|informational|audit|sast|dast|scan|secur|secret|licen[cs]e|quality|outdated|flaky|bench|perf|coverage|mutation|spell|trivy|snyk|sonar|gitleaks|trufflehog|semgrep|bandit|checkov|grype|codeclimate|danger|links?(?:$|[^a-z])/i;

const INFORMING_STAGE = /secur|scan|audit|nightly|experimental|optional|bench|perf/i;

export const gitlabAllowFailureTests = defineRule({
  meta: {
    id: "gitlab-allow-failure-tests",
    category: "ci_cd",
    severity: "medium",
    title: "A failed test does not fail the GitLab pipeline",
    fixClass: "review",
    scope: "repository",
    docs: {
      what: "A job whose name or stage says that it tests or checks the code, with `allow_failure: true`. Jobs that share the line are one finding.",
      why: "The pipeline is green, with a warning sign that nobody opens, and the merge request can be merged although the check failed ([GitLab: `allow_failure`](https://docs.gitlab.com/ci/yaml/#allow_failure)).",
      notReported:
        "Manual jobs, which are allowed to fail by default; `allow_failure: exit_codes:`, which names what may happen; jobs named after experiments, coming versions, scans, audits, coverage or benchmarks, whose failure is information; deploy jobs; jobs that run for neither branches nor merge requests; `allow_failure` inside `rules`.",
      fix: "Delete the line, and repair the check or give it `allow_failure: exit_codes:`. The fix deletes it: expect the pipeline to fail where the check fails today.",
      example: {
        before: "unit-test:\n  script: make test\n  allow_failure: true\n",
        after: "unit-test:\n  script: make test\n",
      },
    },
  },

  *check(context) {
    for (const { setting, first, others } of jobsBySetting(gitlabPipelinesOf(context), maskedBy)) {
      yield {
        message: `When job \`${first.name}\` fails, the pipeline still passes; delete \`allow_failure: true\`, or name the exit codes that may happen.`,
        path: setting.file.path,
        at: { start: setting.pair.key.start, end: setting.node.end },
        anchor: `allow_failure.${first.name}`,
        related: placesOfJobs(others),
        fix: () => stopAllowing(setting, first),
      };
    }
  },
});

function maskedBy(pipeline: GitlabPipeline, job: GitlabEntry): Setting | null {
  const setting = ownSettingOf(pipeline, job, "allow_failure");
  if (!isSetting(setting) || textOf(setting)?.value !== "true" || textOf(setting)?.style !== "plain") return null;
  if (EXPECTED.test(job.name) || INFORMING_STAGE.test(stageOf(pipeline, job) ?? "")) return null;
  if (!isTestJob(pipeline, job) || isDeployJob(pipeline, job)) return null;
  const runs = presenceOf(pipeline, job, "branch") === "runs" || presenceOf(pipeline, job, "merge_request") === "runs";
  return runs ? setting : null;
}

function stopAllowing({ pair, owner, file }: Setting, job: GitlabEntry): FixOutcome {
  const edits = owner === job.node && !owner.aliased ? deleteKey(file, owner, pair) : null;
  if (!edits) {
    return {
      abstain: "Other jobs share the line, or it cannot be edited safely: decide for each and change it by hand.",
    };
  }
  return {
    edits,
    title: `Let the pipeline fail when \`${job.name}\` fails`,
    explanation:
      "If the check fails today, repair it before merging this, or list its harmless exit codes under `allow_failure: exit_codes:`.",
  };
}
