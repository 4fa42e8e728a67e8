import type { Platform } from "../../pipeline/pipeline.ts";
import type { Component } from "../../profile/stack-profile.ts";
import { isWithin } from "./component-paths.ts";

/** The pipeline's own files: a change of them concerns every job. */
const OWN_FILES: Readonly<Record<Platform, string>> = {
  github: ".github/workflows/**",
  gitlab: ".gitlab-ci.yml",
  circleci: ".circleci/**",
};

/**
 * Globs outside of which a change cannot touch a component; null where that is not certain: it is in the root, another one lies in
 * its folder, another one of the same ecosystem may depend on it or the other way round, or its own files lie elsewhere.
 */
export function pathFilter(
  component: Component,
  all: readonly Component[],
  platform: Platform,
): readonly string[] | null {
  const { path, ecosystem } = component;
  const others = all.filter((other) => other !== component);
  const isAlone =
    others.length > 0 && others.every((other) => other.ecosystem !== ecosystem && isApart(other, component));
  if (
    path === "." ||
    !isAlone ||
    !/^[\w@./-]+$/.test(path) ||
    !filesOf(component).every((file) => isWithin(path, file))
  ) {
    return null;
  }
  return [`${path}/**`, OWN_FILES[platform]];
}

/** A component of the root may read anything, so it does not count as one that lies around the others. */
function isApart(other: Component, { path }: Component): boolean {
  return other.path === "." || (!isWithin(path, other.path) && !isWithin(other.path, path));
}

function filesOf({ packageManager, runtimes, container, evidence, commands }: Component): readonly string[] {
  const climbs = Object.values(commands).some((line) => line !== null && /(?:^|[\s="'])\.\.(?:\/|\s|$)/.test(line));
  return [
    ...(climbs ? [".."] : []),
    ...(packageManager?.lockfile ? [packageManager.lockfile] : []),
    ...runtimes.map(({ file }) => file),
    ...(container ? [container.dockerfile, container.context] : []),
    ...evidence.map((each) => each.path),
  ];
}
