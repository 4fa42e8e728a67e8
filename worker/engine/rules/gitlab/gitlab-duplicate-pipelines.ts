import { indentStep, insertAt, insertKey } from "../../edit/edit-yaml.ts";
import { evaluateCondition } from "../../model/gitlab/condition.ts";
import { insertSection } from "../../model/gitlab/insert-default.ts";
import { placesOfJobs } from "../../model/gitlab/jobs-by-setting.ts";
import { pairIn } from "../../model/gitlab/merged-map.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting, type Setting } from "../../model/gitlab/pipeline.ts";
import { pipelineStarts, presenceOf } from "../../model/gitlab/presence.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { variablesFor } from "../../model/gitlab/scenarios.ts";
import { sectionSetting } from "../../model/gitlab/settings.ts";
import { asMap, asScalar, type YamlNode } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

/** GitLab's own pattern, for pushes only: schedules and pipelines started by hand stay as they are. */
const CONDITION = '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS';

export const gitlabDuplicatePipelines = defineRule({
  meta: {
    id: "gitlab-duplicate-pipelines",
    category: "performance",
    severity: "medium",
    title: "One push starts a branch and a merge request pipeline",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A pipeline in which the same job runs both for a pushed branch and for its open merge request, so that each push to a merge request runs it twice: rules that match both `merge_request_event` and the push, a last rule without `if`, `only: [branches, merge_requests]`, or `workflow: rules` that let both pass.",
      why: "GitLab creates both pipelines for one commit; the second costs the same minutes and says the same ([GitLab: Avoid duplicate pipelines](https://docs.gitlab.com/ci/jobs/job_rules/#avoid-duplicate-pipelines)).",
      notReported:
        "Pipelines whose `workflow: rules` keep the branch pipeline out while a merge request is open, or allow one of the two kinds only. Different jobs in the two pipelines: nothing runs twice. Rules that run on the default branch and for merge requests. Rules that depend on variables which are not in the file, and pipelines whose workflow may come from an include that cannot be read.",
      fix: "Add `workflow: rules` that drop the branch pipeline of a push while its merge request is open; tags, schedules, branches without a merge request and pipelines started by hand stay. No fix where a job runs in the branch pipeline only: it would no longer run for such a push.",
      example: {
        before:
          'test:\n  script: make test\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "merge_request_event"\n    - if: $CI_COMMIT_BRANCH\n',
        after: `workflow:\n  rules:\n    - if: ${CONDITION}\n      when: never\n    - when: always\n\ntest:\n  script: make test\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "merge_request_event"\n    - if: $CI_COMMIT_BRANCH\n`,
      },
    },
  },

  *check(context) {
    for (const pipeline of gitlabPipelinesOf(context)) {
      const [first, ...others] = jobsRunTwice(pipeline);
      if (!first) continue;
      const rules = sectionSetting(pipeline, "workflow", "rules");
      const place = isSetting(rules) ? { file: rules.file, at: rules.pair.key } : { file: first.file, at: first.key };
      yield {
        message: `A push to a branch with an open merge request runs job \`${first.name}\`${others.length > 0 ? ` and ${others.length} more` : ""} in two pipelines; let \`workflow: rules\` drop the branch pipeline.`,
        path: place.file.path,
        at: place.at,
        anchor: "workflow",
        related: placesOfJobs([first, ...others]),
        fix: () => dropBranchPipeline(pipeline),
      };
    }
  },
});

function jobsRunTwice(pipeline: GitlabPipeline): GitlabEntry[] {
  if (pipeline.kind !== "root") return [];
  if (pipelineStarts(pipeline, "branch") !== true || pipelineStarts(pipeline, "merge_request") !== true) return [];
  return pipeline.jobs.filter(
    (job) => presenceOf(pipeline, job, "merge_request") === "runs" && presenceOf(pipeline, job, "branch") === "runs",
  );
}

function dropBranchPipeline(pipeline: GitlabPipeline): FixOutcome {
  const lost = pipeline.jobs.find((job) => {
    const presence = presenceOf(pipeline, job, "branch");
    return presence !== "out" && presence !== presenceOf(pipeline, job, "merge_request");
  });
  if (lost || !pipeline.isComplete) {
    return {
      abstain: `${lost ? `Job \`${lost.name}\` may run` : "Jobs of the included templates may run"} in the branch pipeline only: give it a rule for \`merge_request_event\` first, then add \`workflow: rules\`.`,
    };
  }
  const edits = editWorkflow(pipeline);
  if (!edits)
    return { abstain: "The file is written in a form that cannot be edited safely; add `workflow: rules` by hand." };
  return {
    edits,
    title: "Run one pipeline for a push to a merge request",
    explanation:
      "While a merge request is open, a push to its branch starts the merge request pipeline only; every job of the branch pipeline is in it too. Branches without a merge request, tags, schedules and pipelines started by hand are as before.",
  };
}

function editWorkflow(pipeline: GitlabPipeline) {
  const workflow = pipeline.entries.get("workflow");
  const rules = sectionSetting(pipeline, "workflow", "rules");
  if (isSetting(rules)) return keepOut(pipeline, rules);
  const step = indentStep(pipeline.file, pipeline.root);
  const lines = [`- if: ${CONDITION}`, "  when: never", "- when: always"];
  if (!workflow)
    return insertSection(pipeline, ["workflow:", `${step}rules:`, ...lines.map((line) => step + step + line)]);
  if (workflow.node.aliased) return null;
  return insertKey(workflow.file, workflow.node, {
    key: "rules",
    value: ["", ...lines.map((line) => step + line)].join("\n"),
  });
}

/** A rule above the one that lets the branch pipeline in. */
function keepOut(pipeline: GitlabPipeline, { node, file }: Setting) {
  if (node.kind !== "seq" || node.flow || node.aliased || node.tag !== null) return null;
  const variables = variablesFor(pipeline, null, "branch");
  const item = node.items.find((rule) => letsIn(rule, variables));
  if (item?.kind !== "map") return null;
  const line = file.lines.lineAt(item.outerStart);
  const start = file.lines.startOf(line);
  const dash = file.text.slice(start, item.outerStart);
  if (!/^ *- +$/.test(dash)) return null;
  const indent = " ".repeat(dash.length);
  return [insertAt(file, start, `${dash}if: ${CONDITION}${file.newline}${indent}when: never${file.newline}`)];
}

function letsIn(rule: YamlNode, variables: Parameters<typeof evaluateCondition>[1]): boolean {
  const condition = pairIn(asMap(rule), "if");
  if (!asMap(rule)) return false;
  return !condition || evaluateCondition(asScalar(condition.pair.value)?.value ?? "", variables) === true;
}
