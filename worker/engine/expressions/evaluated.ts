import type { ExpressionAt } from "./expression-places.ts";

/** True where GitHub reads the text as an expression: not in descriptions and names of actions, in `on`, or in a workflow's own name. */
export function isEvaluated({ document, way }: Pick<ExpressionAt, "document" | "way">): boolean {
  const [top] = way;
  if (top === "outputs") return document.kind === "action" && way.at(-1) === "value";
  if (document.kind === "action") return top === "runs";
  return top !== "on" && top !== "name";
}

/** Where an expression stands in the structure: job, step and key, without a line. */
export function anchorOf({ job, step, way }: Pick<ExpressionAt, "job" | "step" | "way">): string {
  const stepAt = way.indexOf("steps");
  const keys = step && stepAt !== -1 ? way.slice(stepAt + 2) : way.slice(job ? 2 : 0);
  return [job && `jobs.${job.id}`, step?.identity, ...keys].filter(Boolean).join(".");
}
