import { mergeBase } from "../git/history.ts";
import type { View } from "../git/view.ts";
import type { PullRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";

/** The unified diff between two commits or trees given by SHA. */
export async function unifiedDiff({ git, dir }: View, before: string, after: string): Promise<string> {
  const options = ["-r", "-M", "-p", "--no-ext-diff", "--no-textconv", "--no-color", "--full-index"];
  return git.text({ dir, args: ["diff-tree", ...options, before, after] });
}

/** All changes of a pull request as one unified diff. */
export async function pullDiff({ view }: Repo, { base, head }: PullRecord): Promise<string> {
  return unifiedDiff(view, (await mergeBase(view, base.sha, head.sha)) ?? base.sha, head.sha);
}
