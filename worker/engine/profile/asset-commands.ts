import type { Folder } from "./folder.ts";

/** How the pages' assets beside a backend are installed and built, by the lockfile of their package manager. */
interface AssetCommands {
  readonly install: string;
  readonly build: string;
  /** Relative to the folder. */
  readonly lockfile: string;
}

/** Frozen installs of each package manager: the documentation of `npm ci`, pnpm, Yarn and Bun. */
const MANAGERS: readonly (readonly [lockfile: string, install: string, run: string])[] = [
  ["pnpm-lock.yaml", "pnpm install --frozen-lockfile", "pnpm run"],
  ["bun.lock", "bun install --frozen-lockfile", "bun run"],
  ["bun.lockb", "bun install --frozen-lockfile", "bun run"],
  ["yarn.lock", "yarn install --frozen-lockfile", "yarn run"],
  ["package-lock.json", "npm ci", "npm run"],
];

/** Null where there is no `package.json` with a lockfile, without which nothing is certain about them. */
export function assetCommands(folder: Folder): AssetCommands | null {
  const found = MANAGERS.find(([lockfile]) => folder.has(lockfile));
  if (!found || !folder.has("package.json")) return null;
  const [lockfile, install, run] = found;
  const isBerry = lockfile === "yarn.lock" && folder.has(".yarnrc.yml");
  return { install: isBerry ? "yarn install --immutable" : install, build: `${run} build`, lockfile };
}
