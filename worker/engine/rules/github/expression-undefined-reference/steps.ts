import { localActionOf } from "../../../actions/action-interface.ts";
import { ACTION_OUTPUT_ROWS, OPEN_OUTPUTS } from "../../../data/action-outputs.ts";
import type { Step } from "../../../model/workflow.ts";
import { nearest } from "../../../names/nearest.ts";
import { hasName } from "./matrix-and-inputs.ts";
import { type Access, advice, nameAt, type Undefined } from "./undefined-name.ts";

const PARTS = ["outputs", "outcome", "conclusion"];

/** A step that does not exist in this job or action, or runs later, or what such a step does not have. */
export function missingInSteps(access: Access): Undefined | null {
  const { document, job } = access.place;
  const name = nameAt(access.reference, 1);
  if (!name || (document.kind === "workflow" && !job)) return null;
  const steps = document.kind === "workflow" ? (job?.steps ?? []) : document.steps;
  const found = steps.filter(({ id }) => id?.value.toLowerCase() === name.lower);
  const [first] = found;
  const what = `steps.${name.lower}`;
  if (!first) return { what, scope: "job", message: noStep(access, steps, name.written) };
  return (
    laterStep(access, steps.indexOf(first), steps) ??
    missingPart(access, what) ??
    (found.length === 1 ? missingOutput(access, first, what) : null)
  );
}

/** Also the step itself: it has not run when its own keys are read. */
function laterStep({ place: { step }, reference }: Access, index: number, steps: readonly Step[]): Undefined | null {
  const here = step ? steps.indexOf(step) : -1;
  if (!step || here === -1 || index < here) return null;
  const name = nameAt(reference, 1);
  const when = index === here ? "is this step itself" : "runs after this one";
  return {
    what: `steps.${name?.lower}@${step.identity}`,
    scope: "job",
    message: `Step \`${name?.written}\` ${when}, so nothing is known of it here; read it in a later step, or move it up.`,
  };
}

function noStep({ place: { document, job } }: Access, steps: readonly Step[], name: string): string {
  const ids = steps.flatMap(({ id }) => (id ? [id.value] : []));
  const lower = name.toLowerCase();
  const others = document.kind === "workflow" ? document.jobs : [];
  const owner = others.find((other) => other.steps.some(({ id }) => id?.value.toLowerCase() === lower));
  if (owner)
    return `Step \`${name}\` is in job \`${owner.id}\`, and other jobs cannot read it; make its value an output of \`${owner.id}\` and read \`needs.${owner.id}.outputs\`.`;
  const where = job ? `job \`${job.id}\`` : "this action";
  return `No step of ${where} has the id \`${name}\`, so this is empty; ${advice(name, ids, "give the step this `id`, or correct the name.")}`;
}

function missingPart({ reference }: Access, what: string): Undefined | null {
  const part = nameAt(reference, 2);
  if (!part || PARTS.includes(part.lower)) return null;
  const step = nameAt(reference, 1)?.written;
  const hint = advice(part.lower, PARTS, `write \`steps.${step}.outputs.${part.written}\` if an output is meant.`);
  return {
    what: `${what}.${part.lower}`,
    scope: "job",
    message: `A step has \`outputs\`, \`outcome\` and \`conclusion\`, but no \`${part.written}\`, so this is empty; ${hint}`,
  };
}

interface Known {
  readonly outputs: readonly string[];
  /** False for programs, which may set outputs that their metadata does not name. */
  readonly isAll: boolean;
}

function missingOutput(access: Access, step: Step, what: string): Undefined | null {
  const output = nameAt(access.reference, 3);
  const known = output && nameAt(access.reference, 2)?.lower === "outputs" ? outputsOf(access, step) : null;
  if (!output || !known || hasName(known.outputs, output.lower)) return null;
  if (!known.isAll && nearest(output.lower, known.outputs) === null) return null;
  const hint = advice(output.lower, known.outputs, "correct the name.");
  return {
    what: `${what}.outputs.${output.lower}`,
    scope: "job",
    message: `\`${step.uses?.raw}\` has no output \`${output.written}\`, so this is empty; ${hint}`,
  };
}

const popular = new Map(
  ACTION_OUTPUT_ROWS.map(({ action, outputs }): [string, Known] => [action, { outputs, isAll: true }]),
);

/** Null for scripts, and for actions whose outputs nobody told. */
function outputsOf({ place, repository, lookups }: Access, step: Step): Known | null {
  const { uses } = step;
  if (uses?.kind === "local") {
    const action = localActionOf(repository, place, uses);
    const using = action?.using?.value.toLowerCase();
    return action && using !== undefined
      ? { outputs: action.outputs.map(({ name }) => name), isAll: using === "composite" }
      : null;
  }
  if (uses?.kind !== "action" || uses.ref === null || OPEN_OUTPUTS.has(uses.name)) return null;
  const row = popular.get(uses.name);
  if (row) return row;
  const metadata = lookups.actionMetadata(uses.name, uses.ref);
  if (metadata === "unknown" || metadata.outputs === null) return null;
  return { outputs: metadata.outputs, isAll: metadata.using === "composite" };
}
