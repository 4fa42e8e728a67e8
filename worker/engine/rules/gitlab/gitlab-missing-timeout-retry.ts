import { insertKey, replaceSpan } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { runsScript } from "../../model/gitlab/job-kinds.ts";
import { jobsBySetting, placesOfJobs } from "../../model/gitlab/jobs-by-setting.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting, type Setting } from "../../model/gitlab/pipeline.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { defaultOf, settingOf } from "../../model/gitlab/settings.ts";
import { asMap, asScalar, findPair, resolve } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

/** GitLab's own default for a project: docs.gitlab.com/ci/pipelines/settings. */
const PROPOSED = "1h";
const MAX_EDITS = 40;
const FAILURES = "[runner_system_failure, stuck_or_timeout_failure]";

export const gitlabMissingTimeoutRetry = defineRule({
  meta: {
    id: "gitlab-missing-timeout-retry",
    category: "ci_cd",
    severity: "low",
    title: "GitLab jobs have no time limit, or are retried whatever failed",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "Jobs of `.gitlab-ci.yml` without `timeout`: one finding per pipeline. And `retry` without `when`, which runs a job again after every kind of failure: one finding per place.",
      why: "Without `timeout` a hanging job runs until the project's limit, one hour unless somebody raised it, and the file does not say so ([GitLab: `timeout`](https://docs.gitlab.com/ci/yaml/#timeout)). A plain `retry: 2` repeats failed tests until they pass once: flaky tests stay hidden and real failures cost three times the minutes ([GitLab: `retry:when`](https://docs.gitlab.com/ci/yaml/#retrywhen)).",
      notReported:
        "Triggers of other pipelines, which have no such key. Pipelines with a `timeout` under `default`: that is what somebody wanted, although GitLab [ignores it there](https://gitlab.com/gitlab-org/gitlab/-/issues/213634). Jobs that extend what cannot be read. `retry: 0`, `retry` with `when` or `exit_codes`. The absence of `retry`: few jobs need one.",
      fix: "Set the `timeout` of each job to about twice its slowest good run; the fix proposes one hour, GitLab's own default. For `retry` the fix keeps the count and names failures of the runner only.",
      example: {
        before: "test:\n  script: make test\n",
        after: "test:\n  timeout: 1h\n  script: make test\n",
      },
    },
  },

  *check(context) {
    const pipelines = gitlabPipelinesOf(context);
    for (const pipeline of pipelines) yield* timeoutHit(pipeline);
    for (const { setting, first, others } of jobsBySetting(pipelines, blanketRetry)) {
      yield {
        message: `Job \`${first.name}\` is run again after every failure, failed tests too; add \`when\` with the failures of the runner to \`retry\`.`,
        path: setting.file.path,
        at: setting.pair.key,
        anchor: `retry.${first.name}`,
        related: placesOfJobs(others),
        fix: () => limitRetry(setting),
      };
    }
  },
});

function* timeoutHit(pipeline: GitlabPipeline): Generator<Hit> {
  if (pipeline.kind !== "root" || isSetting(defaultOf(pipeline, "timeout"))) return;
  const jobs = pipeline.jobs.filter(
    (job) => runsScript(pipeline, job) && settingOf(pipeline, job, "timeout") === "absent",
  );
  const [first, ...others] = jobs;
  if (!first) return;
  yield {
    message: `Job \`${first.name}\`${others.length > 0 ? ` and ${others.length} more` : ""} can hang until the project's limit; set the job's \`timeout\` to about twice its slowest good run.`,
    path: first.file.path,
    at: first.key,
    anchor: "timeout",
    related: placesOfJobs(others),
    fix: () => addTimeouts(jobs),
  };
}

function addTimeouts(jobs: readonly GitlabEntry[]): FixOutcome {
  const edits = jobs.map(addTimeout);
  if (edits.includes(null) || edits.length > MAX_EDITS) {
    return { abstain: "Some job is shared or written in a form that cannot be edited safely; add `timeout` by hand." };
  }
  return {
    edits: edits.flatMap((one) => one ?? []),
    fixClass: "review",
    title: "Limit GitLab jobs to one hour",
    explanation:
      "One hour is GitLab's default for a project, so nothing changes unless this project raised it. Lower it to about twice the slowest successful run of each job. GitLab ignores a `timeout` under `default`, so every job has its own.",
  };
}

function addTimeout({ file, node }: GitlabEntry): Edit[] | null {
  if (node.aliased) return null;
  return insertKey(file, node, { key: "timeout", value: PROPOSED, after: ["stage", "extends"], before: ["script"] });
}

function blanketRetry(pipeline: GitlabPipeline, job: GitlabEntry): Setting | null {
  const retry = settingOf(pipeline, job, "retry");
  if (!isSetting(retry)) return null;
  const map = asMap(retry.node);
  if (!map) return /^[12]$/.test(asScalar(retry.node)?.value ?? "") ? retry : null;
  const isLimited = ["when", "exit_codes"].some((key) => settingOf(pipeline, job, "retry", key) !== "absent");
  return isLimited || findPair(map, "max") === null ? null : retry;
}

function limitRetry({ node, file, pair, owner }: Setting): FixOutcome {
  const map = asMap(node);
  const target = resolve(node);
  const indent = " ".repeat(file.range(pair.key).column + 1);
  const written = `${file.newline}${indent}max: ${asScalar(node)?.value ?? ""}${file.newline}${indent}when: ${FAILURES}`;
  const isPlain = target.kind === "scalar" && !owner.flow && pair.value === target;
  const replaced = isPlain ? [replaceSpan(file, { start: pair.key.end + 1, end: target.end }, written)] : null;
  const edits = map ? insertKey(file, map, { key: "when", value: FAILURES }) : replaced;
  if (!edits || target.aliased || owner.aliased) {
    return { abstain: "The setting is shared or written in a form that cannot be edited safely; add `when` by hand." };
  }
  return {
    edits,
    fixClass: "review",
    title: "Retry GitLab jobs after failures of the runner only",
    explanation:
      "Failures of the runner and stuck jobs are retried as before; a failed script is not. Look for flaky tests that the retry has hidden.",
  };
}
