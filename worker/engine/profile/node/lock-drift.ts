import { record, text, valueAt } from "../read-value.ts";
import type { ProfileNote } from "../stack-profile.ts";
import { overlaps, versionPrefix, versionRange } from "../version-set.ts";
import type { NodePackage } from "./node-package.ts";
import type { Manager } from "./package-manager.ts";

const MOST_NAMED = 3;

/** Says when the lockfile does not fit the manifest any more, so that a frozen installation fails; nothing where that cannot be told. */
export function lockDrift(node: NodePackage, manager: Manager): readonly ProfileNote[] {
  const { root, lockfile } = manager;
  if (lockfile === null || root.folder.path !== node.folder.path || root.isBroken) return [];
  const name = root.folder.path === "." ? lockfile : lockfile.slice(root.folder.path.length + 1);
  const stale = staleNames(root, manager, name);
  if (stale.length === 0) return [];
  const more = stale.length > MOST_NAMED ? ` and ${stale.length - MOST_NAMED} more` : "";
  const named = `${stale.slice(0, MOST_NAMED).join(", ")}${more}`;
  const detail = `${lockfile} does not fit ${root.folder.at(root.file)}: ${named}. A frozen installation fails; run \`${manager.name} install\` and commit the lockfile.`;
  return [{ code: "lockfile_out_of_date", path: lockfile, detail }];
}

function staleNames(root: NodePackage, manager: Manager, name: string): readonly string[] {
  if (manager.name === "npm") return staleInNpm(root, name);
  if (root.folder.has(".pnpmfile.cjs")) return [];
  const hasOverrides =
    ["resolutions", "overrides", "pnpm"].some((key) => key in root.manifest) ||
    root.folder.text("pnpm-workspace.yaml").includes("overrides:");
  if (hasOverrides) return [];
  if (manager.name === "pnpm") return staleInPnpm(root, name);
  return manager.name === "yarn" && !manager.isBerry ? staleInYarn(root, name) : [];
}

/** npm compares versions: an entry that is missing, or outside of what the manifest asks for. */
function staleInNpm({ folder, installed }: NodePackage, name: string): readonly string[] {
  const lock = folder.json(name);
  const packages = valueAt(lock, "packages");
  if (Object.keys(record(packages)).length === 0) return [];
  return [...installed].flatMap(([dependency, range]) => {
    const entry = record(packages)[`node_modules/${dependency}`];
    const allowed = /^[\^~<>=v\d\s.|x*-]+$/i.test(range) ? versionRange(range, "npm") : null;
    if (allowed === null) return [];
    const locked = versionPrefix(text(valueAt(entry, "version")) ?? "");
    if (entry === undefined) return [dependency];
    return locked !== null && !overlaps(allowed, locked) ? [dependency] : [];
  });
}

/** pnpm compares the ranges as they are written. */
function staleInPnpm({ folder, installed }: NodePackage, name: string): readonly string[] {
  const lock = folder.text(name);
  const start = /^importers:\s*$/m.exec(lock);
  const root = start ? /^ {2}(?:\.|'\.'):\s*$/m.exec(lock.slice(start.index)) : null;
  if (!start || !root) return [];
  const from = start.index + root.index + root[0].length;
  const end = lock.slice(from).search(/^(?: {2})?\S/m);
  const block = lock.slice(from, end === -1 ? undefined : from + end);
  const specifiers = new Map<string, string>();
  for (const [, key = "", value = ""] of block.matchAll(/^ {6}(\S.*):\n {8}specifier: (.*)$/gm))
    specifiers.set(bare(key), bare(value));
  return [...installed].flatMap(([dependency, range]) => (specifiers.get(dependency) === range ? [] : [dependency]));
}

function bare(value: string): string {
  return value.trim().replace(/^(['"])(.*)\1$/, "$2");
}

/** Yarn 1 looks for the range itself among the keys of its lockfile. */
function staleInYarn({ folder, installed, manifest }: NodePackage, name: string): readonly string[] {
  const lock = folder.text(name);
  if (!/^# yarn lockfile v1/m.test(lock) || "workspaces" in manifest) return [];
  const keys = new Set([...lock.matchAll(/^\S.*:$/gm)].flatMap(([line]) => line.slice(0, -1).split(", ").map(bare)));
  return [...installed].flatMap(([dependency, range]) =>
    /^[\^~\d]/.test(range) && !keys.has(`${dependency}@${range}`) ? [dependency] : [],
  );
}
