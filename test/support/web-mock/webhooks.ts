/** What GitHub sent, what it could not, and what pull requests brought. */
import type { Delivery, PullCheck, SyncState, WebhookGap } from "../../../web/src/api-types.ts";
import { ago, idOf } from "./ids.ts";
import { JOBS } from "./jobs.ts";

const STORE = { repository_id: idOf("repository", 1), repository: "acme/storefront" };
const PAYMENTS = { repository_id: idOf("repository", 2), repository: "acme/payments-gateway" };
const DESIGN = { repository_id: idOf("repository", 3), repository: "acme/design-system" };

function delivery(number: number, seed: Partial<Delivery>): Delivery {
  return {
    ...STORE,
    id: idOf("other", 300 + number),
    guid: `72d3162e-cc78-11e3-81ab-4c9367dc09${String(number).padStart(2, "0")}`,
    event: "push",
    action: null,
    outcome: "queued",
    job_id: null,
    received_at: ago(number * number),
    ...seed,
  };
}

const DELIVERIES: readonly Delivery[] = [
  delivery(1, { ...PAYMENTS, job_id: idOf("job", 54) }),
  delivery(2, { ...DESIGN, event: "pull_request", action: "synchronize", job_id: idOf("job", 52) }),
  delivery(3, { event: "issues", action: "opened", outcome: "recorded" }),
  delivery(4, { event: "workflow_run", action: "completed", outcome: "recorded" }),
  delivery(5, { ...PAYMENTS, event: "repository", action: "renamed", job_id: idOf("job", 55) }),
  delivery(6, { event: "push", outcome: "ignored" }),
  delivery(7, { ...DESIGN, event: "ping", outcome: "recorded" }),
];

function gap(number: number, seed: Partial<WebhookGap>): WebhookGap {
  return {
    ...STORE,
    id: idOf("other", 400 + number),
    guid: `8a1f0c52-cc78-11e3-81ab-4c9367dc09${String(number).padStart(2, "0")}`,
    event: "push",
    action: null,
    reason: "timed out",
    status_code: 504,
    delivered_at: ago(20 + number * 9),
    found_at: ago(9),
    state: "open",
    asked_at: null,
    asks: 0,
    closed_at: null,
    ...seed,
  };
}

const GAPS: readonly WebhookGap[] = [
  gap(1, { ...PAYMENTS, event: "pull_request", action: "opened", reason: "failed to connect to host", status_code: 0 }),
  gap(2, { state: "asked", asked_at: ago(9), asks: 2 }),
  gap(3, { ...DESIGN, state: "recovered", asked_at: ago(12), asks: 1, closed_at: ago(8) }),
  gap(4, {
    state: "read_anew",
    asked_at: ago(30),
    asks: 3,
    closed_at: ago(8),
    status_code: 502,
    reason: "Bad Gateway",
  }),
];

const SYNC_STATE: SyncState = {
  in_sync_as_of: ago(4),
  repositories: 6,
  behind: 0,
  suspended: 0,
  gaps_open: 0,
  gaps_recovered: 14,
  last_sweep_at: ago(4),
};

const NEVER: SyncState = {
  in_sync_as_of: null,
  repositories: 0,
  behind: 0,
  suspended: 0,
  gaps_open: 0,
  gaps_recovered: 0,
  last_sweep_at: null,
};

/** The standing of the fleet: well, behind (`behind`) or not looked at yet (`empty`). */
function syncStateOf(scenario: string): SyncState {
  if (scenario === "empty") return NEVER;
  if (scenario === "behind") return { ...SYNC_STATE, in_sync_as_of: ago(95), behind: 2, suspended: 1, gaps_open: 2 };
  return SYNC_STATE;
}

const SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b";

function check(number: number, seed: Partial<PullCheck>): PullCheck {
  return {
    id: idOf("other", 500 + number),
    repository_id: STORE.repository_id,
    number,
    title: "Cache the package manager",
    url: `https://github.com/acme/storefront/pull/${number}`,
    head: SHA,
    base: SHA,
    fork: false,
    state: "open",
    job_id: JOBS.at(-1)?.id ?? "",
    conclusion: "success",
    new_findings: 0,
    fixed_findings: 0,
    findings: [],
    reported_as: "check_run",
    detail: null,
    checked_at: ago(number === 128 ? 3 : 60 * (130 - number) * 9),
    ...seed,
  };
}

const PATH = ".github/workflows/preview.yml";

const PULLS: readonly PullCheck[] = [
  check(128, {
    title: "Deploy a preview for every pull request",
    fork: true,
    conclusion: "failure",
    new_findings: 3,
    fixed_findings: 1,
    findings: [
      {
        rule_id: "script-injection",
        severity: "critical",
        title: "Text of strangers becomes a command",
        message: "`github.event.pull_request.title` is put into a shell script, so its author can run commands.",
        path: PATH,
        start_line: 18,
        end_line: 18,
      },
      {
        rule_id: "unpinned-action",
        severity: "medium",
        title: "Action is not pinned to a commit",
        message: "`actions/checkout@v5` can change at any time. <img src=x onerror=alert(1)>",
        path: PATH,
        start_line: 11,
        end_line: 13,
      },
    ],
  }),
  check(125, {
    conclusion: "neutral",
    new_findings: 1,
    reported_as: "status",
    detail: "A check run needs a GitHub App.",
  }),
  check(119, { state: "merged", fixed_findings: 4 }),
  check(117, { state: "closed", reported_as: "none", detail: "GitHub answered 403 to the check and to the status." }),
];

type Asked = { readonly method: string; readonly scenario: string };

/** Any answer about webhooks; nothing that is asked for changes anything. */
export function answerWebhooks(noun: string, { method, scenario }: Asked): unknown {
  if (noun === "sync-state") return syncStateOf(scenario);
  if (noun === "sweep") return { repositories: 6, gaps_found: 2, asked: 2, syncs_started: 1 };
  if (method === "POST") return { id: GAPS[0]?.id, asked_at: ago(0) };
  const items = noun === "gaps" ? GAPS : DELIVERIES;
  return { items: scenario === "empty" ? [] : items, next_cursor: null };
}

/** The checks of one repository's pull requests; the others have none. */
export function answerPulls(repositoryId: string, { method, scenario }: Asked): unknown {
  if (method === "POST") return { job_id: idOf("job", 52), analysis_id: null, coalesced: false };
  const items = scenario === "empty" || repositoryId !== STORE.repository_id ? [] : PULLS;
  return { items, next_cursor: null };
}
