import type { View } from "./view.ts";

/** The best common ancestor of two commits; null when their histories have nothing in common. */
export async function mergeBase(view: View, a: string, b: string): Promise<string | null> {
  const { code, stdout } = await view.git.run({ dir: view.dir, args: ["merge-base", a, b], okCodes: [0, 1] });
  return code === 0 ? stdout.toString("utf8").trim() : null;
}

/** True when `ancestor` can be reached from `commit`, itself included. */
export async function isAncestor(view: View, ancestor: string, commit: string): Promise<boolean> {
  const args = ["merge-base", "--is-ancestor", ancestor, commit];
  return (await view.git.run({ dir: view.dir, args, okCodes: [0, 1, 128] })).code === 0;
}

/** Commits only on `base` (behind) and only on `head` (ahead). */
export async function aheadBehind(view: View, base: string, head: string): Promise<{ ahead: number; behind: number }> {
  const args = ["rev-list", "--left-right", "--count", `${base}...${head}`, "--"];
  const [behind = 0, ahead = 0] = (await view.git.text({ dir: view.dir, args })).trim().split(/\s+/).map(Number);
  return { ahead, behind };
}
