import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import { fullName, type Repo } from "../repositories.ts";
import type { Permissions } from "./auth-context.ts";
import { urlsOf } from "./repository-urls.ts";
import { nodeId, simpleUserByLogin } from "./user-json.ts";

// Field name to what follows the repository's own address.
const ADDRESSES = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
} as const;

function addresses(url: string) {
  const entries = Object.entries(ADDRESSES).map(([name, path]) => [name, `${url}${path}`]);
  return Object.fromEntries(entries) as Record<keyof typeof ADDRESSES, string>;
}

function names(local: LocalContext, repo: Repo) {
  const { record } = repo;
  const { api, web: page } = urlsOf(local.urls, fullName(repo));
  return {
    id: record.id,
    node_id: nodeId("Repository", record.id),
    name: record.name,
    full_name: fullName(repo),
    private: record.private,
    owner: simpleUserByLogin(local, record.owner),
    html_url: page,
    description: record.description,
    fork: false,
    url: api,
    git_url: `git://${new URL(page).host}/${record.owner}/${record.name}.git`,
    ssh_url: `git@${new URL(page).hostname}:${record.owner}/${record.name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
  };
}

function settings({ record }: Repo) {
  return {
    has_issues: false,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    archived: record.archived,
    disabled: false,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: record.topics,
    visibility: record.private ? "private" : "public",
    default_branch: record.defaultBranch,
  };
}

function counters(local: LocalContext, { record }: Repo) {
  const open = local.state.pulls.filter((pull) => pull.repoId === record.id && pull.state === "open").length;
  return {
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    forks_count: 0,
    open_issues_count: open,
    forks: 0,
    open_issues: open,
    watchers: 0,
  };
}

/**
 * A repository as lists, pull requests and webhooks show it. `permissions` are those of the asking user; leave them out
 * where nobody asks.
 */
export function repositoryJson(local: LocalContext, repo: Repo, permissions?: Permissions) {
  const { record } = repo;
  return {
    ...names(local, repo),
    ...addresses(urlsOf(local.urls, fullName(repo)).api),
    created_at: isoSeconds(record.createdAt),
    updated_at: isoSeconds(record.updatedAt),
    pushed_at: isoSeconds(record.pushedAt),
    ...counters(local, repo),
    language: null as string | null,
    license: null,
    ...settings(repo),
    ...(permissions ? { permissions } : {}),
  };
}

/** The full form that `GET /repos/{owner}/{repo}` adds its settings to. */
export function fullRepositoryJson(local: LocalContext, repo: Repo, permissions: Permissions) {
  return {
    ...repositoryJson(local, repo, permissions),
    temp_clone_token: "",
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: false,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    allow_update_branch: false,
    use_squash_pr_title_as_default: false,
    squash_merge_commit_message: "COMMIT_MESSAGES",
    squash_merge_commit_title: "COMMIT_OR_PR_TITLE",
    merge_commit_message: "PR_TITLE",
    merge_commit_title: "MERGE_MESSAGE",
    network_count: 0,
    subscribers_count: 0,
  };
}
