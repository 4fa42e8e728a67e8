import { type Grant, mergeNeeds, SCOPES, type Scope } from "../../data/grant.ts";
import { indentStep, replaceSpan } from "../../edit/edit-yaml.ts";
import type { Edit, Severity } from "../../finding.ts";
import type { SourceFile } from "../../model/source-file.ts";
import type { Job, Permissions, Workflow } from "../../model/workflow.ts";
import { grantOfScopes, type JobNeed, needOfJob } from "../../needs/job-need.ts";
import { grantSource, insertJobGrant, intersect, isCovered, writesOf } from "../../needs/write-grant.ts";
import { asMap } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";

/** With one of these the token can change code, pipelines or packages, or speak for the repository elsewhere. */
const POWERFUL = new Set<Scope>(["contents", "actions", "packages", "id-token"]);
const BY_HAND = "The permissions are written in a form that cannot be edited safely; move them by hand.";

export const excessivePermissions = defineRule({
  meta: {
    id: "excessive-permissions",
    category: "security",
    severity: "medium",
    title: "Jobs get more permissions than they need",
    fixClass: "review",
    reach: "workflow",
    docs: {
      what: "`write-all` or `read-all`, at the top or in a job; and a write permission at the top of a workflow of which some jobs have no use. One finding per `permissions`.",
      why: "Every action and dependency that a job runs can use all that its token may do. With `write-all`, or with `contents`, `actions`, `packages` or `id-token` in writing (severity high), one compromised test dependency can push code, replace packages or sign in elsewhere as the repository.",
      notReported:
        "A list of permissions in a job, or in a workflow where only one job inherits it: nobody gets what is not meant. Anything at the top of a workflow all of whose jobs declare their own, `write-all` too: it gives nobody anything. Write permissions at the top when every job needs them, or when the need of none of the jobs is known (reported in the strict profile).",
      fix: "Move each write permission to the jobs that use it, by our table of actions, `gh`, `git` and API calls; the top keeps what the others read. A job whose need is unknown keeps the present list as its own. `write-all` and `read-all` are replaced only where every need is known; else the step is named. No job gets more than it has now.",
      example: {
        before: "permissions:\n  contents: write\njobs:\n",
        after: "permissions:\n  contents: read\njobs:\n  release:\n    permissions:\n      contents: write\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const top = checkTop(context, workflow);
      if (top) yield top;
      for (const job of workflow.jobs) {
        const own = job.permissions?.all ? checkJob(context, workflow, job) : null;
        if (own) yield own;
      }
    }
  },
});

function checkJob(context: RuleContext, workflow: Workflow, job: Job): Hit | null {
  const { permissions } = job;
  if (!permissions?.all) return null;
  return {
    message: `Job \`${job.id}\` gets every permission (\`${permissions.all}-all\`); list the few that its steps use.`,
    path: workflow.path,
    at: permissions.pair.value,
    anchor: `jobs.${job.id}.permissions`,
    severity: severityOfAll(permissions),
    fix: () => narrowJob(context, workflow, job),
  };
}

function severityOfAll({ all }: Permissions): Severity {
  return all === "write" ? "high" : "medium";
}

function narrowJob(context: RuleContext, workflow: Workflow, job: Job): FixOutcome {
  const { permissions } = job;
  const need = needOfJob(context.repository, workflow, job);
  if ("unknown" in need)
    return { abstain: `${need.unknown} List the permissions by hand once you know what it needs.` };
  if (!permissions) return { abstain: BY_HAND };
  const edits = replaceValue(workflow, permissions, permissions.all === "read" ? readsOf(need.grant) : need.grant);
  return {
    edits,
    title: `Give job \`${job.id}\` only what its steps use`,
    explanation:
      "The list holds what the job's actions and commands need. A step that needs another permission fails and names it.",
  };
}

type Heir = { readonly job: Job; readonly need: JobNeed };

function checkTop(context: RuleContext, workflow: Workflow): Hit | null {
  const { permissions } = workflow;
  if (!permissions) return null;
  const jobs = workflow.jobs.filter((job) => !job.permissions);
  const writes = writesOf(grantOfScopes(permissions));
  if (jobs.length < (permissions.all ? 1 : 2) || !(permissions.all || writes.length > 0)) return null;
  const heirs = jobs.map((job) => ({ job, need: needOfJob(context.repository, workflow, job) }));
  const place = { path: workflow.path, at: permissions.pair.value, anchor: "permissions" };
  if (permissions.all) {
    return {
      ...place,
      message: `Every job gets every permission (\`${permissions.all}-all\`); list the few that each one uses.`,
      severity: severityOfAll(permissions),
      fix: () => narrowAll(workflow, permissions, heirs),
    };
  }
  const excess = writes.filter((scope) => heirs.some(({ need }) => hasNoUse(need, scope, context.strict)));
  if (excess.length === 0) return null;
  return {
    ...place,
    message: `Every job gets ${excess.map((scope) => `\`${scope}: write\``).join(", ")}, but not every job uses ${excess.length === 1 ? "it" : "them"}; grant ${excess.length === 1 ? "it" : "them"} in the jobs that do.`,
    severity: excess.some((scope) => POWERFUL.has(scope)) ? "high" : "medium",
    related: permissions.scopes
      .filter(({ name }) => excess.some((scope) => scope === name))
      .map(({ pair }) => ({ path: workflow.path, at: pair.key })),
    fix: () => moveWrites(workflow, permissions, heirs),
  };
}

/** True when the need is known and does not include writing; `orUnknown`: also when nobody knows. */
function hasNoUse(need: JobNeed, scope: Scope, orUnknown: boolean): boolean {
  return "grant" in need ? need.grant[scope] !== "write" : orUnknown;
}

type Known = { readonly job: Job; readonly grant: Grant };

function narrowAll(workflow: Workflow, permissions: Permissions, heirs: readonly Heir[]): FixOutcome {
  const known: Known[] = [];
  for (const { job, need } of heirs) {
    if ("unknown" in need)
      return { abstain: `${need.unknown} List the permissions by hand once you know what it needs.` };
    known.push({ job, grant: permissions.all === "read" ? readsOf(need.grant) : need.grant });
  }
  const top = unionOf(known.filter(({ grant }) => writesOf(grant).length === 0));
  return rewrite(workflow, {
    top: replaceValue(workflow, permissions, top),
    grants: known.filter(({ grant }) => !isCovered(grant, top)),
  });
}

function moveWrites(workflow: Workflow, permissions: Permissions, heirs: readonly Heir[]): FixOutcome {
  const now = grantOfScopes(permissions);
  const wanted = heirs.map(({ job, need }) => ({ job, grant: "grant" in need ? intersect(need.grant, now) : now }));
  const readers = wanted.filter(({ grant }) => writesOf(grant).length === 0);
  const kept: Grant = {
    ...unionOf(readers),
    ...Object.fromEntries(Object.entries(now).filter(([, level]) => level === "read")),
  };
  const top = keepLines(workflow, permissions, kept);
  if (!top) return { abstain: BY_HAND };
  return rewrite(workflow, { top, grants: wanted.filter(({ grant }) => !isCovered(grant, kept)) });
}

function rewrite(workflow: Workflow, { top, grants }: { top: Edit[]; grants: readonly Known[] }): FixOutcome {
  const edits = [top, ...grants.map(({ job, grant }) => insertJobGrant(workflow, job, grant))];
  if (edits.some((edit) => edit === null)) return { abstain: BY_HAND };
  const jobs = grants.map(({ job }) => `\`${job.id}\``).join(", ");
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: "Grant each permission in the jobs that use it",
    explanation: `${jobs ? `What writes stands in ${jobs} now` : "No job writes"}; the other jobs keep what they read. No job has more than before. A step that needs another permission fails and names it.`,
  };
}

