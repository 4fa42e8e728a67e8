import * as z from "zod";
import { AppError } from "../../errors.ts";
import type { Ctx, Scope } from "../context.ts";
import { publishAdmitted } from "../jobs/admission.ts";
import { announceCreated } from "../jobs/create-job.ts";
import { sendEvents, sendRepositoryEvent } from "../jobs/send-events.ts";
import { systemCtx } from "../jobs/system-ctx.ts";
import { type Decision, decide } from "./decide.ts";
import { readEvent } from "./read-event.ts";
import { type Addressed, type Stored, storeDelivery } from "./store-delivery.ts";
import { type RawDelivery, refusalOf, type Signer, signedBy } from "./verify-delivery.ts";

export type Received = {
  /** `queued` a job, `recorded` a change, `ignored` what we do not follow, `duplicate` what was received before. */
  readonly outcome: Decision["outcome"] | "duplicate";
  readonly jobId: string | null;
};

/** Runs what nobody has to wait for: after the answer, where the platform allows that. */
export type Later = (work: () => Promise<void>) => unknown;

const Headers = z.object({
  guid: z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
  event: z.string().regex(/^[a-z_]{1,40}$/),
});
/** Hexadecimal digits of a signature that are kept. */
const TAG_LENGTH = 16;
const AboutRepository = z.object({ repository: z.object({ id: z.int() }) });
const UNREADABLE = {
  outcome: "recorded",
  action: null,
  wanted: null,
  change: null,
  onlyIfDefault: null,
  tell: null,
} as const satisfies Decision;

/**
 * Takes one delivery in: signature over the raw bytes first, then the row, its effects and its job in one batch, so that
 * an answer of 2xx means that nothing gets lost and a repeat changes nothing. Queue and objects are told by way of `later`.
 * Throws unauthenticated before anything is parsed or written, and invalid_json or invalid_input for a signed body that is
 * not GitHub's.
 */
export async function receiveWebhook(
  scope: Scope,
  raw: RawDelivery,
  later: Later = (work) => work(),
): Promise<Received> {
  const signer = await signedBy(scope, raw);
  if (!signer) throw refusalOf(scope, raw);
  const headers = Headers.safeParse(raw);
  if (!headers.success) throw unreadable("invalid_json", "Send the headers X-GitHub-Event and X-GitHub-Delivery.");
  const id = scope.random.uuidv7();
  const ctx: Ctx = { ...systemCtx(scope, signer.orgId), actor: { kind: "webhook", deliveryId: id } };
  const payload = parseBody(raw.body);
  const { guid, event } = headers.data;
  const addressed = {
    ...addressOf(signer, raw),
    bodyTag: bodyTagOf(signer, raw),
    id,
    guid,
    event,
    githubId: githubIdOf(payload),
    receivedAt: ctx.clock.now(),
  };
  const read = payload === undefined ? undefined : readEvent(event, payload);
  const decision = read ? decide(read) : UNREADABLE;
  const stored = await storeDelivery(ctx, addressed, decision);
  if (stored.isKnown === 1 && stored.isInForce === 0) throw refusalOf(scope, raw);
  const received = receivedOf(stored, addressed);
  if (received.outcome === "duplicate") warnOfOtherBody(ctx, stored, addressed);
  if (payload === undefined)
    throw unreadable("invalid_json", "The body is not JSON. Set the webhook's content type to JSON.");
  if (!read) throw unreadable("invalid_input", `The body is not what GitHub sends for the event ${event}.`);
  if (stored.id === id) await later(() => tell(ctx, addressed, { stored, tell: decision.tell }));
  // Nothing was written that would speak of it.
  else
    ctx.log.info("delivery_not_kept", { delivery_id: stored.id, hook_id: addressed.hookId, state: received.outcome });
  return received;
}

function addressOf(
  { repositoryId, key }: Signer,
  { hookId }: RawDelivery,
): Pick<Addressed, "repositoryId" | "key" | "hookId"> {
  // What is no number is no webhook's id: it equals none.
  return { repositoryId, key, hookId: /^\d{1,15}$/.test(hookId ?? "") ? Number(hookId) : -1 };
}

/** The signature stands for the body: as long as the key is the same, other bodies have others. */
function bodyTagOf({ key }: Signer, { signature = "" }: RawDelivery): string {
  return `${key} ${signature.slice(-TAG_LENGTH).toLowerCase()}`;
}

/** GitHub sends a delivery again as it was: one that differs under its GUID is somebody's mistake or forgery. */
function warnOfOtherBody(ctx: Ctx, { id, bodyTag }: Stored, addressed: Addressed): void {
  const isSameKey = bodyTag?.startsWith(`${addressed.key} `) === true;
  if (!isSameKey || bodyTag === addressed.bodyTag) return;
  ctx.log.warning("delivery_differs", { org_id: ctx.orgId, delivery_id: id, hook_id: addressed.hookId });
}

/** A repository that is not connected (any more) is none of our business. */
function receivedOf(stored: Stored, { id }: Addressed): Received {
  if (stored.isKnown === 0) return { outcome: "ignored", jobId: null };
  return { outcome: stored.id === id && stored.outcome ? stored.outcome : "duplicate", jobId: stored.jobId };
}

async function tell(
  ctx: Ctx,
  { repositoryId }: Addressed,
  done: { stored: Stored; tell: Decision["tell"] },
): Promise<void> {
  const { made, admitted, outcome } = done.stored;
  // Pages are told of a job that was let in by whoever takes it, a moment later.
  if (made && admitted.some(({ id }) => id === made.jobId)) await publishAdmitted(ctx, admitted);
  else if (made) {
    await announceCreated(ctx, made.jobId, admitted);
    await sendEvents(ctx, { id: made.jobId, repositoryId, state: "pending", analysisId: null }, [made.first]);
  }
  if (done.tell && outcome !== "ignored") await sendRepositoryEvent(ctx, repositoryId, done.tell);
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

function githubIdOf(payload: unknown): number | null {
  const about = AboutRepository.safeParse(payload);
  return about.success ? about.data.repository.id : null;
}
