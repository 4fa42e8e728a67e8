import * as z from "zod";

/** What a delivery means to us. `action` is GitHub's word for it, for the record. */
export type WebhookEvent =
  /** The branch now ends at `after`. */
  | { readonly kind: "push"; readonly branch: string; readonly after: string; readonly action: null }
  | {
      readonly kind: "pull_request_changed";
      readonly number: number;
      readonly state: "open" | "merged" | "closed";
      readonly action: string;
    }
  /** The repository itself changed: read it again. */
  | { readonly kind: "repository_changed"; readonly action: string }
  | { readonly kind: "repository_deleted"; readonly action: string }
  | { readonly kind: "ping"; readonly action: null }
  | { readonly kind: "ignored"; readonly action: string | null };

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

const Push = z.object({ ref: z.string(), after: z.string().regex(/^[0-9a-f]{40}$/), deleted: z.boolean().optional() });
const PullRequest = z.object({
  action: z.string(),
  pull_request: z.object({ number: z.int(), state: z.enum(["open", "closed"]), merged: z.boolean().nullish() }),
});
const WithAction = z.object({ action: z.string() });

const READERS: Readonly<Record<string, Reader>> = {
  ping: () => ({ kind: "ping", action: null }),
  push: readPush,
  pull_request: readPullRequest,
  repository: readRepository,
};

/** Reads a payload whose signature held. Events and actions that we do not follow are `ignored`. */
export function readEvent(name: string, payload: unknown): WebhookEvent | undefined {
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (reader) return reader(payload);
  const known = WithAction.safeParse(payload);
  return { kind: "ignored", action: known.success ? known.data.action : null };
}

function readPush(payload: unknown): WebhookEvent | undefined {
  const parsed = Push.safeParse(payload);
  if (!parsed.success) return undefined;
  const { ref, after, deleted } = parsed.data;
  if (!ref.startsWith(BRANCH) || deleted === true || after === NO_COMMIT) return { kind: "ignored", action: null };
  return { kind: "push", branch: ref.slice(BRANCH.length), after, action: null };
}

function readPullRequest(payload: unknown): WebhookEvent | undefined {
  const parsed = PullRequest.safeParse(payload);
  if (!parsed.success) return undefined;
  const { action, pull_request: pull } = parsed.data;
  if (action !== "closed" && action !== "reopened") return { kind: "ignored", action };
  const closed = pull.merged === true ? "merged" : "closed";
  return {
    kind: "pull_request_changed",
    number: pull.number,
    state: pull.state === "open" ? "open" : closed,
    action,
  };
}

function readRepository(payload: unknown): WebhookEvent | undefined {
  const parsed = WithAction.safeParse(payload);
  if (!parsed.success) return undefined;
  const { action } = parsed.data;
  if (action === "deleted") return { kind: "repository_deleted", action };
  return { kind: REPOSITORY_ACTIONS.has(action) ? "repository_changed" : "ignored", action };
}
