import type { Git } from "./run.ts";

const MINIMUM = [2, 38] as const;

/** Throws one clear sentence when git is missing or older than 2.38, which first had `merge-tree --write-tree`. */
export async function requireGit(git: Git): Promise<void> {
  const wanted = `${MINIMUM[0]}.${MINIMUM[1]}`;
  let found: string;
  try {
    found = await git.text({ args: ["version"] });
  } catch (error) {
    throw new Error(`git was not found. Install git ${wanted} or newer and start again.`, { cause: error });
  }
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(found)?.slice(1) ?? []).map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  throw new Error(`${found.trim()} is too old. Install git ${wanted} or newer and start again.`);
}
