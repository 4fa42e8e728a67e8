import * as z from "zod";
import { type Delivery, deliveryInsert, findDelivery, isRepeatedDelivery } from "../../db/deliveries.ts";
import { forOrg } from "../../db/for-org.ts";
import { findRepository, type Repository } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";
import { audit } from "../audit.ts";
import type { Ctx, Scope } from "../context.ts";
import { createJob } from "../jobs/create-job.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { systemCtx } from "../jobs/system-ctx.ts";
import { type Effect, effectOf } from "./apply-event.ts";
import { readEvent, type WebhookEvent } from "./read-event.ts";
import { notSigned, type RawDelivery, signedBy } from "./verify-delivery.ts";

export type Received = {
  /** `queued` a job, `recorded` a change, `ignored` what we do not follow, `duplicate` what was received before. */
  readonly outcome: Effect["outcome"] | "duplicate";
  readonly jobId: string | null;
};

const Headers = z.object({
  guid: z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
  event: z.string().regex(/^[a-z_]{1,40}$/),
});
const AboutRepository = z.object({ repository: z.object({ id: z.int() }) });

/**
 * Takes one delivery in: signature over the raw bytes first, then the row, its effects and its job in one batch, so that
 * an answer of 2xx means that nothing gets lost and a repeat changes nothing. Throws unauthenticated before anything is
 * parsed or written, and invalid_json or invalid_input for a signed body that is not GitHub's.
 */
export async function receiveWebhook(scope: Scope, raw: RawDelivery): Promise<Received> {
  const signer = await signedBy(scope, raw);
  const repository = signer && (await findRepository(forOrg(scope.db, signer.orgId), signer.repositoryId));
  if (!repository || !isInForce(scope, repository, { ...raw, key: signer.key })) throw notSigned();
  const headers = Headers.safeParse(raw);
  if (!headers.success)
    throw unreadable("invalid_input", "The headers X-GitHub-Event and X-GitHub-Delivery are missing.");
  const { guid, event: name } = headers.data;
  const id = scope.random.uuidv7();
  const ctx: Ctx = { ...systemCtx(scope, repository.orgId), actor: { kind: "webhook", deliveryId: id } };
  const hookId = Number(raw.hookId);
  const known = await findDelivery(ctx.data, hookId, guid);
  if (known) return { outcome: "duplicate", jobId: known.jobId };
  const delivery = { id, repositoryId: repository.id, hookId, guid, event: name, receivedAt: ctx.clock.now() };
  return take(ctx, { repository, delivery, payload: parseBody(raw.body) });
}

/** The key of the row, and while one rotates the one before it; only of the row's own webhook. */
function isInForce(
  scope: Scope,
  row: Repository,
  { hookId, key }: { hookId: string | undefined; key: string },
): boolean {
  const isPrevious = row.previousHookKey === key && (row.previousHookKeyUntil ?? 0) > scope.clock.now();
  return (row.hookKey === key || isPrevious) && String(row.hookId) === hookId;
}

type Taking = {
  readonly repository: Repository;
  readonly delivery: Omit<Delivery, "action" | "outcome" | "jobId">;
  /** Undefined when the body is not JSON. */
  readonly payload: unknown;
};

async function take(ctx: Ctx, { repository, delivery, payload }: Taking): Promise<Received> {
  const event = payload === undefined ? undefined : eventFor(repository, delivery.event, payload);
  const effect = event
    ? effectOf(ctx, repository, event)
    : { outcome: "recorded" as const, statements: [], tell: null };
  const row = { ...delivery, action: event?.action ?? null, outcome: effect.outcome };
  const received = await store(ctx, row, effect);
  const { hookId } = delivery;
  ctx.log.info("webhook_received", { delivery_id: row.id, hook_id: hookId, kind: row.event, state: received.outcome });
  if (payload === undefined)
    throw unreadable("invalid_json", "The body is not JSON. Set the webhook's content type to JSON.");
  if (!event) throw unreadable("invalid_input", `The body is not what GitHub sends for the event ${delivery.event}.`);
  if (effect.tell && received.outcome !== "duplicate") await sendRepositoryEvent(ctx, repository.id, effect.tell);
  return received;
}

function unreadable(code: "invalid_json" | "invalid_input", detail: string): AppError {
  return new AppError(code, detail, { problemCode: "webhook_unreadable" });
}

function parseBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** A webhook speaks for its own repository alone. */
function eventFor(repository: Repository, name: string, payload: unknown): WebhookEvent | undefined {
  const about = AboutRepository.safeParse(payload);
  if (about.success && about.data.repository.id !== repository.githubId) return { kind: "ignored", action: null };
  return readEvent(name, payload);
}

async function store(ctx: Ctx, row: Omit<Delivery, "jobId">, effect: Effect): Promise<Received> {
  const meta = { event: row.event, action: row.action, outcome: row.outcome, repository_id: row.repositoryId };
  const audited = { action: "webhook.received", targetKind: "webhook_delivery", targetId: row.id, meta };
  const record = (jobId: string | null) => [deliveryInsert(ctx.data, { ...row, jobId }), audit(ctx, audited)] as const;
  try {
    if (effect.outcome === "queued") {
      const spec = { kind: "sync", trigger: "push", repositoryId: row.repositoryId } as const;
      const { jobId } = await createJob(ctx, spec, (job) => record(job.jobId));
      return { outcome: "queued", jobId };
    }
    await ctx.data.db.batch([...record(null), ...effect.statements]);
    return { outcome: effect.outcome, jobId: null };
  } catch (error) {
    if (isRepeatedDelivery(error)) return { outcome: "duplicate", jobId: null };
    throw error;
  }
}
