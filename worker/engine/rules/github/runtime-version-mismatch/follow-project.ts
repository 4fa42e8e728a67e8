import { deleteItems } from "../../../edit/delete-item.ts";
import { replaceSpan } from "../../../edit/edit-yaml.ts";
import { scalarSource } from "../../../edit/scalar-source.ts";
import type { Edit } from "../../../finding.ts";
import { trailingComment } from "../../../model/trailing-comment.ts";
import { majorVersion } from "../../../model/uses.ts";
import { findEntry, type StepPlace } from "../../../model/workflow.ts";
import { asSeq, findValue, walk, type YamlScalar } from "../../../parse/yaml-node.ts";
import type { RuntimeClaim } from "../../../profile/runtime-claims.ts";
import type { FixOutcome } from "../../../rule.ts";
import type { AskedVersion } from "./asked-versions.ts";
import { canReadFile, type SetupAction } from "./setup-actions.ts";

/** A step that asks for versions which the project excludes: one, or cells of a matrix. */
export interface Contradiction {
  readonly place: StepPlace;
  readonly action: SetupAction;
  readonly asked: readonly AskedVersion[];
  readonly claim: RuntimeClaim;
}

/** Makes the pipeline use what the project says: by its file, else by its version; a forbidden cell of a matrix goes. */
export function followProject(contradiction: Contradiction): FixOutcome {
  const { place, action, asked, claim } = contradiction;
  if (asked.some(({ from }) => from === "matrix")) return dropCells(contradiction);
  const entry = findEntry(place.step.with, action.input);
  if (!entry?.value || isBlock(entry.value))
    return { abstain: `The version is written in a form that cannot be edited safely; use that of ${claim.path}.` };
  if (action.fileInput !== null && findEntry(place.step.with, action.fileInput)) {
    return { abstain: `The step names a version and a file; remove \`${action.input}\`.` };
  }
  const uses = place.step.uses;
  const major = uses ? majorVersion(uses.ref, trailingComment(place.document.file, uses.node)?.text) : null;
  const input = canReadFile(action, claim, major) ? fileInput(action, claim) : literalInput(action, claim);
  if (input === null)
    return {
      abstain: `This version of the action cannot read ${claim.path}; write the project's version in \`${action.input}\`.`,
    };
  return {
    edits: [replaceSpan(place.document.file, { start: entry.key.start, end: entry.value.end }, input)],
    title: `Use the ${action.label} version of ${claim.path}`,
    explanation: `The step asked for ${asked[0]?.spec} while ${claim.path} says ${claim.spec}. It now reads \`${input}\`. Make sure that the job passes on that version before merging.`,
  };
}

function fileInput(action: SetupAction, claim: RuntimeClaim): string {
  if (action.fileInput !== null) return `${action.fileInput}: ${claim.path}`;
  return `${action.input}: ${claim.path.slice(claim.path.lastIndexOf("/") + 1)}`;
}

/** The version that the project names, or the lowest that its range begins with; null for any other range. */
function literalInput(action: SetupAction, claim: RuntimeClaim): string | null {
  const version = /^(?:>=\s*|\^|~=?)?v?(\d+(?:\.\d+){0,2})$/.exec(claim.spec)?.[1];
  if (version === undefined) return null;
  return `${action.input}: ${scalarSource(version, "double")}`;
}

function isBlock(node: YamlScalar): boolean {
  return node.style === "literal" || node.style === "folded";
}

function dropCells({ place, action, asked, claim }: Contradiction): FixOutcome {
  const cells = asked.map(({ node }) => node);
  const edits = deleteCells(place, cells);
  if (!edits)
    return { abstain: "Which versions the matrix should test is your choice; change the list or the project's range." };
  return {
    edits,
    title: `Stop testing on ${action.label} ${asked.map(({ spec }) => spec).join(", ")}`,
    explanation: `${claim.path} allows only ${claim.spec}, so the matrix tests what the project does not support. If it should, widen the range instead.`,
  };
}

function deleteCells({ document, job }: StepPlace, cells: readonly YamlScalar[]): Edit[] | null {
  const matrix = findValue(job?.strategy, "matrix");
  if (!matrix) return null;
  for (const node of walk(matrix)) {
    const list = asSeq(node);
    if (list && cells.every((cell) => list.items.includes(cell))) return deleteItems(document.file, list, cells);
  }
  return null;
}
