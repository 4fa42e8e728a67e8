import type { Folder } from "../folder.ts";
import { text, valueAt } from "../read-value.ts";
import type { Confidence, ProfileEvidence } from "../stack-profile.ts";
import { findBelow } from "./hidden-paths.ts";
import { type ManagerName, pnpmMajor, yarnMajor } from "./lockfiles.ts";
import { keyPattern, type NodePackage } from "./node-package.ts";
import { nearestPin } from "./pinned-tool.ts";

interface ManagerVersion {
  /** Exact, or a major; null when nothing names one. */
  readonly version: string | null;
  readonly isBerry: boolean;
  /** Where the version comes from, unless it is where the name comes from. */
  readonly evidence: ProfileEvidence | null;
}

interface Place {
  readonly version: string;
  readonly folder: Folder;
  readonly file: string;
  readonly needle: string | RegExp | null;
  readonly confidence: Confidence;
}

/** The version of the manager that the root of a workspace uses. */
export function managerVersion(
  root: NodePackage,
  claim: { readonly name: ManagerName; readonly version: string | null },
): ManagerVersion {
  const declared = claim.version === null ? null : versionLine(claim.version);
  if (declared !== null) return { version: declared, isBerry: isBerry(claim.name, declared), evidence: null };
  const place = PLACES.map((read) => read(root, claim.name)).find((found) => found !== null) ?? null;
  if (place === null) return { version: null, isBerry: false, evidence: null };
  const { version, folder, file, needle, confidence } = place;
  const value = `${claim.name} ${version}`;
  const evidence = folder.evidence({ about: "package_manager", value, confidence }, file, needle ?? undefined);
  return { version, isBerry: isBerry(claim.name, version), evidence };
}

function isBerry(name: ManagerName, version: string): boolean {
  return name === "yarn" && !/^[01](?:\.|$)/.test(version);
}

/** What a version or range says to install: `9.12.0` itself, 9 of `^9.1`, `9.x` and `>=9 <10`; null where several majors fit. */
function versionLine(written: string): string | null {
  const exact = /^[v=]*(\d+(?:\.\d+)*(?:-[\w.]+)?)$/.exec(written.trim())?.[1];
  if (exact !== undefined) return exact;
  const major = /^[\^~]?\s*(\d+)(?:\.[\dxX*]+)*$/.exec(written.trim())?.[1];
  if (major !== undefined) return major;
  const [, low, high] = /^>=\s*(\d+)(?:\.\d+)*\s+<\s*(\d+)(?:\.0)*(?:-0)?$/.exec(written.trim()) ?? [];
  return low !== undefined && Number(low) + 1 === Number(high) ? low : null;
}

type Reader = (root: NodePackage, name: ManagerName) => Place | null;

const PLACES: readonly Reader[] = [
  yarnRelease,
  bunFile,
  voltaVersion,
  toolPin,
  engineVersion,
  lockVersion,
  yarnByFiles,
];

function yarnRelease({ folder }: NodePackage, name: ManagerName): Place | null {
  if (name !== "yarn") return null;
  const setting = /^(?:yarnPath:|yarn-path)\s*["']?\S*yarn-(\d+\.\d+\.\d+\S*?)\.c?js/m;
  for (const file of [".yarnrc.yml", ".yarnrc"]) {
    const version = setting.exec(folder.text(file))?.[1];
    if (version !== undefined) return { version, folder, file, needle: version, confidence: "high" };
  }
  const release = findBelow(folder, /^\.yarn\/releases\/yarn-(\d+\.\d+\.\d+\S*)\.c?js$/);
  const [file, version] = release ?? [];
  return file === undefined || version === undefined
    ? null
    : { version, folder, file, needle: null, confidence: "high" };
}

function bunFile({ folder }: NodePackage, name: ManagerName): Place | null {
  const version = name === "bun" ? /^v?(\d[\w.-]*)/.exec(folder.text(".bun-version").trim())?.[1] : undefined;
  return version === undefined ? null : { version, folder, file: ".bun-version", needle: version, confidence: "high" };
}

function voltaVersion({ folder, manifest, file }: NodePackage, name: ManagerName): Place | null {
  const version = versionLine(text(valueAt(manifest, "volta", name)) ?? "");
  return version === null ? null : { version, folder, file, needle: keyPattern("volta"), confidence: "high" };
}

function toolPin({ folder }: NodePackage, name: ManagerName): Place | null {
  const pin = nearestPin(folder, name);
  return pin && { ...pin, confidence: "high" };
}

function engineVersion({ folder, manifest, file }: NodePackage, name: ManagerName): Place | null {
  const version = versionLine(text(valueAt(manifest, "engines", name)) ?? "");
  return version === null ? null : { version, folder, file, needle: keyPattern("engines"), confidence: "medium" };
}

function lockVersion({ folder }: NodePackage, name: ManagerName): Place | null {
  if (name !== "pnpm" && name !== "yarn") return null;
  const file = name === "pnpm" ? "pnpm-lock.yaml" : "yarn.lock";
  const version = name === "pnpm" ? pnpmMajor(folder.text(file)) : yarnMajor(folder.text(file));
  const needle = name === "pnpm" ? "lockfileVersion" : /^(?:# yarn lockfile|__metadata:)/m;
  return version === null ? null : { version, folder, file, needle, confidence: "high" };
}

/** When the lockfile was not read: `.yarnrc.yml` and Plug'n'Play are of Yarn 2 and later, whose newest is 4; Yarn 1 has neither. */
function yarnByFiles({ folder }: NodePackage, name: ManagerName): Place | null {
  if (name !== "yarn") return null;
  const file = folder.first(".yarnrc.yml", ".pnp.cjs", ".pnp.loader.mjs");
  if (file !== null) return { version: "4", folder, file, needle: null, confidence: "low" };
  const lock = folder.first("yarn.lock");
  return lock === null ? null : { version: "1", folder, file: lock, needle: null, confidence: "medium" };
}
