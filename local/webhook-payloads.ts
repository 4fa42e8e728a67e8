// What a webhook says, in the shape of GitHub's published payloads.
import type { LocalContext } from "./context.ts";
import { type RefChange, ZERO_SHA } from "./events.ts";
import { type Commit, listCommits } from "./git/commits.ts";
import { isAncestor } from "./git/history.ts";
import type { View } from "./git/view.ts";
import { repositoryJson } from "./github/repository-json.ts";
import { urlsOf } from "./github/repository-urls.ts";
import { nodeId, simpleUser, simpleUserByLogin } from "./github/user-json.ts";
import type { UserRecord } from "./records.ts";
import { fullName, type Repo } from "./repositories.ts";

/** GitHub lists no more commits than this in one push. */
const MAX_COMMITS = 2048;
const MS_PER_SECOND = 1000;

type Files = { added: string[]; removed: string[]; modified: string[] };

/** What every payload about a repository carries. `user` null stands for work done by hand on this computer. */
export function eventContext(local: LocalContext, repo: Repo, user: UserRecord | null) {
  const owner = local.state.users.find(({ login }) => login === repo.record.owner);
  return {
    repository: repositoryJson(local, repo),
    ...(owner?.type === "Organization" ? { organization: organization(local, owner) } : {}),
    sender: user ? simpleUser(local, user) : simpleUserByLogin(local, local.settings.login),
  };
}

/** The owner before a transfer. */
export function formerOwner(local: LocalContext, login: string) {
  const owner = local.state.users.find((user) => user.login === login);
  return owner?.type === "Organization"
    ? { organization: organization(local, owner) }
    : { user: simpleUserByLogin(local, login) };
}

function organization({ urls }: LocalContext, { login, id }: UserRecord) {
  const url = `${urls.api}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId("Organization", id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${urls.web}/_avatars/${login}.svg`,
    description: null,
  };
}

/** Push payloads show the repository's dates as seconds and its owner with name and email. */
function pushedRepository(local: LocalContext, repo: Repo) {
  const shown = repositoryJson(local, repo);
  const { record } = repo;
  const owner = local.state.users.find(({ login }) => login === record.owner);
  return {
    ...shown,
    owner: { ...shown.owner, name: record.owner, email: owner?.email || null },
    created_at: Math.floor(record.createdAt / MS_PER_SECOND),
    pushed_at: Math.floor(record.pushedAt / MS_PER_SECOND),
    stargazers: 0,
    master_branch: record.defaultBranch,
  };
}

async function pushedCommits({ view }: Repo, { ref, before, after }: RefChange): Promise<Commit[]> {
  if (after === ZERO_SHA) return [];
  const others = [...view.refs]
    .filter(([name]) => name.startsWith("refs/heads/") && name !== ref)
    .map(([, sha]) => sha);
  const known = before === ZERO_SHA ? others : [before];
  const args = ["rev-list", `--max-count=${MAX_COMMITS}`, "--reverse", after, "--not", ...known, "--"];
  const weigh = ({ length }: string) => length * 2;
  const text = await view.cache.through(`pushed:${args.join(" ")}`, weigh, () =>
    view.git.text({ dir: view.dir, args }),
  );
  const shas = text.split("\n").filter(Boolean);
  const newest = shas.at(-1);
  if (!newest) return [];
  const wanted = new Set(shas);
  const listed = await listCommits(view, newest, { skip: 0, count: MAX_COMMITS });
  return listed.filter(({ sha }) => wanted.has(sha)).reverse();
}

/** Names of the files that each commit changed against its first parent. */
async function changedFiles(view: View, commits: Commit[]): Promise<Map<string, Files>> {
  const files = new Map<string, Files>();
  if (commits.length === 0) return files;
  const options = ["--stdin", "-r", "--root", "--no-renames", "--name-status", "-z", "--diff-merges=first-parent"];
  const input = commits.map(({ sha }) => `${sha}\n`).join("");
  const weigh = ({ length }: string) => length * 2;
  const ask = () => view.git.text({ dir: view.dir, args: ["diff-tree", ...options], input });
  const output = await view.cache.through(`changed:${input}`, weigh, ask);
  let current: Files = { added: [], removed: [], modified: [] };
  const parts = output.split("\0");
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] ?? "";
    if (/^[0-9a-f]{40}/.test(part)) {
      current = { added: [], removed: [], modified: [] };
      files.set(part.slice(0, 40), current);
    } else if (part !== "") {
      at += 1;
      listFor(current, part).push(parts[at] ?? "");
    }
  }
  return files;
}

function listFor(files: Files, status: string): string[] {
  if (status.startsWith("A")) return files.added;
  return status.startsWith("D") ? files.removed : files.modified;
}

/** A signature's email is left out of payloads when it is no address. */
function person({ name, email }: Commit["author"]) {
  return { name, email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : null };
}

function pushedCommit(page: string, commit: Commit, files: Files | undefined) {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${page}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    ...(files ?? { added: [], removed: [], modified: [] }),
  };
}

function comparePage(page: string, { ref, before, after }: RefChange): string {
  if (before === ZERO_SHA) return `${page}/compare/${encodeURIComponent(ref.replace(/^refs\/(heads|tags)\//, ""))}`;
  return `${page}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`;
}

export interface Push {
  repo: Repo;
  change: RefChange;
  user: UserRecord | null;
}

/** The payload of one moved, new or deleted reference. */
export async function pushPayload(local: LocalContext, { repo, change, user }: Push) {
  const { ref, before, after } = change;
  const page = urlsOf(local.urls, fullName(repo)).web;
  const [created, deleted] = [before === ZERO_SHA, after === ZERO_SHA];
  const commits = await pushedCommits(repo, change);
  const files = await changedFiles(repo.view, commits);
  const listed = commits.map((commit) => pushedCommit(page, commit, files.get(commit.sha)));
  const [tip] = deleted ? [] : await listCommits(repo.view, after, { skip: 0, count: 1 });
  const pusher = user ?? local.state.users.find(({ login }) => login === local.settings.login);
  return {
    ref,
    before,
    after,
    created,
    deleted,
    forced: !created && !deleted && !(await isAncestor(repo.view, before, after)),
    base_ref: null,
    compare: comparePage(page, change),
    commits: listed,
    head_commit: listed.at(-1) ?? (tip ? pushedCommit(page, tip, undefined) : null),
    pusher: { name: pusher?.login ?? local.settings.login, email: pusher?.email ?? null },
    ...eventContext(local, repo, user),
    repository: pushedRepository(local, repo),
  };
}
