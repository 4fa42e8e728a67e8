import type { Folder } from "../folder.ts";
import { record, text, valueAt } from "../read-value.ts";
import type { Confidence, PackageManager, ProfileEvidence } from "../stack-profile.ts";
import { type Lockfile, lockfilesIn, type ManagerName } from "./lockfiles.ts";
import { managerVersion } from "./manager-version.ts";
import { keyPattern, manifestOf, type NodePackage, readPackage } from "./node-package.ts";
import { workspaceRootOf } from "./workspaces.ts";

/** Who installs a package, and how that is known. */
export interface Manager extends PackageManager {
  readonly name: ManagerName;
  /** Yarn 2 and later: other flags, other files. */
  readonly isBerry: boolean;
  /** Where the lockfile lives: the package's own folder, or the root of its workspace. */
  readonly root: NodePackage;
  /** Every lockfile there. */
  readonly lockfiles: readonly Lockfile[];
  readonly evidence: readonly ProfileEvidence[];
}

/** What names a manager. */
interface Claim {
  readonly name: ManagerName;
  readonly version: string | null;
  readonly file: string;
  readonly needle: string | RegExp | null;
  readonly confidence: Confidence;
}

const NAMES: ReadonlySet<string> = new Set(["npm", "pnpm", "yarn", "bun"]);

/** The manager of a package: `packageManager`, `devEngines`, lockfile, hints of other files, npm. Packages of a workspace have that of its root. */
export function readManager(own: NodePackage): Manager {
  const root = lockRootOf(own);
  const { folder } = root;
  const lockfiles = lockfilesIn(folder);
  const claim = claimOf(root, lockfiles);
  const { version, isBerry, evidence } = managerVersion(root, claim);
  const lockfile = lockfiles.find(({ manager }) => manager === claim.name)?.name ?? null;
  const value = version === null ? claim.name : `${claim.name} ${version}`;
  const first = folder.evidence(
    { about: "package_manager", value, confidence: claim.confidence },
    claim.file,
    claim.needle ?? undefined,
  );
  return {
    name: claim.name,
    version,
    lockfile: lockfile === null ? null : folder.at(lockfile),
    isBerry,
    root,
    lockfiles,
    evidence: evidence === null ? [first] : [first, evidence],
  };
}

/** A package of a workspace without a lockfile of its own is installed at the workspace's root. */
function lockRootOf(own: NodePackage): NodePackage {
  if (lockfilesIn(own.folder).length > 0) return own;
  const root = workspaceRootOf(own.folder);
  return (root && readPackage(root)) ?? (root && rushRoot(root)) ?? own;
}

/** Rush needs no manifest at its root. */
function rushRoot(folder: Folder): NodePackage {
  const none: ReadonlyMap<string, string> = new Map();
  return { folder, file: "rush.json", manifest: {}, isBroken: false, scripts: none, production: none, installed: none };
}

function claimOf(root: NodePackage, lockfiles: readonly Lockfile[]): Claim {
  const [lockfile] = lockfiles;
  return (
    declaredClaim(root) ??
    rushClaim(root.folder) ??
    (lockfile
      ? { name: lockfile.manager, version: null, file: lockfile.name, needle: null, confidence: "high" }
      : hintedClaim(root))
  );
}

function declaredClaim(root: NodePackage): Claim | null {
  const { manifest, file } = root;
  const [, name = "", version] = /^([a-z]+)(?:@([^+\s]+))?/.exec(text(manifest.packageManager) ?? "") ?? [];
  const needle = keyPattern("packageManager");
  if (isManager(name)) return { name, version: version ?? null, file, needle, confidence: "high" };
  const engines = valueAt(manifest, "devEngines", "packageManager");
  const named = (Array.isArray(engines) ? engines : [engines]).map(record).find((each) => isManager(each.name));
  if (!named || !isManager(named.name)) return null;
  return { name: named.name, version: text(named.version), file, needle: keyPattern("devEngines"), confidence: "high" };
}

function isManager(name: unknown): name is ManagerName {
  return typeof name === "string" && NAMES.has(name);
}

function rushClaim(folder: Folder): Claim | null {
  const rush = folder.json("rush.json");
  for (const name of ["pnpm", "npm", "yarn"] as const) {
    const version = text(valueAt(rush, `${name}Version`));
    if (version) return { name, version, file: "rush.json", needle: `"${name}Version"`, confidence: "high" };
  }
  return null;
}

/** Without a lockfile and a statement, files and fields that only one manager has; else npm, which comes with Node. */
function hintedClaim(root: NodePackage): Claim {
  const { folder, manifest, scripts, installed, file } = root;
  const byFile = HINTS.find(([name]) => folder.has(name));
  if (byFile) return { name: byFile[1], version: null, file: byFile[0], needle: null, confidence: "medium" };
  for (const field of ["engines", "volta"]) {
    const name = ["pnpm", "bun", "yarn"].find((each) => text(valueAt(manifest, field, each)) !== null);
    if (isManager(name)) return { name, version: null, file, needle: keyPattern(field), confidence: "medium" };
  }
  const only = /\bonly-allow\s+(npm|pnpm|yarn|bun)\b/.exec([...scripts.values()].join("\n"));
  if (only && isManager(only[1]))
    return { name: only[1], version: null, file, needle: "only-allow", confidence: "high" };
  const run = scriptRunner([...scripts.values()]);
  if (run) return { name: run, version: null, file, needle: `${run} `, confidence: "medium" };
  const bunTypes = ["@types/bun", "bun-types"].find((name) => installed.has(name));
  if (bunTypes) return { name: "bun", version: null, file, needle: bunTypes, confidence: "medium" };
  return { name: "npm", version: null, file: manifestOf(folder) ?? file, needle: null, confidence: "medium" };
}

const HINTS: readonly (readonly [string, ManagerName])[] = [
  ["pnpm-workspace.yaml", "pnpm"],
  [".pnpmfile.cjs", "pnpm"],
  ["bunfig.toml", "bun"],
  [".yarnrc.yml", "yarn"],
  [".yarnrc", "yarn"],
];

/** The one manager that scripts call each other with; null when they use several, or npm. */
function scriptRunner(bodies: readonly string[]): ManagerName | null {
  const called = bodies.flatMap((body) =>
    [...body.matchAll(/(?:^|[\s&;|"'])(npm|pnpm|yarn|bun)\s+[a-z-]/g)].map(([, name]) => name),
  );
  const names = [...new Set(called)];
  return names.length === 1 && isManager(names[0]) && names[0] !== "npm" ? names[0] : null;
}
