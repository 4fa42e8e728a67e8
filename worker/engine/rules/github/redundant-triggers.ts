import { indentOf, indentStep, insertAt, insertKey, replaceSpan } from "../../edit/edit-yaml.ts";
import { scalarSource } from "../../edit/scalar-source.ts";
import type { Edit } from "../../finding.ts";
import { triggerFilter } from "../../model/read-parts.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { findTrigger, type Job, type Trigger, type Workflow } from "../../model/workflow.ts";
import { asMap, asSeq, resolve, type YamlMap, type YamlSeq } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

/** Filters after which a push no longer builds every branch. */
const NARROWING = ["branches", "branches-ignore", "tags", "tags-ignore"];

/** Patterns that keep no ordinary branch out. */
const EVERY_BRANCH = new Set(["*", "**"]);

/** A condition on one of these lets a job run for one of the two events only. */
const TELLS_EVENTS_APART = /github\.event_name|github\.event\.pull_request\b|github\.head_ref|github\.event\.before/;

const BY_HAND =
  "`on:` is written in a form that cannot be edited safely; name the default branch under `push` by hand.";

export const redundantTriggers = defineRule({
  meta: {
    id: "redundant-triggers",
    category: "performance",
    severity: "medium",
    title: "Every pull request commit is built twice",
    fixClass: "safe",
    docs: {
      what: "A workflow that starts on `push` to any branch and on `pull_request`: a commit on a branch with an open pull request starts both.",
      why: "Two runs of the same jobs on nearly the same code cost twice the minutes and the waiting, and show every check twice. GitHub starts one run per event, it does not merge them.",
      notReported:
        "A push that is limited to branches or tags. A `pull_request` that does not run on new commits (`types:` without `opened` and `synchronize`). Workflows whose jobs all choose by `github.event_name` or by the pull request's repository, which share one cancelling concurrency group between a branch and its pull request, or which use an action that skips duplicates.",
      fix: "Limit `push` to the default branch; pull requests keep their own run. Branches without a pull request are then built only once one is opened. Where the default branch is unknown the fix names `main` and `master` and asks for review.",
      example: {
        before: "on: [push, pull_request]\n",
        after: "on:\n  push:\n    branches: [main]\n  pull_request:\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const push = findTrigger(workflow, "push");
      const pull = findTrigger(workflow, "pull_request");
      if (!push || !pull || isNarrowed(push) || !runsOnCommits(pull) || avoidsDuplicates(workflow)) continue;
      yield {
        message:
          "`push` on every branch together with `pull_request` builds each pull request commit twice; limit `push` to the default branch.",
        path: workflow.path,
        at: push.key,
        anchor: "on.push",
        fix: () => limitPush(context, workflow, push),
      };
    }
  },
});

function isNarrowed(push: Trigger): boolean {
  if (!NARROWING.some((filter) => triggerFilter(push, filter) !== null)) return false;
  return triggerFilter(push, "branches")?.some((branch) => EVERY_BRANCH.has(branch.value)) !== true;
}

function runsOnCommits(pull: Trigger): boolean {
  const types = triggerFilter(pull, "types")?.map((type) => type.value);
  return types === undefined || types.includes("synchronize") || types.includes("opened");
}

function avoidsDuplicates(workflow: Workflow): boolean {
  if (sharesCancellingGroup(workflow)) return true;
  const ownJobs = workflow.jobs.filter((job) => job.needs.length === 0);
  return ownJobs.length > 0 && ownJobs.every((job) => tellsApart(job) || skipsDuplicates(job));
}

function tellsApart(job: Job): boolean {
  return job.if !== null && TELLS_EVENTS_APART.test(job.if.value);
}

function skipsDuplicates(job: Job): boolean {
  return job.steps.some((step) => step.uses?.name === "fkirc/skip-duplicate-actions");
}

/** `github.head_ref || github.ref_name` gives a branch and its pull request one group: the later run cancels the earlier. */
function sharesCancellingGroup({ concurrency }: Workflow): boolean {
  const group = concurrency?.group?.value ?? "";
  const cancels = concurrency?.cancelInProgress?.value ?? "false";
  return cancels !== "false" && /github\.head_ref\s*\|\|\s*github\.ref_name/.test(group);
}

function limitPush(context: RuleContext, workflow: Workflow, push: Trigger): FixOutcome {
  const known = context.repository.snapshot.defaultBranch;
  const branches = known ? `[${scalarSource(known)}]` : "[main, master]";
  const edits = editsFor(workflow, push, branches);
  if (!edits) return { abstain: BY_HAND };
  return {
    edits,
    title: known ? `Build pushes to \`${known}\` only` : "Build pushes to the default branch only",
    explanation: known
      ? `Commits of a pull request are built by \`pull_request\`; \`push\` now builds \`${known}\` alone. A branch without a pull request is built once one is opened.`
      : "Commits of a pull request are built by `pull_request`; `push` now builds the default branch alone. Its name is not known here: keep the right one of `main` and `master`.",
    fixClass: known ? "safe" : "review",
  };
}

function editsFor(workflow: Workflow, push: Trigger, branches: string): Edit[] | null {
  const { file, on } = workflow;
  if (!on || on.kind === "alias" || on.aliased) return null;
  const map = asMap(on);
  if (map) return limitInMap({ file, map, step: indentStep(file, workflow.root) }, push, branches);
  const seq = asSeq(on);
  if (!seq) return null;
  return seq.flow ? expandFlow(workflow, seq, branches) : expandBlock(workflow, seq, branches);
}

interface Place {
  readonly file: SourceFile;
  readonly map: YamlMap;
  readonly step: string;
}

function limitInMap({ file, map, step }: Place, push: Trigger, branches: string): Edit[] | null {
  if (push.node) return widenFilter(file, push, branches);
  if (map.flow) return null;
  const pair = map.pairs.find((candidate) => resolve(candidate.key) === push.key);
  if (!pair) return null;
  const line = `${indentOf(file, map)}${step}branches: ${branches}`;
  const colon = file.text.indexOf(":", push.key.end) + 1;
  const isWritten = pair.value.end > pair.value.start;
  const end = file.lines.endOf(file.lines.lineAt(push.key.end));
  // The rest of the line stays, but for `null` or `~`, which would be a second value.
  const rest = file.text.slice(isWritten ? pair.value.end : colon, end);
  return [replaceSpan(file, { start: colon, end }, rest + file.newline + line)];
}

/** `push` has a mapping without filter, with path filters alone, or with the filter `**`. */
function widenFilter(file: SourceFile, push: Trigger, branches: string): Edit[] | null {
  const map = asMap(push.node);
  if (!map || map.aliased || push.node?.kind === "alias") return null;
  const all = map.pairs.find((pair) => resolve(pair.key).kind === "scalar" && file.slice(pair.key) === "branches");
  if (!all) return insertKey(file, map, { key: "branches", value: branches, before: ["paths", "paths-ignore"] });
  const list = asSeq(all.value);
  return list?.flow ? [replaceSpan(file, list, branches)] : null;
}

function expandFlow(workflow: Workflow, seq: YamlSeq, branches: string): Edit[] | null {
  const { file, triggers } = workflow;
  const source = file.slice(seq);
  const pair = workflow.root.pairs.find((candidate) => candidate.value === seq);
  if (!pair || source.includes("#") || file.lines.lineAt(pair.key.start) !== file.lines.lineAt(seq.start)) return null;
  const step = indentStep(file, workflow.root);
  const lines = triggers.flatMap((trigger) =>
    eventLines(file.slice(trigger.key), step, trigger.event === "push" ? branches : null),
  );
  // The space behind `on:` goes too.
  const start = pair.key.end + file.text.slice(pair.key.end, seq.start).indexOf(":") + 1;
  return [replaceSpan(file, { start, end: seq.end }, lines.map((line) => file.newline + line).join(""))];
}

function eventLines(event: string, step: string, branches: string | null): string[] {
  return branches === null ? [`${step}${event}:`] : [`${step}${event}:`, `${step}${step}branches: ${branches}`];
}

function expandBlock(workflow: Workflow, seq: YamlSeq, branches: string): Edit[] | null {
  const { file } = workflow;
  const step = indentStep(file, workflow.root);
  const edits: Edit[] = [];
  for (const trigger of workflow.triggers) {
    const lineStart = file.lines.startOf(file.lines.lineAt(trigger.key.start));
    const lead = file.text.slice(lineStart, trigger.key.start);
    if (!/^\s*-\s+$/.test(lead)) return null;
    const text = file.slice(trigger.key);
    edits.push(replaceSpan(file, { start: lineStart, end: trigger.key.end }, `${step}${text}:`));
    const lineEnd = file.lines.endOf(file.lines.lineAt(trigger.key.end));
    const filter = `${file.newline}${step}${step}branches: ${branches}`;
    if (trigger.event === "push") edits.push(insertAt(file, lineEnd, filter));
  }
  return seq.items.length === workflow.triggers.length ? edits : null;
}
