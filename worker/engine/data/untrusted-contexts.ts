/**
 * Fields of the `github` context whose text a stranger chooses, with the events that fill them. Sources: GitHub Docs,
 * "Secure use reference" (untrusted input), and "Webhook events and payloads"; GitHub Security Lab, "Keeping your GitHub
 * Actions and workflows secure", part 2. As of 2026-08. A `*` stands for an index. Login names, repository names, SHAs and
 * numbers are not here: their alphabet cannot break out of a script.
 */

const PULL_REQUEST_EVENTS = [
  "pull_request",
  "pull_request_target",
  "pull_request_review",
  "pull_request_review_comment",
] as const;

export interface UntrustedField {
  readonly path: string;
  readonly events: readonly string[];
  /** What it is, for a message. */
  readonly what: string;
}

const HEAD_REF = "the name of the pull request's branch";

export const UNTRUSTED_FIELDS: readonly UntrustedField[] = [
  { path: "github.head_ref", events: ["pull_request", "pull_request_target"], what: HEAD_REF },
  { path: "github.event.pull_request.head.ref", events: PULL_REQUEST_EVENTS, what: HEAD_REF },
  { path: "github.event.pull_request.head.label", events: PULL_REQUEST_EVENTS, what: HEAD_REF },
  {
    path: "github.event.pull_request.head.repo.default_branch",
    events: PULL_REQUEST_EVENTS,
    what: "the fork's default branch",
  },
  {
    path: "github.event.pull_request.head.repo.description",
    events: PULL_REQUEST_EVENTS,
    what: "the fork's description",
  },
  { path: "github.event.pull_request.head.repo.homepage", events: PULL_REQUEST_EVENTS, what: "the fork's home page" },
  { path: "github.event.pull_request.title", events: PULL_REQUEST_EVENTS, what: "the pull request's title" },
  { path: "github.event.pull_request.body", events: PULL_REQUEST_EVENTS, what: "the pull request's text" },
  {
    path: "github.event.review_comment.body",
    events: ["pull_request_review_comment"],
    what: "the review comment's text",
  },
  { path: "github.event.review.body", events: ["pull_request_review"], what: "the review's text" },
  { path: "github.event.issue.title", events: ["issues", "issue_comment"], what: "the issue's title" },
  { path: "github.event.issue.body", events: ["issues", "issue_comment"], what: "the issue's text" },
  {
    path: "github.event.comment.body",
    events: ["issue_comment", "pull_request_review_comment", "commit_comment", "discussion_comment"],
    what: "the comment's text",
  },
  {
    path: "github.event.comment.path",
    events: ["pull_request_review_comment"],
    what: "the name of a file in the pull request",
  },
  {
    path: "github.event.comment.diff_hunk",
    events: ["pull_request_review_comment"],
    what: "code of the pull request",
  },
  {
    path: "github.event.discussion.title",
    events: ["discussion", "discussion_comment"],
    what: "the discussion's title",
  },
  { path: "github.event.discussion.body", events: ["discussion", "discussion_comment"], what: "the discussion's text" },
  {
    path: "github.event.changes.title.from",
    events: [...PULL_REQUEST_EVENTS, "issues", "discussion"],
    what: "the title before it was edited",
  },
  {
    path: "github.event.changes.body.from",
    events: [...PULL_REQUEST_EVENTS, "issues", "issue_comment", "discussion", "discussion_comment"],
    what: "the text before it was edited",
  },
  { path: "github.event.pages.*.page_name", events: ["gollum"], what: "the name of a wiki page" },
  { path: "github.event.pages.*.title", events: ["gollum"], what: "the title of a wiki page" },
  { path: "github.event.pages.*.summary", events: ["gollum"], what: "the summary of a wiki edit" },
  { path: "github.event.forkee.description", events: ["fork"], what: "the fork's description" },
  { path: "github.event.forkee.homepage", events: ["fork"], what: "the fork's home page" },
  { path: "github.event.workflow_run.head_branch", events: ["workflow_run"], what: "the name of the run's branch" },
  { path: "github.event.workflow_run.display_title", events: ["workflow_run"], what: "the run's title" },
  {
    path: "github.event.workflow_run.head_commit.message",
    events: ["workflow_run"],
    what: "the commit's message",
  },
  {
    path: "github.event.workflow_run.head_commit.author.name",
    events: ["workflow_run"],
    what: "the commit's author",
  },
  {
    path: "github.event.workflow_run.head_commit.author.email",
    events: ["workflow_run"],
    what: "the commit's author",
  },
  {
    path: "github.event.workflow_run.head_commit.committer.name",
    events: ["workflow_run"],
    what: "the commit's committer",
  },
  {
    path: "github.event.workflow_run.head_commit.committer.email",
    events: ["workflow_run"],
    what: "the commit's committer",
  },
  {
    path: "github.event.workflow_run.head_repository.description",
    events: ["workflow_run"],
    what: "the fork's description",
  },
  {
    path: "github.event.workflow_run.pull_requests.*.head.ref",
    events: ["workflow_run"],
    what: HEAD_REF,
  },
];

/**
 * Text that a stranger writes and a member lets in by merging or pushing it: commit messages and authors on `push` and in a merge queue.
 */
export const MERGED_FIELDS: readonly UntrustedField[] = [
  ...commitFields("github.event.head_commit", "push"),
  ...commitFields("github.event.commits.*", "push"),
  ...commitFields("github.event.merge_group.head_commit", "merge_group"),
];

function commitFields(commit: string, event: string): UntrustedField[] {
  const events = [event];
  return [
    { path: `${commit}.message`, events, what: "the commit's message" },
    { path: `${commit}.author.name`, events, what: "the commit's author" },
    { path: `${commit}.author.email`, events, what: "the commit's author" },
    { path: `${commit}.committer.name`, events, what: "the commit's committer" },
    { path: `${commit}.committer.email`, events, what: "the commit's committer" },
  ];
}
