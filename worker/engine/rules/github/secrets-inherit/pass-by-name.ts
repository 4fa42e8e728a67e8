import { deleteKey, indentOf, indentStep, insertAt, replaceSpan } from "../../../edit/edit-yaml.ts";
import { secretReferencesOf } from "../../../expressions/secret-references.ts";
import type { Edit } from "../../../finding.ts";
import { readEntries } from "../../../model/read-parts.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import { findTrigger, type Job, type Workflow } from "../../../model/workflow.ts";
import { asScalar, findPair, findPath } from "../../../parse/yaml-node.ts";
import type { FixOutcome } from "../../../rule.ts";

const SECRET_NAME = /^[A-Za-z_]\w*$/;

/** Replaces `inherit` by a map of what the called workflow declares; abstains where it would then lack something. */
export function passByName(repository: RepositoryModel, workflow: Workflow, job: Job): FixOutcome {
  const path = job.uses?.kind === "local" ? job.uses.path : null;
  const called = repository.workflows.find((candidate) => candidate.path === path);
  if (!called)
    return { abstain: "The called workflow is not in this repository; pass the secrets that it declares by name." };
  const declared = declaredSecrets(called);
  const reason = reasonAgainst(called, declared);
  if (reason) return { abstain: reason };
  const edits = declared.length === 0 ? dropSecrets(workflow, job) : writeMap(workflow, job, declared);
  if (!edits)
    return { abstain: "The job is written in a form that cannot be edited safely; list the secrets by hand." };
  const names = declared.map((name) => `\`${name}\``).join(", ");
  return {
    edits,
    title: `Pass job \`${job.id}\` its secrets by name`,
    explanation: `\`${called.path}\` declares ${names || "no secrets"} and uses no others, so it gets what it got before. Add a secret here when it declares another.`,
  };
}

function declaredSecrets(called: Workflow): string[] {
  const call = findTrigger(called, "workflow_call");
  return readEntries(findPath(call?.node, "secrets")).map(({ name }) => name);
}

function reasonAgainst(called: Workflow, declared: readonly string[]): string | null {
  const known = new Set([...declared.map((name) => name.toUpperCase()), "GITHUB_TOKEN"]);
  const reads = secretReferencesOf(called);
  const hidden = reads.find(({ name }) => name !== null && !known.has(name))?.name;
  if (!findTrigger(called, "workflow_call"))
    return `\`${called.path}\` cannot be called: it lacks \`on: workflow_call\`.`;
  if (hidden)
    return `\`${called.path}\` uses \`${hidden}\` without declaring it; declare it under \`on.workflow_call.secrets\` first.`;
  if (reads.some(({ name }) => name === null))
    return `\`${called.path}\` reads secrets without naming them, so a list would take some away.`;
  if (called.jobs.some(({ secrets }) => asScalar(secrets)?.value === "inherit"))
    return `\`${called.path}\` hands all its secrets on; name them there first.`;
  if (called.jobs.some(({ environment }) => environment))
    return `A job of \`${called.path}\` has an \`environment\`, whose secrets reach it only through \`inherit\`.`;
  if (!declared.every((name) => SECRET_NAME.test(name)))
    return `\`${called.path}\` declares a name that no secret can have.`;
  return null;
}

function dropSecrets({ file }: Workflow, job: Job): Edit[] | null {
  const pair = findPair(job.node, "secrets");
  return pair ? deleteKey(file, job.node, pair) : null;
}

/** The comment behind `inherit` stays behind the key. */
function writeMap({ file, root }: Workflow, { node }: Job, names: readonly string[]): Edit[] | null {
  const pair = findPair(node, "secrets");
  if (pair?.value.kind !== "scalar" || pair.value.outerStart !== pair.value.start || node.flow) return null;
  const colon = file.text.indexOf(":", pair.key.end) + 1;
  const line = file.lines.lineAt(pair.value.end);
  if (colon === 0 || file.lines.lineAt(pair.key.start) !== line) return null;
  const indent = indentOf(file, node) + indentStep(file, root);
  const lines = names.map((name) => `${file.newline}${indent}${name}: \${{ secrets.${name} }}`);
  return [
    replaceSpan(file, { start: colon, end: pair.value.end }, ""),
    insertAt(file, file.lines.endOf(line), lines.join("")),
  ];
}
