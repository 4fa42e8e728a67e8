import { memo } from "../../../memo.ts";
import type { Workflow } from "../../../model/workflow.ts";

/** The name that a job's check has on a pull request; with a matrix or a called workflow more follows behind it. */
export interface CheckName {
  readonly name: string;
  readonly kind: "exact" | "matrix" | "call";
}

/** Checks of a workflow whose names are certain. */
export const checksOf = memo((workflow: Workflow): readonly CheckName[] =>
  workflow.jobs.flatMap((job): CheckName[] => {
    const name = job.name?.value ?? job.id;
    if (name.includes("${{")) return [];
    if (job.uses) return [{ name, kind: "call" }];
    return [{ name, kind: job.matrix && !job.name ? "matrix" : "exact" }];
  }),
);

export function matchesCheck({ name, kind }: CheckName, required: string): boolean {
  if (kind === "exact") return required === name;
  return required.startsWith(kind === "call" ? `${name} / ` : `${name} (`);
}
