import { credentialUse } from "../../data/git-credentials.ts";
import { insertKey } from "../../edit/edit-yaml.ts";
import type { Severity } from "../../finding.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { isFullSha, majorVersion } from "../../model/uses.ts";
import { type Action, entryText, findEntry, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import { asMap, findPair } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

/** Since this major the token lies in the runner's temporary folder instead of `.git/config`. */
const OUTSIDE_WORKSPACE_SINCE = 6;

export const checkoutPersistCredentials = defineRule({
  meta: {
    id: "checkout-persist-credentials",
    category: "security",
    severity: "low",
    title: "Checkout leaves the job's token on disk",
    fixClass: "review",
    docs: {
      what: "`actions/checkout` without `persist-credentials: false` in a job or composite action that does not use git's stored credentials afterwards. One finding per job or action.",
      why: "The action stores the job's token where git finds it, and every later step, each dependency's install script included, can read it. Up to version 5 the token lies in `.git/config`: uploading the workspace as an artifact then publishes it (severity high).",
      notReported:
        "Jobs and composite actions in which a later step pushes, fetches or otherwise reaches the remote with git, because they need the token. An explicit `persist-credentials: true` and one that an expression computes: somebody decided.",
      fix: "Set `persist-credentials: false`. No fix is offered where a later step may push: a local action, or a script whose name speaks of releasing, or any unknown one in a job that was given `contents: write`, nor in a composite action, whose caller may push.",
      example: {
        before: "      - uses: actions/checkout@v7\n",
        after: "      - uses: actions/checkout@v7\n        with:\n          persist-credentials: false\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const job of workflow.jobs) {
        const hit = checkJob(workflow, job);
        if (hit) yield hit;
      }
    }
    for (const action of context.actions) {
      const hit = checkAction(action);
      if (hit) yield hit;
    }
  },
});

const CALLERS =
  "Who calls this action may push with the stored token: set `persist-credentials` by hand once you know.";

function checkAction(action: Action): Hit | null {
  const found = checkSteps(action, action.steps);
  return found && { ...found, anchor: "runs.checkout", fix: () => ({ abstain: CALLERS }) };
}

function checkJob(workflow: Workflow, job: Job): Hit | null {
  const found = checkSteps(workflow, job.steps);
  const fix = () => dropCredentials(workflow, job, job.steps.filter(leavesToken));
  return found && { ...found, anchor: `jobs.${job.id}.checkout`, fix };
}

function checkSteps(document: Workflow | Action, steps: readonly Step[]): Omit<Hit, "anchor" | "fix"> | null {
  const [first, ...others] = steps.filter(leavesToken);
  if (!first?.uses) return null;
  const later = steps.slice(steps.indexOf(first) + 1);
  if (later.some((step) => credentialUse(step) === "needs")) return null;
  const severity = severityOf(document, first, later);
  const reach = severity === "high" ? ", and the uploaded artifact contains it" : "";
  return {
    message: `\`${first.uses.raw}\` leaves the job's token on disk for every later step${reach}; set \`persist-credentials: false\`.`,
    path: document.path,
    at: first.uses.node,
    severity,
    related: others.flatMap(({ uses }) => (uses ? [{ path: document.path, at: uses.node }] : [])),
  };
}

function leavesToken(step: Step): boolean {
  return step.uses?.name === "actions/checkout" && findEntry(step.with, "persist-credentials") === null;
}

function severityOf(document: Workflow | Action, checkout: Step, later: readonly Step[]): Severity {
  const major = majorVersion(checkout.uses?.ref ?? null, commentBehind(document.file, checkout));
  if (major === null || major >= OUTSIDE_WORKSPACE_SINCE) return "low";
  const path = entryText(checkout.with, "path");
  return later.some((step) => takesHiddenFiles(document.file, step) && uploadsWorkspace(step, path)) ? "high" : "low";
}

function commentBehind(file: SourceFile, step: Step): string | null {
  if (!step.uses) return null;
  const { end } = step.uses.node;
  return /^\s+(#.*)/.exec(file.text.slice(end, file.lines.endOf(file.lines.lineAt(end))))?.[1] ?? null;
}

/** Hidden files are left out unless asked for since version 4.4. Source: https://github.com/actions/upload-artifact/releases/tag/v4.4.0 */
function takesHiddenFiles(file: SourceFile, step: Step): boolean {
  if (step.uses?.name !== "actions/upload-artifact") return false;
  if (entryText(step.with, "include-hidden-files") === "true") return true;
  const spoken = isFullSha(step.uses.ref) ? (commentBehind(file, step) ?? "") : (step.uses.ref ?? "");
  const [, major, minor] = /^\s*#?\s*v?(\d+)(?:\.(\d+))?/.exec(spoken) ?? [];
  if (major === undefined) return false;
  return Number(major) < 4 || (Number(major) === 4 && minor !== undefined && Number(minor) < 4);
}

/** True when an uploaded path takes in the checkout's `.git`. */
function uploadsWorkspace(step: Step, checkoutPath: string | null): boolean {
  const paths = (entryText(step.with, "path") ?? "")
    .split(/\r?\n/)
    .map((path) => path.trim().replace(/^\.\/(?=.)/, ""));
  const roots = [".", "./", "**", "**/*", "${{ github.workspace }}", "$GITHUB_WORKSPACE"];
  return paths.some(
    (path) => roots.includes(path) || (checkoutPath !== null && path.replace(/\/(?:\*\*)?$/, "") === checkoutPath),
  );
}

function dropCredentials(workflow: Workflow, job: Job, checkouts: readonly Step[]): FixOutcome {
  const later = job.steps.slice((checkouts[0]?.index ?? 0) + 1);
  const doubtful = later.find((step) => credentialUse(step) === "unknown");
  if (doubtful)
    return {
      abstain: `Step ${nameOf(doubtful)} may push with the stored token: set \`persist-credentials\` by hand once you know.`,
    };
  const permissions = (job.permissions ?? workflow.permissions)?.scopes;
  const mayWrite = permissions?.some(({ name, level }) => name === "contents" && level === "write") === true;
  const unclear = mayWrite ? later.find((step) => step.uses?.kind === "local" || step.run) : undefined;
  if (unclear)
    return {
      abstain: `The job has \`contents: write\`, and step ${nameOf(unclear)} may use it to push: set \`persist-credentials\` by hand.`,
    };
  const edits = checkouts.map((step) => editsFor(workflow.file, step));
  if (edits.some((edit) => edit === null))
    return {
      abstain: "The step is written in a form that cannot be edited safely; add `persist-credentials: false` by hand.",
    };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: `Do not leave the token of job \`${job.id}\` on disk`,
    explanation:
      "No later step of the job pushes or fetches with git, as far as its commands and actions say. If a script of yours does, give it a token of its own instead.",
  };
}

function nameOf(step: Step): string {
  const text = step.name?.value ?? step.uses?.raw ?? step.run?.value.split("\n")[0]?.trim() ?? String(step.index + 1);
  return `\`${text.replaceAll("`", "'").slice(0, 60)}\``;
}

function editsFor(file: SourceFile, step: Step) {
  const pair = findPair(step.node, "with");
  const inputs = asMap(pair?.value);
  if (pair && inputs) return insertKey(file, inputs, { key: "persist-credentials", value: "false" });
  if (pair) return null;
  const value = step.node.flow ? "{ persist-credentials: false }" : "\n  persist-credentials: false";
  return insertKey(file, step.node, { key: "with", value, after: ["uses"] });
}
