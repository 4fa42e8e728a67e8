import { GroupCommit, PATIENCE_MS } from "./group-commit.ts";
import { hooked, type SeamHook } from "./hooks.ts";

export type QueueKind = "analysis" | "sync" | "ci_generation";
/** A hint that a job may be due; the job row is the truth. */
type JobMessage = { readonly v: 1; readonly job_id: string };

export type Publisher = {
  /** Sends the hint, to be seen after `delaySeconds` (at most 43,200). Throws when the queue did not take it. */
  publish(kind: QueueKind, message: JobMessage, delaySeconds?: number): Promise<void>;
  /** Throws when a queue is not bound. Asks no queue: only a message could, and that would be work. */
  check(): Promise<void>;
};

type Sent = MessageSendRequest<JobMessage>;

/** Messages in one batch: https://developers.cloudflare.com/queues/platform/limits/. */
const MOST_MESSAGES = 100;

/** Messages that come while others are on their way go together. One may come twice then; a job runs once all the same. */
function groupFor(queue: Queue, sharesWork: boolean): GroupCommit<Sent, void> {
  return new GroupCommit<Sent, void>({
    async run(messages) {
      const [only] = messages;
      if (messages.length === 1 && only) await queue.send(only.body, only);
      else await queue.sendBatch(messages);
      return messages.map(() => undefined);
    },
    weightOf: () => 1,
    most: MOST_MESSAGES,
    patienceMs: PATIENCE_MS,
    sharesWork,
  });
}

export function createPublisher(queues: Record<QueueKind, Queue>, sharesWork: boolean, hook?: SeamHook): Publisher {
  const groups = {
    analysis: groupFor(queues.analysis, sharesWork),
    sync: groupFor(queues.sync, sharesWork),
    ci_generation: groupFor(queues.ci_generation, sharesWork),
  };
  return {
    publish: (kind, message, delaySeconds = 0) =>
      hooked(hook, { seam: "publish", name: kind }, () =>
        groups[kind].do({ body: message, contentType: "json", delaySeconds }),
      ),
    async check() {
      const missing = Object.entries(queues).filter(([, queue]) => typeof queue?.send !== "function");
      if (missing.length > 0) throw new Error(`Queues without a binding: ${missing.map(([kind]) => kind).join(", ")}`);
    },
  };
}
