/**
 * Which events a stranger (any GitHub account, no role in the repository) can start, and how much the run may do. Source:
 * GitHub Docs, "Events that trigger workflows" and "Secure use reference" (2026-08), for a public repository.
 */

export interface TriggerTrust {
  /** Who can make the event happen. `members`: people with write or triage access, a schedule, or the platform itself. */
  readonly startedBy: "strangers" | "members";
  /** `full`: secrets and the declared token. `restricted`: read-only token and no secrets when it comes from a fork. */
  readonly token: "full" | "restricted";
}

const OPEN: TriggerTrust = { startedBy: "strangers", token: "full" };
const FORK: TriggerTrust = { startedBy: "strangers", token: "restricted" };
const CLOSED: TriggerTrust = { startedBy: "members", token: "full" };

const STRANGER_EVENTS: Readonly<Record<string, TriggerTrust>> = {
  pull_request: FORK,
  pull_request_review: FORK,
  pull_request_review_comment: FORK,
  pull_request_target: OPEN,
  issues: OPEN,
  issue_comment: OPEN,
  discussion: OPEN,
  discussion_comment: OPEN,
  commit_comment: OPEN,
  fork: OPEN,
  watch: OPEN,
  gollum: OPEN,
  // Runs after any run of the named workflow, also after one that a fork's pull request started.
  workflow_run: OPEN,
};

/** Trust of an event; an event that is not listed is started by members only (`push`, `schedule`, `workflow_dispatch`, …). */
export function trustOfTrigger(event: string): TriggerTrust {
  return STRANGER_EVENTS[event] ?? CLOSED;
}

/** True for events that strangers start and whose run has secrets or a writing token. */
export function isPrivilegedTrigger(event: string): boolean {
  const trust = trustOfTrigger(event);
  return trust.startedBy === "strangers" && trust.token === "full";
}
