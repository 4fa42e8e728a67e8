import { findBelow } from "../hidden-paths.ts";
import type { Manager } from "../package-manager.ts";

/** How a package manager is called. */
export interface Runner {
  /** With the lockfile as it is; without one, whatever the ranges allow today. */
  readonly install: string;
  /** A script of the manifest. */
  readonly script: (name: string, args?: string) => string;
  /** A program that the dependencies bring. */
  readonly exec: (command: string) => string;
}

/** The commands of a package manager, by its own documentation. */
export function runnerOf(manager: Manager): Runner {
  const install = installOf(manager);
  switch (manager.name) {
    case "pnpm":
      return {
        install,
        script: (name, args) => join(short("pnpm", name), args),
        exec: (command) => `pnpm exec ${command}`,
      };
    case "yarn":
      return {
        install,
        script: (name, args) => join(short("yarn", name), args),
        exec: (command) => `yarn run ${command}`,
      };
    case "bun":
      return { install, script: (name, args) => join(`bun run ${name}`, args), exec: (command) => `bunx ${command}` };
    case "npm":
      return {
        install,
        script: (name, args) => join(short("npm", name), args === undefined ? undefined : `-- ${args}`),
        exec: (command) => `npx ${command}`,
      };
  }
}

function join(command: string, args: string | undefined): string {
  return args === undefined ? command : `${command} ${args}`;
}

/** `test` and `start` are commands of their own; other names could be commands of the manager, so `run` stands before them. */
function short(manager: string, name: string): string {
  return name === "test" || name === "start" ? `${manager} ${name}` : `${manager} run ${name}`;
}

const RUSH = "common/scripts/install-run-rush.js";

function installOf(manager: Manager): string {
  const { folder } = manager.root;
  if (folder.has("rush.json") && folder.has(RUSH)) return `node ${RUSH} install`;
  const isLocked = manager.lockfile !== null;
  switch (manager.name) {
    case "npm":
      return isLocked ? "npm ci" : "npm install";
    case "pnpm":
      return isLocked ? "pnpm install --frozen-lockfile" : "pnpm install --no-frozen-lockfile";
    case "bun":
      return isLocked ? "bun install --frozen-lockfile" : "bun install";
    case "yarn":
      return yarnInstall(manager, isLocked);
  }
}

/** Yarn 2 and later refuse to write a lockfile on CI unless they are told to. */
function yarnInstall({ isBerry, root }: Manager, isLocked: boolean): string {
  if (!isBerry) return isLocked ? "yarn install --frozen-lockfile" : "yarn install";
  if (!isLocked) return "yarn install --no-immutable";
  const hasCache = findBelow(root.folder, /^\.yarn\/cache\/.+\.zip$/) !== null;
  return hasCache ? "yarn install --immutable --immutable-cache --check-cache" : "yarn install --immutable";
}

/** What a script runs, called without the script: variables before it stay in front, `npx` and its like go, Node needs no runner. */
export function execBody(runner: Runner, body: string): string {
  const [, variables = "", command = ""] = /^((?:[A-Za-z_]\w*=[^\s"']*\s+)*)([\s\S]*)$/.exec(withoutRunner(body)) ?? [];
  const bare = withoutRunner(command);
  return `${variables}${/^(?:node|bun|deno)\s/.test(bare) ? bare : runner.exec(bare)}`;
}

/** `npx eslint .` as `eslint .`. */
export function withoutRunner(body: string): string {
  return body.trim().replace(/^(?:npx|bunx|yarn(?: run)?|pnpm(?: exec)?)\s+/, "");
}
