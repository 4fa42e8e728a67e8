import { isSameScript } from "../scripts/commands.ts";
import type { Change } from "../structure/tree-diff.ts";

const MAX_MINUTES = 360;

/** Words for people: no expression, no markup, no line break. */
export function isPlainName({ after }: Change): boolean {
  return typeof after === "string" && /^[\w .,:()/+'-]{1,100}$/.test(after);
}

/** A time limit that comes, or gets shorter, in minutes. */
export function isShorterLimit({ before, after }: Change): boolean {
  if (typeof after !== "number" || !Number.isInteger(after) || after < 1 || after > MAX_MINUTES) return false;
  return before === undefined || (typeof before === "number" && after <= before);
}

/** A switch that let failures pass goes. */
export function isSwitchedOff({ after }: Change): boolean {
  return after === undefined || after === false;
}

export function isAdded({ before, after }: Change): boolean {
  return before === undefined && after !== undefined;
}

export function isSameRun({ before, after }: Change): boolean {
  return typeof before === "string" && typeof after === "string" && isSameScript(before, after);
}
