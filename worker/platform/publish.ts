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

export function createPublisher(queues: Record<QueueKind, Queue>, hook?: SeamHook): Publisher {
  return {
    publish: (kind, message, delaySeconds = 0) =>
      hooked(hook, { seam: "publish", name: kind }, async () => {
        await queues[kind].send(message, { contentType: "json", delaySeconds });
      }),
    async check() {
      const missing = Object.entries(queues).filter(([, queue]) => typeof queue?.send !== "function");
      if (missing.length > 0) throw new Error(`Queues without a binding: ${missing.map(([kind]) => kind).join(", ")}`);
    },
  };
}
