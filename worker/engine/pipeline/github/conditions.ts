import type { JobWhen, Pipeline } from "../pipeline.ts";
import { quoted } from "./step.ts";

/** When a job runs, as an expression without its marks; null for always. */
export function whenCondition(when: JobWhen, { defaultBranch, triggers }: Pipeline): string | null {
  if (when === "always") return null;
  if (when === "pull_request") return "github.event_name == 'pull_request'";
  if (when === "tag") return "startsWith(github.ref, 'refs/tags/')";
  const onBranch = `github.ref == ${quoted(`refs/heads/${defaultBranch}`)}`;
  // Scheduled runs are of the default branch too, and no change of anything.
  return triggers.schedule.length > 0 ? `${onBranch} && github.event_name != 'schedule'` : onBranch;
}

/** True for pushes to the default branch and of tags, whatever else starts the pipeline. */
export function publishCondition({ defaultBranch, triggers }: Pipeline): string {
  if (triggers.push.every((branch) => branch === defaultBranch)) return "github.event_name == 'push'";
  const onBranch = `github.ref == ${quoted(`refs/heads/${defaultBranch}`)}`;
  return `github.event_name == 'push' && (${onBranch} || startsWith(github.ref, 'refs/tags/'))`;
}

/** True for a condition that this platform wrote: it speaks of its contexts or status functions, and of no other's variables. */
export function isOwnCondition(condition: string): boolean {
  const own = /\b(?:github|matrix|runner|steps|env|needs|vars|inputs|job)\.|\b(?:success|failure|always|cancelled)\(\)/;
  return own.test(condition) && !/(?:^|[^$])\$(?!\{\{)|<</.test(condition);
}

/** All of the conditions; null for none. */
export function allOf(conditions: readonly (string | null)[]): string | null {
  const given = conditions.filter((condition) => condition !== null);
  if (given.length <= 1) return given[0] ?? null;
  return given.map((condition) => (condition.includes("||") ? `(${condition})` : condition)).join(" && ");
}
