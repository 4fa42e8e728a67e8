/** Objects and lists in the payloads of events, for expressions that use them as a text. Properties that may be absent are not here. */

export interface EventObjectRow {
  /** Below `github.event`, lower case. */
  readonly path: string;
  readonly kind: "object" | "array";
  /** Events whose payload always has it. */
  readonly events: readonly string[];
  readonly source: string;
  readonly seen: string;
}

const PAYLOADS = "https://docs.github.com/en/webhooks/webhook-events-and-payloads";
const TRIGGERS = "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows";
const seen = "2026-11-21";

const PULL_REQUEST = ["pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment"];
const ISSUE = ["issues", "issue_comment"];
const COMMENT = ["issue_comment", "pull_request_review_comment", "commit_comment", "discussion_comment"];
const ANY = [...new Set([...PULL_REQUEST, ...ISSUE, ...COMMENT, "push", "release", "workflow_run"])];

function row(path: string, kind: EventObjectRow["kind"], events: readonly string[]): EventObjectRow {
  return { path, kind, events, source: PAYLOADS, seen };
}

export const EVENT_OBJECT_ROWS: readonly EventObjectRow[] = [
  row("pull_request", "object", PULL_REQUEST),
  row("pull_request.head", "object", PULL_REQUEST),
  row("pull_request.base", "object", PULL_REQUEST),
  row("pull_request.base.repo", "object", PULL_REQUEST),
  row("pull_request.user", "object", PULL_REQUEST),
  row("pull_request.labels", "array", PULL_REQUEST),
  row("pull_request.assignees", "array", PULL_REQUEST),
  row("pull_request.requested_reviewers", "array", PULL_REQUEST),
  row("issue", "object", ISSUE),
  row("issue.user", "object", ISSUE),
  row("issue.labels", "array", ISSUE),
  row("issue.assignees", "array", ISSUE),
  row("comment", "object", COMMENT),
  row("comment.user", "object", COMMENT),
  row("review", "object", ["pull_request_review"]),
  row("release", "object", ["release"]),
  row("release.author", "object", ["release"]),
  row("release.assets", "array", ["release"]),
  row("workflow_run", "object", ["workflow_run"]),
  row("workflow_run.head_commit", "object", ["workflow_run"]),
  row("workflow_run.head_repository", "object", ["workflow_run"]),
  row("workflow_run.pull_requests", "array", ["workflow_run"]),
  row("head_commit", "object", ["push"]),
  row("head_commit.author", "object", ["push"]),
  row("head_commit.committer", "object", ["push"]),
  row("commits", "array", ["push"]),
  row("pusher", "object", ["push"]),
  row("repository", "object", ANY),
  row("repository.owner", "object", ANY),
  row("sender", "object", ANY),
  { ...row("inputs", "object", ["workflow_dispatch"]), source: `${TRIGGERS}#workflow_dispatch` },
  { ...row("client_payload", "object", ["repository_dispatch"]), source: `${TRIGGERS}#repository_dispatch` },
  // The label or person that the event is about: an object in each payload that has one, but only some activity types do.
  row("label", "object", []),
  row("assignee", "object", []),
];
