import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import type { PullRecord } from "../records.ts";
import { fullName, type Repo, stableId } from "../repositories.ts";
import { mergeableState, type PullContent } from "./pull-state.ts";
import { repositoryJson } from "./repository-json.ts";
import { urlsOf } from "./repository-urls.ts";
import { nodeId, simpleUserByLogin } from "./user-json.ts";

function addresses(local: LocalContext, repo: Repo, { number, head }: PullRecord) {
  const { api, web } = urlsOf(local.urls, fullName(repo));
  const url = `${api}/pulls/${number}`;
  const page = `${web}/pull/${number}`;
  return {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: `${api}/issues/${number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${number}/comments`,
    statuses_url: `${api}/statuses/${head.sha}`,
  };
}

function links(urls: ReturnType<typeof addresses>) {
  return {
    self: { href: urls.url },
    html: { href: urls.html_url },
    issue: { href: urls.issue_url },
    comments: { href: urls.comments_url },
    review_comments: { href: urls.review_comments_url },
    review_comment: { href: urls.review_comment_url },
    commits: { href: urls.commits_url },
    statuses: { href: urls.statuses_url },
  };
}

function association(local: LocalContext, { record }: Repo, login: string): string {
  if (record.owner === login) return "OWNER";
  const user = local.state.users.find((candidate) => candidate.login === login);
  return user?.organizations.includes(record.owner) ? "MEMBER" : "NONE";
}

function side(local: LocalContext, repo: Repo, { ref, sha }: { ref: string; sha: string }) {
  const user = simpleUserByLogin(local, repo.record.owner);
  return { label: `${repo.record.owner}:${ref}`, ref, sha, user, repo: repositoryJson(local, repo) };
}

/** The head of a pull request, which may be in somebody's copy. */
function headOf(local: LocalContext, repo: Repo, { head, fork }: PullRecord) {
  if (!fork) return side(local, repo, head);
  const record = { ...repo.record, ...fork, id: stableId(`fork:${fork.owner}/${fork.name}`) };
  const shown = side(local, { ...repo, record }, head);
  return { ...shown, repo: { ...shown.repo, fork: true } };
}

function instants(pull: PullRecord) {
  const when = (at: number | null) => (at === null ? null : isoSeconds(at));
  return {
    created_at: isoSeconds(pull.createdAt),
    updated_at: isoSeconds(pull.updatedAt),
    closed_at: when(pull.closedAt),
    merged_at: when(pull.mergedAt),
  };
}

/** A pull request as lists show it. */
export function pullSimpleJson(local: LocalContext, repo: Repo, pull: PullRecord) {
  const urls = addresses(local, repo, pull);
  return {
    ...urls,
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: simpleUserByLogin(local, pull.login),
    body: pull.body,
    labels: [],
    milestone: null,
    active_lock_reason: null,
    ...instants(pull),
    merge_commit_sha: pull.mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: headOf(local, repo, pull),
    base: side(local, repo, pull.base),
    _links: links(urls),
    author_association: association(local, repo, pull.login),
    auto_merge: null,
    draft: pull.draft,
  };
}

/** A pull request alone, and in webhooks. */
export function pullJson(
  local: LocalContext,
  repo: Repo,
  { pull, content, mergeable }: { pull: PullRecord; content: PullContent; mergeable: boolean | null },
) {
  return {
    ...pullSimpleJson(local, repo, pull),
    merged: pull.merged,
    mergeable,
    rebaseable: null,
    mergeable_state: mergeableState(mergeable),
    merged_by: pull.mergedBy === null ? null : simpleUserByLogin(local, pull.mergedBy),
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: content.commits.length,
    additions: content.additions,
    deletions: content.deletions,
    changed_files: content.files.length,
  };
}
