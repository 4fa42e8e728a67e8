import { indentStep, insertKey } from "../../../edit/edit-yaml.ts";
import { insertAbove } from "../../../edit/insert-section.ts";
import type { Edit } from "../../../finding.ts";
import type { Job, Workflow } from "../../../model/workflow.ts";
import { asMap, findPair, findValue, type YamlMap } from "../../../parse/yaml-node.ts";
import type { FixOutcome } from "../../../rule.ts";
import { pipelinesOf } from "../../../shell/pipelines.ts";
import { bashOf } from "../../../shell/step-script.ts";
import { isDefaultBash, type LostStatus } from "./lost-status.ts";

const BY_HAND = "The file is written in a form that cannot be edited safely; set `defaults.run.shell: bash` by hand.";

/** `shell: bash` as the default of the whole workflow, or of the jobs with a lost status where others have another shell. */
export function setDefaultShell(workflow: Workflow, lost: readonly LostStatus[]): FixOutcome {
  const jobs = workflow.jobs.filter((job) => lost.some(({ place }) => place.job === job));
  const mixed = lost.find(({ place }) => !isDefaultBash(place, "all"))?.place.job;
  if (mixed) {
    return {
      abstain: `Cells of job \`${mixed.id}\` run on Windows, where the script is PowerShell now; set \`shell: bash\` where Bash runs it as well.`,
    };
  }
  const isForAll = workflow.jobs.every((job) => job.uses !== null || hasBash(workflow, job));
  const edits = isForAll ? atTop(workflow) : atJobs(workflow, jobs);
  if (!edits) return { abstain: BY_HAND };
  const affected = isForAll ? workflow.jobs : jobs;
  return {
    edits,
    title: "Fail steps whose pipelines fail",
    explanation:
      "`shell: bash` makes GitHub run `bash --noprofile --norc -eo pipefail {0}`: a pipeline then fails when any of its commands does. Expect a step to fail where its check fails today and nobody saw it.",
    fixClass: hasOtherPipelines(workflow, affected, lost) ? "review" : "safe",
  };
}

/** True when each of the job's scripts runs under Bash with or without the new default. */
function hasBash(document: Workflow, job: Job): boolean {
  return job.steps.every((step) => !step.run || step.shell || isDefaultBash({ document, job, step }, "all"));
}

/** Another pipeline may lean on the default shell, as `yes | head` does. */
function hasOtherPipelines(document: Workflow, jobs: readonly Job[], lost: readonly LostStatus[]): boolean {
  const known = new Set(lost.map(({ command }) => command));
  const steps = jobs.flatMap((job) => job.steps.filter((step) => isDefaultBash({ document, job, step }, "all")));
  const pipelines = steps.flatMap(({ run }) => (run?.value.includes("|") ? pipelinesOf(bashOf(run)) : []));
  const closesEarly = lost.some(({ last }) => last === "head" || last === "grep" || last === "egrep");
  return closesEarly || pipelines.some((each) => each.length > 1 && !each.some((command) => known.has(command)));
}

function atTop({ file, root }: Workflow): Edit[] | null {
  const jobs = findPair(root, "jobs");
  if (findPair(root, "defaults")) return inDefaults({ file }, root);
  if (!jobs || root.flow) return null;
  const step = indentStep(file, root);
  return [insertAbove(file, jobs, ["defaults:", `${step}run:`, `${step}${step}shell: bash`])];
}

function atJobs(workflow: Workflow, jobs: readonly Job[]): Edit[] | null {
  const step = indentStep(workflow.file, workflow.root);
  const edits = jobs.map(({ node }) => {
    if (node.aliased) return null;
    if (findPair(node, "defaults")) return inDefaults(workflow, node);
    const value = `\n${step}run:\n${step}${step}shell: bash`;
    return insertKey(workflow.file, node, {
      key: "defaults",
      value,
      after: ["timeout-minutes", "runs-on"],
      before: ["steps"],
    });
  });
  return edits.includes(null) ? null : edits.flatMap((each) => each ?? []);
}

/** Beside what `defaults.run` already says. */
function inDefaults({ file }: Pick<Workflow, "file">, owner: YamlMap): Edit[] | null {
  const run = asMap(findValue(findValue(owner, "defaults"), "run"));
  return run && !run.aliased ? insertKey(file, run, { key: "shell", value: "bash" }) : null;
}
