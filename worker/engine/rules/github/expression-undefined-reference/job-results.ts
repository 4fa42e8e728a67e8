import { memo } from "../../../memo.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import { findTrigger, type Job, type Workflow } from "../../../model/workflow.ts";
import { findValue } from "../../../parse/yaml-node.ts";
import { hasName, namesUnder } from "./matrix-and-inputs.ts";
import { type Access, advice, nameAt, type Undefined } from "./undefined-name.ts";

const PARTS = ["outputs", "result"];

/** `needs.X` and `jobs.X` without such a job, or what that job does not have. A job that is there and not waited for is another rule's. */
export function missingJobResult(access: Access): Undefined | null {
  const { place, reference } = access;
  const context = nameAt(reference, 0)?.lower;
  const name = nameAt(reference, 1);
  if (!name || place.document.kind === "action" || (context === "needs" && !place.job)) return null;
  const { jobs } = place.document;
  const producer = jobs.find(({ id }) => id.toLowerCase() === name.lower);
  const what = `${context}.${name.lower}`;
  if (producer) {
    if (context === "needs" && producer === place.job) {
      const message = `Job \`${producer.id}\` cannot read its own results, so this is empty; read its steps with \`steps.\`.`;
      return { what, scope: "job", message };
    }
    return missingPart(access, what) ?? missingOutput(access, producer, what);
  }
  const isReported = place.job?.needs.some(({ value }) => value.toLowerCase() === name.lower || value.includes("${{"));
  if (isReported) return null;
  const ids = jobs.filter((job) => job !== place.job).map(({ id }) => id);
  const hint = advice(name.lower, ids, "correct the name.");
  return {
    what,
    scope: "document",
    message: `This workflow has no job \`${name.written}\`, so this is empty; ${hint}`,
  };
}

function missingPart({ reference }: Access, what: string): Undefined | null {
  const part = nameAt(reference, 2);
  if (!part || PARTS.includes(part.lower)) return null;
  const path = reference.written.slice(0, 2).join(".");
  const hint = advice(part.lower, PARTS, `write \`${path}.outputs.${part.written}\` if an output is meant.`);
  return {
    what: `${what}.${part.lower}`,
    scope: "document",
    message: `A job has \`outputs\` and \`result\`, but no \`${part.written}\`, so this is empty; ${hint}`,
  };
}

function missingOutput(access: Access, producer: Job, what: string): Undefined | null {
  const output = nameAt(access.reference, 3);
  if (!output || nameAt(access.reference, 2)?.lower !== "outputs") return null;
  const declared = outputsOf(access.repository, producer);
  if (!declared || hasName(declared, output.lower)) return null;
  const owner = producer.uses
    ? `\`${producer.uses.raw}\`, which job \`${producer.id}\` calls,`
    : `Job \`${producer.id}\``;
  const hint = advice(output.lower, declared, "declare it under the `outputs` there, or correct the name.");
  return {
    what: `${what}.outputs.${output.lower}`,
    scope: "document",
    message: `${owner} declares no output \`${output.written}\`, so this is empty; ${hint}`,
  };
}

/** Null for workflows that we do not read, and where they are decided when the workflow runs. */
function outputsOf(repository: RepositoryModel, job: Job): readonly string[] | null {
  if (!job.uses) return plainNames(namesUnder(findValue(job.node, "outputs")));
  if (job.uses.kind !== "local") return null;
  const called = byPath(repository).get(job.uses.path);
  const call = called ? findTrigger(called, "workflow_call") : null;
  return call ? plainNames(namesUnder(findValue(call.node, "outputs"))) : null;
}

function plainNames(names: readonly string[] | null): readonly string[] | null {
  return names?.some((name) => name.includes("${{")) ? null : names;
}

const byPath = memo(
  ({ workflows }: RepositoryModel): ReadonlyMap<string, Workflow> =>
    new Map(workflows.map((workflow) => [workflow.path, workflow])),
);
