/** Words of the building blocks. */
import type { Band } from "../ui/score.model.ts";

export const loadingText = "Loading";

export const problemText = {
  noAnswer: {
    title: "AutoDevOps did not answer",
    detail: "We do not know whether the last action arrived. Check your connection, then try again: repeating is safe.",
  },
  offline: {
    title: "You are offline",
    detail: "Nothing was sent. Try again when the connection is back.",
  },
  server: {
    title: "AutoDevOps could not answer",
    detail: "This is our mistake, and nothing was changed. Try again; if it stays, report the request id.",
  },
  refused: {
    title: "The request was refused",
    detail: "Nothing was changed. Reload the page and try again.",
  },
  page: {
    title: "This page broke",
    detail: "Your data is safe. Reload the page; if it breaks again, tell us what you did.",
  },
  retry: "Try again",
  solve: "Continue",
  requestId: "Request id",
  retryAt: (clock: string) => `You can continue at ${clock}.`,
};

export const copyText = {
  copied: "Copied",
  requestId: "Copy the request id",
  branch: "Copy the branch name",
};

export const dialogText = { close: "Close" };
export const toastText = { dismiss: "Dismiss" };

export const badgeText = {
  retrying: "Waiting to retry",
  phase: {
    queued: "Queued",
    processing: "Running",
    completed: "Completed",
    failed: "Failed",
    cancelled: "Cancelled",
  },
  severity: { critical: "Critical", high: "High", medium: "Medium", low: "Low", info: "Info" },
};

export const scoreText = {
  none: (label: string) => `${label}: no score yet`,
  full: (label: string, score: number, band: Band) => `${label}: ${score} of 100, ${band}`,
  notApplicable: "does not apply",
  up: "up",
  down: "down",
};

export const codeText = {
  evidence: (path: string, from: number, to: number) =>
    from === to ? `${path}, line ${from}` : `${path}, lines ${from} to ${to}`,
  lines: (from: number, to: number) => (from === to ? `line ${from}` : `lines ${from}–${to}`),
};

export const diffText = {
  added: "added",
  removed: "removed",
  before: "Line before",
  after: "Line after",
  line: "Text",
  empty: "This change has no lines to show.",
  label: (path: string, purpose?: string) =>
    purpose === undefined ? `Changes in ${path}` : `Changes in ${path}: ${purpose}`,
  count: (added: number, removed: number) => `${added} lines added, ${removed} removed`,
};

export const liveText = {
  live: "Live",
  liveHint: "Changes appear by themselves.",
  reconnecting: "Reconnecting",
  reconnectingHint: "The line was cut. What you missed is fetched when it is back.",
  stale: (clock: string) => `Stale since ${clock}`,
  staleHint: "The line stays cut. We look for changes every 10 seconds.",
};
