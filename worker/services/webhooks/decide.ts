import type { RepositoryReason } from "../live/frames.ts";
import type { PullChanged, WebhookEvent } from "./read-event.ts";

/** The job that a delivery leads to. Identical ones that wait share one. */
export type Wanted = { readonly kind: "sync" } | { readonly kind: "pull"; readonly number: number };
/** What a delivery changes at once in rows that exist. */
type Change =
  | { readonly kind: "pull_state"; readonly number: number; readonly state: PullChanged["state"] }
  | { readonly kind: "gone" };

/** What follows from a delivery if its repository's row agrees. */
export type Decision = {
  readonly outcome: "queued" | "recorded" | "ignored";
  readonly action: string | null;
  readonly wanted: Wanted | null;
  readonly change: Change | null;
  /** The job is wanted only if this is the default branch according to the row: the payload did not say. */
  readonly onlyIfDefault: string | null;
  /** What open pages are told. */
  readonly tell: RepositoryReason | null;
};

const NOTHING = { wanted: null, change: null, onlyIfDefault: null, tell: null } as const;
const SYNC = { ...NOTHING, outcome: "queued", wanted: { kind: "sync" } } as const;

/**
 * Decides from the signed payload alone. Order and repeats do not matter: an event only says that something is to be read
 * again, or sets a state.
 */
export function decide(event: WebhookEvent): Decision {
  const { action } = event;
  switch (event.kind) {
    case "push":
      return { ...pushed(event), action };
    case "repository_changed":
      return { ...SYNC, action };
    case "pull_request_changed":
      return pullChanged(event);
    case "repository_deleted":
      return { ...NOTHING, outcome: "recorded", action, change: { kind: "gone" }, tell: "synced" };
    case "ping":
    case "recorded":
      return { ...NOTHING, outcome: "recorded", action };
    case "ignored":
      return { ...NOTHING, outcome: "ignored", action };
  }
}

function pushed({ branch, defaultBranch }: Extract<WebhookEvent, { kind: "push" }>): Omit<Decision, "action"> {
  if (defaultBranch === null) return { ...SYNC, onlyIfDefault: branch };
  return branch === defaultBranch ? SYNC : { ...NOTHING, outcome: "ignored" };
}

/** Our own pull requests are not checked: their changes were proven before they were proposed. */
function pullChanged({ number, state, isMoved, isOurs, action }: PullChanged): Decision {
  const isWanted = isMoved && state === "open" && !isOurs;
  const wanted = isWanted ? ({ kind: "pull", number } as const) : null;
  // A new head leaves an open pull request open.
  const change = action === "closed" || action === "reopened" ? ({ kind: "pull_state", number, state } as const) : null;
  const outcome = wanted ? "queued" : "recorded";
  return { outcome, action, wanted, change, onlyIfDefault: null, tell: change && "pull_request" };
}
