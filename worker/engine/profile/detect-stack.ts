import type { RepositoryModel } from "../model/repository.ts";
import { composeServices } from "./compose-services.ts";
import { containerOf, deploymentEvidence, deploymentOf } from "./deployment.ts";
import type { Detected, Detector } from "./detector.ts";
import { DETECTORS } from "./detectors.ts";
import type { Folder } from "./folder.ts";
import { listFolders } from "./list-folders.ts";
import { type Candidate, mergeComponents } from "./merge-components.ts";
import type {
  Component,
  Confidence,
  Ecosystem,
  ProfileEvidence,
  ProfileNote,
  Service,
  StackProfile,
} from "./stack-profile.ts";

/** More are listed by nobody; a workspace of hundreds of packages is one component. */
const MAX_COMPONENTS = 50;
const CONFIDENCES: readonly Confidence[] = ["low", "medium", "high"];

/** What a repository is made of. Never throws, whatever its manifests hold. */
export function detectStack(repository: RepositoryModel): StackProfile {
  const notes: ProfileNote[] = [];
  const candidates: Candidate[] = [];
  for (const folder of listFolders(repository)) {
    DETECTORS.forEach((detector, order) => {
      const detected = detector.owns(folder) ? detector.detect(folder) : null;
      if (detected === null) return;
      notes.push(...detected.notes);
      candidates.push(toCandidate(folder, { detector, detected, order }));
    });
  }
  const components = mergeComponents(candidates);
  if (components.length === 0) notes.push(noStack(repository));
  if (components.length > MAX_COMPONENTS) notes.push(tooMany(components.length));
  const profile = { components: components.slice(0, MAX_COMPONENTS), notes: distinct(notes) };
  return repository.has(".gitmodules") ? { ...profile, hasSubmodules: true } : profile;
}

/** Source files of ecosystems that may stand in one folder without one serving the other. */
const SOURCES: Readonly<Partial<Record<Ecosystem, RegExp>>> = {
  cpp: /\.(?:c|cc|cpp|cxx|h|hh|hpp|m|mm)$/,
  swift: /(?<!(?:^|\/)Package)\.swift$/,
  zig: /\.zig$/,
  rust: /\.rs$/,
  haskell: /\.hs$/,
  crystal: /\.cr$/,
  python: /\.pyi?$/,
  node: /\.[cm]?[jt]sx?$|\.(?:vue|svelte|astro)$/,
  deno: /\.[cm]?[jt]sx?$/,
};

interface Found {
  readonly detector: Detector;
  readonly detected: Detected;
  readonly order: number;
}

function toCandidate(folder: Folder, { detector, detected, order }: Found): Candidate {
  const container = containerOf(folder);
  const deploy = deploymentOf(folder);
  const compose = composeServices(folder);
  const evidence = [...detected.evidence, ...compose.evidence, ...deploymentEvidence(container, deploy)];
  const { members, isAssetStep, notes: _, ...facts } = detected;
  const component: Component = {
    path: folder.path,
    ecosystem: detector.ecosystem,
    ...facts,
    services: mergeServices(detected.services, compose.services),
    container,
    deploy,
    partOf: null,
    evidence,
    confidence: lowest(evidence),
  };
  const sources = folder.below.filter((name) => SOURCES[detector.ecosystem]?.test(name)).length;
  return { component, members: new Set(members), isAssetStep, order, size: folder.below.length, sources };
}

/** A compose file names the version that a driver among the dependencies does not. */
function mergeServices(drivers: readonly Service[], compose: readonly Service[]): Service[] {
  const named = drivers.map((service) => ({
    ...service,
    version: service.version ?? compose.find(({ name }) => name === service.name)?.version ?? null,
  }));
  return [...named, ...compose.filter(({ name }) => !drivers.some((service) => service.name === name))];
}

function lowest(evidence: readonly ProfileEvidence[]): Confidence {
  const counted = evidence.filter(({ about }) => /^(?:language|package_manager|test)$/.test(about));
  const places = counted.map(({ confidence }) => CONFIDENCES.indexOf(confidence));
  return CONFIDENCES[Math.min(2, ...places)] ?? "high";
}

function noStack({ snapshot }: RepositoryModel): ProfileNote {
  const detail =
    snapshot.paths.length === 0
      ? "The repository holds no files yet, so there is nothing to build a pipeline for; push the first files and try again."
      : "No manifest of a known ecosystem was found (package.json, pyproject.toml, go.mod, pom.xml, Cargo.toml and their like), so no commands are known; add one, or write the pipeline from a template.";
  return { code: "no_stack", path: null, detail };
}

function tooMany(count: number): ProfileNote {
  const detail = `The repository has ${count} components; the ${MAX_COMPONENTS} that matter most are listed. Name a folder to look at the others.`;
  return { code: "too_many_components", path: null, detail };
}

function distinct(notes: readonly ProfileNote[]): ProfileNote[] {
  return notes.filter((note, index) => notes.findIndex(({ detail }) => detail === note.detail) === index);
}
