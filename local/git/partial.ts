import { foundArgs } from "./found.ts";
import type { Git } from "./run.ts";

const PARTIAL_KEYS = "^(extensions\\.partialclone|remote\\..*\\.(promisor|partialclonefilter))$";

/**
 * True when git would fetch missing objects from a remote by itself: the address and program for that come from the
 * repository's own configuration, so nothing that reads objects may run there.
 */
export async function isPartialClone(git: Git, dir: string): Promise<boolean> {
  const args = [...foundArgs({ dir }), "config", "--name-only", "--get-regexp", PARTIAL_KEYS];
  return (await git.run({ args, okCodes: [0, 1] })).code === 0;
}
