import * as z from "zod";
import { BRANCH_PREFIX } from "../../adapters/github/writes.ts";

/** What a delivery means to us. `action` is GitHub's word for it, for the record. */
export type WebhookEvent =
  /** The branch now ends at `after`. `defaultBranch` is the payload's own word; null when it has none. */
  | {
      readonly kind: "push";
      readonly branch: string;
      readonly after: string;
      readonly defaultBranch: string | null;
      readonly action: null;
    }
  | PullChanged
  /** The repository itself changed: read it again. */
  | { readonly kind: "repository_changed"; readonly action: string }
  | { readonly kind: "repository_deleted"; readonly action: string }
  | { readonly kind: "ping"; readonly action: null }
  /** Known and written down; nothing follows from it. */
  | { readonly kind: "recorded"; readonly action: string | null }
  | { readonly kind: "ignored"; readonly action: string | null };

export type PullChanged = {
  readonly kind: "pull_request_changed";
  readonly number: number;
  readonly state: "open" | "merged" | "closed";
  /** True when its head or its base may be another one than before. */
  readonly isMoved: boolean;
  /** True when its branch is one of ours, in the repository itself. */
  readonly isOurs: boolean;
  readonly action: string;
};

/** Undefined when the body is not what GitHub sends for this event. */
type Reader = (payload: unknown) => WebhookEvent | undefined;

const BRANCH = "refs/heads/";
const NO_COMMIT = "0".repeat(40);
const REPOSITORY_ACTIONS = new Set([
  "renamed",
  "archived",
  "unarchived",
  "transferred",
  "privatized",
  "publicized",
  "edited",
]);
const PULL_MOVES = new Set(["opened", "synchronize", "reopened", "ready_for_review"]);

/** GitHub's words for what happened are short; a text that somebody chose, as in `repository_dispatch`, is kept nowhere. */
const Action = z.string().regex(/^[a-z_]{1,64}$/);
const Push = z.object({
  ref: z.string(),
  after: z.string().regex(/^[0-9a-f]{40}$/),
  deleted: z.boolean().optional(),
  repository: z.object({ default_branch: z.string().optional() }).optional(),
});
const Side = z.object({ ref: z.string(), repo: z.object({ id: z.int() }).nullish() });
const PullRequest = z.object({
  action: Action,
  changes: z.object({ base: z.unknown().optional() }).optional(),
  pull_request: z.object({
    number: z.int().positive(),
    state: z.enum(["open", "closed"]),
    merged: z.boolean().nullish(),
    head: Side.optional(),
    base: Side.optional(),
  }),
});
const WithAction = z.object({ action: Action });

const READERS: Readonly<Record<string, Reader>> = {
  ping: () => ({ kind: "ping", action: null }),
  push: readPush,
  pull_request: readPullRequest,
  repository: readRepository,
  issues: (payload) => ({ kind: "recorded", action: actionOf(payload) }),
  workflow_run: (payload) => ({ kind: "recorded", action: actionOf(payload) }),
};

/** Reads a payload whose signature held. Events and actions that we do not follow are `ignored`. */
export function readEvent(name: string, payload: unknown): WebhookEvent | undefined {
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  return reader ? reader(payload) : { kind: "ignored", action: actionOf(payload) };
}

function actionOf(payload: unknown): string | null {
  const known = WithAction.safeParse(payload);
  return known.success ? known.data.action : null;
}

function readPush(payload: unknown): WebhookEvent | undefined {
  const parsed = Push.safeParse(payload);
  if (!parsed.success) return undefined;
  const { ref, after, deleted, repository } = parsed.data;
  if (!ref.startsWith(BRANCH) || deleted === true || after === NO_COMMIT) return { kind: "ignored", action: null };
  const defaultBranch = repository?.default_branch ?? null;
  return { kind: "push", branch: ref.slice(BRANCH.length), after, defaultBranch, action: null };
}

function readPullRequest(payload: unknown): WebhookEvent | undefined {
  const parsed = PullRequest.safeParse(payload);
  if (!parsed.success) return undefined;
  const { action, changes, pull_request: pull } = parsed.data;
  const isMoved = PULL_MOVES.has(action) || (action === "edited" && changes?.base !== undefined);
  if (action !== "closed" && !isMoved) return { kind: "ignored", action };
  const closed = pull.merged === true ? "merged" : "closed";
  const state = pull.state === "open" ? "open" : closed;
  const { head, base } = pull;
  // A fork may name its branches as ours are named.
  const isOurs = head?.ref.startsWith(BRANCH_PREFIX) === true && head.repo?.id === base?.repo?.id;
  return { kind: "pull_request_changed", number: pull.number, state, isMoved, isOurs, action };
}

function readRepository(payload: unknown): WebhookEvent | undefined {
  const parsed = WithAction.safeParse(payload);
  if (!parsed.success) return undefined;
  const { action } = parsed.data;
  if (action === "deleted") return { kind: "repository_deleted", action };
  return { kind: REPOSITORY_ACTIONS.has(action) ? "repository_changed" : "ignored", action };
}
