import type { LocalContext } from "../context.ts";
import type { Commit, Signature } from "../git/commits.ts";
import { diffTrees, EMPTY_TREE, type FileDiff } from "../git/diff.ts";
import { fullName, type Repo } from "../repositories.ts";
import { escapePath, urlsOf } from "./repository-urls.ts";
import { nodeId, simpleUser } from "./user-json.ts";

const UNSIGNED = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };
const MAX_FILES = 300;

function accountOf(local: LocalContext, { email }: Signature) {
  const user = local.state.users.find((candidate) => candidate.type === "User" && candidate.email === email);
  return user ? simpleUser(local, user) : null;
}

/** GitHub's `git-commit`: the bare object. */
export function gitCommitJson(local: LocalContext, repo: Repo, commit: Commit) {
  const { api, web } = urlsOf(local.urls, fullName(repo));
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${web}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { url: `${api}/git/trees/${commit.tree}`, sha: commit.tree },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      url: `${api}/git/commits/${sha}`,
      sha,
      html_url: `${web}/commit/${sha}`,
    })),
    verification: UNSIGNED,
  };
}

/** GitHub's `commit`, as in lists: with accounts, without files. */
export function commitJson(local: LocalContext, repo: Repo, commit: Commit) {
  const { api, web } = urlsOf(local.urls, fullName(repo));
  const { author, committer, message, tree, verification } = gitCommitJson(local, repo, commit);
  const url = `${api}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", commit.sha),
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author,
      committer,
      message,
      tree,
      comment_count: 0,
      verification,
    },
    url,
    html_url: `${web}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    author: accountOf(local, commit.author),
    committer: accountOf(local, commit.committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${web}/commit/${sha}` })),
  };
}

/** GitHub's `diff-entry` for one file, with addresses at the commit `sha`. */
export function fileJson(local: LocalContext, repo: Repo, { file, sha }: { file: FileDiff; sha: string }) {
  const { api, web } = urlsOf(local.urls, fullName(repo));
  const path = escapePath(file.path);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${web}/blob/${sha}/${path}`,
    raw_url: `${web}/raw/${sha}/${path}`,
    contents_url: `${api}/contents/${path}?ref=${sha}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}

/** `commit` with its statistics and at most 300 files, compared with its first parent. */
export async function fullCommitJson(local: LocalContext, repo: Repo, commit: Commit) {
  const files = await diffTrees(repo.view, commit.parents[0] ?? EMPTY_TREE, commit.sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...commitJson(local, repo, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files.slice(0, MAX_FILES).map((file) => fileJson(local, repo, { file, sha: commit.sha })),
  };
}
