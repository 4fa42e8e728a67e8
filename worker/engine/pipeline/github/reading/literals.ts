import { type Entry, entryText, type Job, type Workflow } from "../../../model/workflow.ts";

/** Replaces what GitHub would only look up in the file itself. */
export type Literals = (text: string) => string;

const VARIABLE = /\$\{\{\s*env\.([A-Za-z_]\w*)\s*\}\}/g;
/** A variable may be made of others; more than so many steps are a circle. */
const MOST_STEPS = 4;

/** Writes out `${{ env.NAME }}` of variables that the job or the workflow sets. */
export function literalsOf(workflow: Workflow, job: Job | null): Literals {
  const lists: readonly (readonly Entry[])[] = job === null ? [workflow.env] : [job.env, workflow.env];
  const writtenValue = (name: string) =>
    lists.map((entries) => entryText(entries, name)).find((value) => value !== null) ?? null;
  return (text) => {
    let resolved = text;
    for (let step = 0; step < MOST_STEPS && resolved.includes("${{"); step += 1)
      resolved = resolved.replace(VARIABLE, (whole, name: string) => writtenValue(name) ?? whole);
    return resolved;
  };
}
