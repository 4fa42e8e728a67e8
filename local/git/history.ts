import type { View } from "./view.ts";

const ANSWER_WEIGHT = 200;
const weigh = () => ANSWER_WEIGHT;

/** The best common ancestor of two commits; null when their histories have nothing in common. */
export async function mergeBase(view: View, a: string, b: string): Promise<string | null> {
  const { code, stdout } = await view.git.run({ dir: view.dir, args: ["merge-base", a, b], okCodes: [0, 1] });
  return code === 0 ? stdout.toString("utf8").trim() : null;
}

/** True when `ancestor` can be reached from `commit`, itself included; both by their full SHAs. False where one is not there. */
export async function isAncestor(view: View, ancestor: string, commit: string): Promise<boolean> {
  const args = ["merge-base", "--is-ancestor", ancestor, commit];
  const ask = async () => {
    const { code } = await view.git.run({ dir: view.dir, args, okCodes: [0, 1, 128] });
    if (code === 128) throw new MissingCommit();
    return code === 0;
  };
  try {
    return await view.cache.through(`ancestor:${ancestor} ${commit}`, weigh, ask);
  } catch (error) {
    if (error instanceof MissingCommit) return false;
    throw error;
  }
}

/** A commit that is not there may come later: no answer to keep. */
class MissingCommit extends Error {}

/** Commits only on `base` (behind) and only on `head` (ahead). */
export async function aheadBehind(view: View, base: string, head: string): Promise<{ ahead: number; behind: number }> {
  const args = ["rev-list", "--left-right", "--count", `${base}...${head}`, "--"];
  const [behind = 0, ahead = 0] = (await view.git.text({ dir: view.dir, args })).trim().split(/\s+/).map(Number);
  return { ahead, behind };
}
