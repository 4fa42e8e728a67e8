import { randomUUID } from "node:crypto";
import type { LocalContext } from "./context.ts";
import type { RefsChanged, RepositoryChanged } from "./events.ts";
import { type Delivery, sendDelivery } from "./github/deliveries.ts";
import { hookJson } from "./github/hook-json.ts";
import type { HookRecord, UserRecord } from "./records.ts";
import type { Repo } from "./repositories.ts";
import { eventContext, formerOwner, pushPayload } from "./webhook-payloads.ts";

/** GitHub sends no push at all when more tags than this arrive at once. */
const MAX_TAGS = 3;

/** Something that happened in a repository; by its id, as the repository may be gone when the event leaves. */
export interface Happening {
  repoId: number;
  event: string;
}

interface Outbox {
  /** Runs tasks one after another, so that events leave in the order in which they happened. */
  enqueue(task: () => Promise<void>): void;
  /** Deliveries under way; a new one does not wait for them. */
  track(delivery: Promise<void>): void;
  /** Resolves when nothing is queued or under way. */
  idle(): Promise<void>;
  stop: AbortController;
}

const outboxes = new WeakMap<LocalContext, Outbox>();

function createOutbox(local: LocalContext): Outbox {
  const stop = new AbortController();
  const underWay = new Set<Promise<void>>();
  let tail = Promise.resolve();
  const track = (delivery: Promise<void>) => {
    underWay.add(delivery);
    void delivery.finally(() => underWay.delete(delivery));
  };
  return {
    stop,
    track,
    enqueue: (task) => {
      tail = tail.then(async () => {
        if (stop.signal.aborted) return;
        await task().catch((error: Error) => local.warn(`A webhook could not be built: ${error.message}`));
      });
    },
    idle: async () => {
      let seen: Promise<void> | undefined;
      while (seen !== tail || underWay.size > 0) {
        seen = tail;
        await seen;
        await Promise.all(underWay);
      }
    },
  };
}

function outboxOf(local: LocalContext): Outbox {
  const outbox = outboxes.get(local) ?? createOutbox(local);
  outboxes.set(local, outbox);
  return outbox;
}

/** Resolves when every event so far was built and its deliveries have ended. */
export function settleWebhooks(local: LocalContext): Promise<void> {
  return outboxOf(local).idle();
}

/**
 * Sends an event to every active hook that asks for it now, with one id for all of them. The payload is built in its
 * turn, and only when somebody asks.
 */
export function announce(local: LocalContext, { repoId, event }: Happening, build: () => Promise<object>): void {
  const wants = ({ active, events }: HookRecord) => active && (events.includes(event) || events.includes("*"));
  const hooks = local.state.hooks.filter((hook) => hook.repoId === repoId && wants(hook));
  if (hooks.length === 0) return;
  outboxOf(local).enqueue(async () => {
    const guid = randomUUID();
    const payload = JSON.stringify(await build());
    for (const hook of hooks) deliver(local, { hook, guid, event, payload, redelivery: false });
  });
}

/** Sends one delivery now, beside whatever else is under way. */
export function deliver(local: LocalContext, delivery: Delivery): void {
  const outbox = outboxOf(local);
  outbox.track(sendDelivery(local, delivery, outbox.stop.signal));
}

/** Greets a hook; only this one gets the event, active or not. */
export function ping(
  local: LocalContext,
  { repo, hook, user }: { repo: Repo; hook: HookRecord; user: UserRecord },
): void {
  outboxOf(local).enqueue(async () => {
    const payload = {
      zen: "Keep it logically awesome.",
      hook_id: hook.id,
      hook: hookJson(local, repo, hook),
      ...eventContext(local, repo, user),
    };
    deliver(local, { hook, guid: randomUUID(), event: "ping", payload: JSON.stringify(payload), redelivery: false });
  });
}

function announcePush(local: LocalContext, { repo, changes, user }: RefsChanged): void {
  const tags = changes.filter(({ ref }) => ref.startsWith("refs/tags/"));
  const sent = tags.length > MAX_TAGS ? changes.filter(({ ref }) => !ref.startsWith("refs/tags/")) : changes;
  for (const change of sent) {
    announce(local, { repoId: repo.record.id, event: "push" }, () => pushPayload(local, { repo, change, user }));
  }
}

function changesOf({ action, previousName }: RepositoryChanged, local: LocalContext) {
  const [owner = "", name = ""] = previousName.split("/");
  if (action === "renamed") return { changes: { repository: { name: { from: name } } } };
  if (action !== "transferred") return {};
  return { changes: { owner: { from: formerOwner(local, owner) } } };
}

function announceRepository(local: LocalContext, changed: RepositoryChanged): void {
  const { repo, action } = changed;
  // Built at once: the next moment it may have another name.
  const payload = { action, ...changesOf(changed, local), ...eventContext(local, repo, null) };
  announce(local, { repoId: repo.record.id, event: "repository" }, async () => payload);
}

/** Turns what happens in this server into webhooks. Closing stops deliveries under way. */
export function webhooks(local: LocalContext): { close(): Promise<void> } {
  local.events.on("refsChanged", (changed) => announcePush(local, changed));
  local.events.on("repositoryChanged", (changed) => announceRepository(local, changed));
  return {
    close: async () => {
      const outbox = outboxOf(local);
      outbox.stop.abort();
      await outbox.idle();
    },
  };
}
