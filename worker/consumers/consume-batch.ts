import * as z from "zod";
import { reasonOf } from "../errors.ts";
import type { Scope } from "../services/context.ts";
import { giveUpMessage } from "../services/jobs/reconcile.ts";
import { type JobHandlers, runJob } from "../services/jobs/run-job.ts";

/** Messages of another version wait for the deploy that knows them. */
const JobMessage = z.object({ v: z.literal(1), job_id: z.uuid() });
const Versioned = z.object({ v: z.number() });

const LATER_SECONDS = 10;
const DEAD_LETTERS = "dead-letter";

/**
 * Handles one batch of job hints, all at the same time, so that none waits for another's job. Settles each message by itself
 * and never throws, because a throw sends the whole batch again.
 */
export async function consumeBatch(batch: MessageBatch, scope: Scope, handlers: JobHandlers): Promise<void> {
  const surroundings = { scope, handlers, queue: batch.queue };
  await Promise.all(batch.messages.map((message) => consume(message, surroundings)));
}

type Surroundings = { readonly scope: Scope; readonly handlers: JobHandlers; readonly queue: string };

async function consume(message: Message, { scope, handlers, queue }: Surroundings): Promise<void> {
  const hint = JobMessage.safeParse(message.body);
  if (!hint.success) {
    scope.log.error("message_unreadable", { queue });
    const isNewer = Versioned.safeParse(message.body).data?.v;
    if (isNewer !== undefined && isNewer !== 1) message.retry({ delaySeconds: LATER_SECONDS });
    else message.ack();
    return;
  }
  try {
    // A hint that comes early is dropped: whoever lets a job in at its time sends another.
    if (queue === DEAD_LETTERS) await giveUpMessage(scope, hint.data.job_id);
    else await runJob(scope, hint.data.job_id, handlers);
    message.ack();
  } catch (error) {
    scope.log.error("message_failed", { queue, job_id: hint.data.job_id, reason: reasonOf(error) });
    message.retry({ delaySeconds: LATER_SECONDS });
  }
}