function unionOf(known: readonly { readonly grant: Grant }[]): Grant {
  const merged = mergeNeeds(known.map(({ grant }) => grant));
  return typeof merged === "object" ? merged : {};
}

function readsOf(grant: Grant): Grant {
  return Object.fromEntries(SCOPES.filter((scope) => grant[scope]).map((scope) => [scope, "read"]));
}

/** Writes a grant in the place of the present value, which is a word. */
function replaceValue(workflow: Workflow, permissions: Permissions, grant: Grant): Edit[] {
  const { file } = workflow;
  const { key, value } = permissions.pair;
  const lineStart = file.lines.startOf(file.lines.lineAt(key.outerStart));
  const indent = file.text.slice(lineStart, key.outerStart).replace(/\S/g, " ");
  const isFlow = value.kind === "map" && value.flow;
  const isInFlow = workflow.root.flow || workflow.jobs.some((job) => job.permissions === permissions && job.node.flow);
  const source = grantSource(grant, isFlow || isInFlow ? null : indent + indentStep(file, workflow.root));
  const isBlock = source.startsWith("\n");
  // The space behind the colon goes with a value that begins on the next line.
  const start = isBlock ? file.text.lastIndexOf(":", value.outerStart - 1) + 1 : value.outerStart;
  return [replaceSpan(file, { start, end: value.end }, source.replaceAll("\n", file.newline))];
}

/** Leaves the lines of kept scopes, and the comments between, as they are. Null where scopes share a line. */
function keepLines(workflow: Workflow, permissions: Permissions, kept: Grant): Edit[] | null {
  const { file } = workflow;
  const map = asMap(permissions.pair.value);
  if (!map || map.aliased) return null;
  if (map.flow || Object.keys(kept).length === 0) return replaceWhole(workflow, permissions, kept);
  const first = file.lines.lineAt(map.start);
  const last = file.lines.lineAt(map.end);
  const lines = new Map<number, Permissions["scopes"][number]>();
  for (const scope of permissions.scopes) lines.set(file.lines.lineAt(scope.pair.key.start), scope);
  if (lines.size !== permissions.scopes.length || first === file.lines.lineAt(permissions.pair.key.start)) return null;
  const text: string[] = [];
  for (let line = first; line <= last; line += 1) text.push(...keptLine(file, line, { scope: lines.get(line), kept }));
  return [
    replaceSpan(file, { start: file.lines.startOf(first), end: file.lines.endOf(last) }, text.join(file.newline)),
  ];
}

/** The line as it will be: without a scope that goes, with `read` for one that was written. */
function keptLine(
  file: SourceFile,
  line: number,
  at: { scope: Permissions["scopes"][number] | undefined; kept: Grant },
): string[] {
  const text = file.lines.line(line);
  if (!at.scope) return [text];
  const level = at.kept[at.scope.name as Scope];
  if (level === undefined) return [];
  if (level === at.scope.level) return [text];
  const { value } = at.scope.pair;
  const start = value.start - file.lines.startOf(line);
  return [text.slice(0, start) + level + text.slice(start + value.end - value.start)];
}

function replaceWhole(workflow: Workflow, permissions: Permissions, grant: Grant): Edit[] {
  const { file } = workflow;
  const { value } = permissions.pair;
  const colon = file.text.lastIndexOf(":", file.text.slice(0, value.outerStart).trimEnd().length - 1) + 1;
  const isFlow = value.kind === "map" && value.flow;
  const start = isFlow ? value.outerStart : colon;
  const end = isFlow ? value.end : file.lines.endOf(file.lines.lineAt(value.end));
  return [replaceSpan(file, { start, end }, isFlow ? grantSource(grant, null) : ` ${grantSource(grant, null)}`)];
}
