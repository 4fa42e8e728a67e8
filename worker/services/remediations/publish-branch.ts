import { badAnswer } from "../../adapters/github/errors.ts";
import { blobId } from "../../adapters/github/faithful-text.ts";
import type { CommitSpec, GithubPort, Pull, PullSpec, RepositoryName } from "../../adapters/github/port.ts";
import { AppError } from "../../errors.ts";
import type { PlanFile } from "./stored.ts";

/**
 * The steps from patched files to a pull request. Each finds before it creates, and after a failed creation looks again:
 * an answer that got lost, a second click and a concurrent one all lead to the same commit, branch and pull request.
 */

const BRANCH_TRIES = 5;

export type ModeOf = (path: string) => "100644" | "100755";

/** Blobs, tree and commit are named by their content, so repeating them changes nothing. */
export async function writeCommit(
  github: GithubPort,
  name: RepositoryName,
  change: Omit<CommitSpec, "tree"> & { files: readonly PlanFile[]; modeOf: ModeOf },
): Promise<string> {
  const { files, modeOf, ...spec } = change;
  const base = await github.treeOfCommit(name, spec.parent);
  const writes = [];
  for (const { path, text } of files) {
    const blob = await github.createBlob(name, text);
    if (blob !== (await blobId(text))) throw badAnswer(new Error("GitHub stored other bytes than we sent."));
    writes.push({ path, blob, mode: modeOf(path) });
  }
  return github.createCommit(name, { ...spec, tree: await github.createTree(name, base, writes) });
}

/** The branch that ends at `commit`: `branch`, or with `-2` and so on behind it when somebody else's stands there. */
export async function ensureBranch(
  github: GithubPort,
  name: RepositoryName,
  { branch, commit }: { branch: string; commit: string },
): Promise<string> {
  for (let attempt = 1; attempt <= BRANCH_TRIES; attempt += 1) {
    const candidate = attempt === 1 ? branch : `${branch}-${attempt}`;
    if (await isBranchAt(github, name, { branch: candidate, commit })) return candidate;
  }
  throw new AppError(
    "conflict",
    `The branch ${branch} and its alternatives exist. Delete them on GitHub and try again.`,
    {
      problemCode: "branch_taken",
    },
  );
}

/** False when the branch is there and ends elsewhere. */
async function isBranchAt(
  github: GithubPort,
  name: RepositoryName,
  { branch, commit }: { branch: string; commit: string },
): Promise<boolean> {
  const known = await github.branchSha(name, branch);
  if (known !== null) return known === commit;
  try {
    await github.createBranch(name, branch, commit);
    return true;
  } catch (error) {
    const made = await github.branchSha(name, branch);
    if (made === null) throw error;
    return made === commit;
  }
}

/** The pull request of a branch; the one that is there already when there is one. */
export async function ensurePull(github: GithubPort, name: RepositoryName, spec: PullSpec): Promise<Pull> {
  const known = await github.pullByHead(name, spec.head);
  if (known) return known;
  try {
    return await github.createPull(name, spec);
  } catch (error) {
    const made = await github.pullByHead(name, spec.head);
    if (made) return made;
    throw error;
  }
}
