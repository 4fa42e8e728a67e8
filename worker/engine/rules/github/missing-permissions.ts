import type { Grant } from "../../data/grant.ts";
import { endOfContent, indentStep, insertAt, insertKey } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import { needOfJob } from "../../needs/job-need.ts";
import { grantSource, insertJobGrant, isCovered, isFollowedByBlank } from "../../needs/write-grant.ts";
import { keyText } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";
import { isMisspelt } from "../../schema/meant-key.ts";

/** Strangers start these, and the run has the repository's secrets and a token that may write. */
const PRIVILEGED = new Set(["pull_request_target", "issue_comment", "workflow_run"]);
const READ_ONLY: Grant = { contents: "read" };
const BY_HAND = "The workflow is written in a form that cannot be edited safely; add `permissions` by hand.";

export const missingPermissions = defineRule({
  meta: {
    id: "missing-permissions",
    category: "security",
    severity: "medium",
    title: "Token permissions are left to the repository's default",
    fixClass: "review",
    docs: {
      what: "A workflow without `permissions`, neither at the top nor in each of its jobs. One finding per workflow.",
      why: "The job's token then has the repository's or organization's default, which in repositories older than February 2023 is write access to nearly everything. A compromised action or dependency can push code, publish releases and change issues with it. Under `pull_request_target`, `issue_comment` and `workflow_run`, which strangers start, the severity is high.",
      notReported:
        "Workflows that only others call (`workflow_call`): the caller decides. Workflows in which every job declares its own. `permissions: {}` and any other declaration at the top: whether it is too wide is another rule's question.",
      fix: "Declare `contents: read` at the top, or nothing where no job needs it, and in each job what its steps need: from our table of actions, `gh`, `git` and API calls. Where a step's need is unknown no fix is offered, and the step is named. Read the grants before merging: a step that fails for want of one says so in its log.",
      example: {
        before: "on: push\n\njobs:\n",
        after: "on: push\n\npermissions:\n  contents: read\n\njobs:\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const open = workflow.permissions ? [] : workflow.jobs.filter((job) => !job.permissions);
      if (open.length > 0 && !isOnlyCalled(workflow) && !isMisspelt(workflow, workflow.root, "permissions"))
        yield toHit(context, workflow, open);
    }
  },
});

function toHit(context: RuleContext, workflow: Workflow, open: readonly Job[]): Hit {
  const isWhole = open.length === workflow.jobs.length;
  const on = isWhole ? workflow.root.pairs.find((pair) => pair.value === workflow.on) : undefined;
  const places = open.map((job) => job.key);
  const isPrivileged = workflow.triggers.some(({ event }) => PRIVILEGED.has(event));
  return {
    message: messageFor(isWhole ? null : open.length, isPrivileged),
    path: workflow.path,
    at: on?.key ?? places[0] ?? workflow.root,
    anchor: "permissions",
    severity: isPrivileged ? "high" : "medium",
    related: (on ? places : places.slice(1)).map((at) => ({ path: workflow.path, at })),
    fix: () => declare(context, workflow, open),
  };
}

/** `count` of the jobs without a list; null for all. */
function messageFor(count: number | null, isPrivileged: boolean): string {
  const some = count === 1 ? "One job does not say" : `${count} jobs do not say`;
  const who = count === null ? "No job says" : some;
  const why = isPrivileged ? ", above all under a trigger that strangers can start" : "";
  const it = count !== null && count > 1 ? { their: "their", getIt: "they get" } : { their: "its", getIt: "it gets" };
  return `${who} what ${it.their} token may do, so ${it.getIt} the repository's default; declare \`permissions\`${why}.`;
}

/** Without triggers GitHub never runs it; with `workflow_call` alone the caller's permissions count. */
function isOnlyCalled({ triggers }: Workflow): boolean {
  return triggers.every(({ event }) => event === "workflow_call");
}

type NeedyJob = { readonly job: Job; readonly grant: Grant };

function declare(context: RuleContext, workflow: Workflow, open: readonly Job[]): FixOutcome {
  const needy: NeedyJob[] = [];
  for (const job of open) {
    const need = needOfJob(context.repository, workflow, job);
    if ("unknown" in need)
      return { abstain: `${need.unknown} Declare \`permissions\` by hand once you know what it needs.` };
    needy.push({ job, grant: need.grant });
  }
  const special = needy.filter(({ grant }) => !isCovered(grant, READ_ONLY));
  const reads = needy.some(({ grant }) => isCovered(grant, READ_ONLY) && grant.contents !== undefined);
  const edits = [
    insertTop(workflow, reads ? READ_ONLY : {}),
    ...special.map(({ job, grant }) => insertJobGrant(workflow, job, grant)),
  ];
  if (edits.some((edit) => edit === null)) return { abstain: BY_HAND };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: "Give the token only the permissions that its jobs need",
    explanation: explain(reads, special),
  };
}

function explain(reads: boolean, special: readonly NeedyJob[]): string {
  const top = reads ? "The token may read the repository's contents" : "The token may do nothing by default";
  const more = special.map(
    ({ job, grant }) =>
      `- \`${job.id}\`: ${Object.entries(grant)
        .map(([scope, level]) => `\`${scope}: ${level}\``)
        .join(", ")}`,
  );
  const tail = more.length === 0 ? "." : "; these jobs need more, by what their steps do:\n";
  return `${top}${tail}${more.join("\n")}${more.length === 0 ? "" : "\n"} A step that needs another permission fails and names it.`;
}

/** Behind the triggers, with an empty line where the file has one there. */
function insertTop(workflow: Workflow, grant: Grant): Edit[] | null {
  const { file, root } = workflow;
  const on = root.pairs.find((pair) => pair.value === workflow.on);
  const step = indentStep(file, root);
  if (!on || root.flow || keyText(on) === null) {
    return insertKey(file, root, {
      key: "permissions",
      value: grantSource(grant, root.flow ? null : step),
      before: ["jobs"],
    });
  }
  const end = endOfContent(file, on.value, on);
  const source = grantSource(grant, step).replaceAll("\n", file.newline);
  const text = `${file.newline}permissions:${source.startsWith("{") ? " " : ""}${source}`;
  // At the end of the line, not at the start of the next: another fix may put a key there.
  const at = file.lines.endOf(file.lines.lineAt(end));
  return [insertAt(file, at, isFollowedByBlank(file, end) ? file.newline + text : text)];
}
