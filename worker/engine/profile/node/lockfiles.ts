import type { Folder } from "../folder.ts";

export type ManagerName = "npm" | "pnpm" | "yarn" | "bun";

export interface Lockfile {
  readonly name: string;
  readonly manager: ManagerName;
}

/** In the order in which they count when several stand in one folder. */
const LOCKFILES: readonly Lockfile[] = [
  { name: "pnpm-lock.yaml", manager: "pnpm" },
  { name: "bun.lock", manager: "bun" },
  { name: "bun.lockb", manager: "bun" },
  { name: "yarn.lock", manager: "yarn" },
  { name: "npm-shrinkwrap.json", manager: "npm" },
  { name: "package-lock.json", manager: "npm" },
];

/** The lockfiles in a folder, the one that counts most first. Rush keeps pnpm's in its own folder. */
export function lockfilesIn(folder: Folder): readonly Lockfile[] {
  const found = LOCKFILES.filter(({ name }) => folder.has(name));
  const rush: Lockfile = { name: "common/config/rush/pnpm-lock.yaml", manager: "pnpm" };
  return folder.has("rush.json") && folder.has(rush.name) ? [rush, ...found] : found;
}

/** Majors of pnpm that write these versions of the lockfile and no others. Source: pnpm/spec, lockfile; 9.0 is written by 9, 10 and 11 alike. */
const PNPM_MAJORS: Readonly<Record<string, string>> = {
  "5.1": "5",
  "5.2": "5",
  "5.3": "6",
  "5.4": "7",
  "6.0": "8",
  "6.1": "8",
};

/** The only major of pnpm that writes such a lockfile; null when several do, or it was not read. */
export function pnpmMajor(lockfile: string): string | null {
  const version = /^lockfileVersion:\s*['"]?([\d.]+)/m.exec(lockfile.slice(0, 2000))?.[1];
  return version === undefined || !Object.hasOwn(PNPM_MAJORS, version) ? null : (PNPM_MAJORS[version] ?? null);
}

/** The major of Yarn that wrote a lockfile; null when it was not read, or says nothing known. Source: `LOCKFILE_VERSION` in Yarn's Project.ts. */
export function yarnMajor(lockfile: string): string | null {
  const head = lockfile.slice(0, 2000);
  if (/^# yarn lockfile v1/m.test(head)) return "1";
  const version = Number(/^__metadata:\s+version: ['"]?(\d+)/m.exec(head)?.[1]);
  if (Number.isNaN(version)) return null;
  if (version >= 8) return "4";
  return version >= 5 ? "3" : "2";
}
