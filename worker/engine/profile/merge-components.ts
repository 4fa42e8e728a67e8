import { depthOf } from "./list-folders.ts";
import type { Component } from "./stack-profile.ts";

/** A component as its detector left it, with what decides its place among the others. */
export interface Candidate {
  readonly component: Component;
  /** Folders that its workspace installs and checks. */
  readonly members: ReadonlySet<string>;
  readonly isAssetStep: boolean;
  /** Place of the detector in its list. */
  readonly order: number;
  /** Number of files below. */
  readonly size: number;
  /** Number of source files of its ecosystem below. */
  readonly sources: number;
}

/** Nested manifests of these build systems belong to the folder above: `add_subdirectory`, modules. */
const NESTS: ReadonlySet<string> = new Set(["cpp", "terraform", "dotnet"]);

/** The components of a repository, the main one first: parts of another are folded into it, applications among them kept and marked. */
export function mergeComponents(candidates: readonly Candidate[]): Component[] {
  const standing = candidates.filter((candidate) => !isStep(candidate, candidates));
  const owners = new Map(standing.map((candidate) => [candidate, ownerOf(candidate, standing)]));
  const kept = standing.filter((candidate) => !owners.get(candidate) || isApplication(candidate.component));
  return kept.sort(byRank).map((candidate) => {
    const owner = owners.get(candidate);
    const parts = standing.filter((other) => owners.get(other) === candidate);
    return owner ? asPart(candidate.component, owner.component) : withParts(candidate.component, parts);
  });
}

/** A manifest that builds assets for a backend, and a page beside what serves it. */
function isStep(candidate: Candidate, all: readonly Candidate[]): boolean {
  const { component, isAssetStep } = candidate;
  const others = all.filter((other) => other !== candidate && !other.isAssetStep);
  if (component.ecosystem === "static" && component.frameworks.length === 0) return others.length > 0;
  return isAssetStep && others.some((other) => contains(other.component.path, component.path));
}

function contains(folder: string, path: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}

/** The outermost component that this one is a part of. */
function ownerOf({ component }: Candidate, all: readonly Candidate[]): Candidate | undefined {
  return all.find((other) => {
    if (other.component.ecosystem !== component.ecosystem || other.component.path === component.path) return false;
    const isNested = NESTS.has(component.ecosystem) && contains(other.component.path, component.path);
    return isNested || other.members.has(component.path);
  });
}

/** Something that runs on its own, rather than a library beside it. */
function isApplication({ frameworks, commands, container, deploy }: Component): boolean {
  return frameworks.length > 0 || commands.start !== null || container !== null || deploy !== null;
}

function asPart(component: Component, owner: Component): Component {
  const { packageManager } = component;
  const isOwnLock = packageManager !== null && packageManager.lockfile !== null;
  return {
    ...component,
    partOf: owner.path,
    packageManager: isOwnLock ? packageManager : owner.packageManager,
    runtimes: component.runtimes.length > 0 ? component.runtimes : owner.runtimes,
  };
}

/** What a workspace root alone does not say, its parts do. */
function withParts(component: Component, parts: readonly Candidate[]): Component {
  if (parts.length === 0) return component;
  const all = parts.map((part) => part.component);
  return {
    ...component,
    languages: unique([...component.languages, ...all.flatMap(({ languages }) => languages)]),
    frameworks: unique([...component.frameworks, ...all.flatMap(({ frameworks }) => frameworks)]),
    services: [...component.services, ...all.flatMap(({ services }) => services)].filter(
      (service, index, list) => list.findIndex(({ name }) => name === service.name) === index,
    ),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** The root first; then what has a lockfile, tests, an image, and is larger. In one folder backends stand before what builds their pages. */
function byRank(a: Candidate, b: Candidate): number {
  const [first, second] = [a.component, b.component];
  if (first.path === second.path) return weight(b) - weight(a) || bySources(a, b) || a.order - b.order;
  const root = Number(second.path === ".") - Number(first.path === ".");
  const scores = scoreOf(second) - scoreOf(first);
  const depth = depthOf(first.path) - depthOf(second.path);
  return root || scores || depth || b.size - a.size || (first.path < second.path ? -1 : 1);
}

/** Ecosystems of which one is often only a wrapper of another: a `Package.swift` of a library in C, a `requirements.txt` of its documentation. */
const WRAPPERS: ReadonlySet<string> = new Set(["cpp", "swift", "zig", "rust", "haskell", "crystal", "node", "deno"]);
const CLEARLY_MORE = 4;

/** The one that most of the sources are of; 0 where it is not clear, or where the order of ecosystems knows better. */
function bySources(a: Candidate, b: Candidate): number {
  const mayWrap = ({ component }: Candidate) =>
    WRAPPERS.has(component.ecosystem) || (component.ecosystem === "python" && component.frameworks.length === 0);
  if (!mayWrap(a) || !mayWrap(b)) return 0;
  if (a.sources >= b.sources * CLEARLY_MORE && a.sources > b.sources) return -1;
  return b.sources >= a.sources * CLEARLY_MORE && b.sources > a.sources ? 1 : 0;
}

/** A manifest that nothing can be run of is not what the folder is about. */
function weight({ component }: Candidate): number {
  const { install, test, build } = component.commands;
  return component.confidence === "low" || (install === null && test === null && build === null) ? 0 : 1;
}

function scoreOf({ packageManager, commands, container, deploy, partOf }: Component): number {
  const isLocked = packageManager !== null && packageManager.lockfile !== null;
  return (
    Number(partOf === null) * 16 +
    Number(isLocked) * 8 +
    Number(commands.test !== null) * 4 +
    Number(container !== null || deploy !== null) * 2
  );
}
