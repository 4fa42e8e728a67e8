import { isDockerfilePath } from "../../engine/model/docker/dockerfile.ts";
import { PLATFORMS } from "../../engine/pipeline/platforms.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { compareLines } from "../pulls/compare-lines.ts";

const ACTION = /(?:^|\/)action\.ya?ml$/;
const DEPENDABOT = /^\.github\/dependabot\.ya?ml$/;

/** Lines (1-based) of the pipeline files in `after` that `before` has not; a file that is only gone or moved whole is not in it. */
export function changedLines(before: Snapshot, after: Snapshot): ReadonlyMap<string, readonly number[]> {
  const old = new Map(before.files.map(({ path, text }) => [path, text]));
  const changed = after.files
    .filter(({ path, text }) => isPipelineFile(path) && old.get(path) !== text)
    .map(({ path, text }) => [path, [...compareLines(old.get(path) ?? "", text).added]] as const);
  return new Map(changed.filter(([, lines]) => lines.length > 0));
}

function isPipelineFile(path: string): boolean {
  const isConfiguration = Object.values(PLATFORMS).some(({ isPath }) => isPath(path));
  return isConfiguration || ACTION.test(path) || DEPENDABOT.test(path) || isDockerfilePath(path);
}
