import { createHmac } from "node:crypto";
import type { LocalContext } from "../context.ts";
import { pause } from "../fault-answers.ts";
import { type FaultAction, takeRule } from "../fault-rules.ts";
import { faultRules } from "../faults.ts";
import type { DeliveryRecord, HookRecord } from "../records.ts";

/** GitHub waits this long for an answer, and never tries again by itself. */
const TIMEOUT_MS = 10_000;
/** GitHub drops events with larger payloads. */
const MAX_BODY_BYTES = 25 * 1024 * 1024;
const MAX_ANSWER_BYTES = 64 * 1024;
/** Deliveries are listed for three days; a busy day keeps no more than these. */
const KEPT_MS = 3 * 24 * 3_600_000;
const MAX_KEPT = 500;
const DEFAULT_DELAY_MS = 1000;
const HUGE_BYTES = 26 * 1024 * 1024;

export interface Delivery {
  hook: HookRecord;
  /** Shared by all hooks of one event, and by redeliveries. */
  guid: string;
  event: string;
  /** JSON text. */
  payload: string;
  redelivery: boolean;
}

interface Envelope {
  headers: Record<string, string>;
  body: string;
}

type Answer = DeliveryRecord["response"] & { status: string; statusCode: number };

function sign(algorithm: "sha1" | "sha256", secret: string, body: string): string {
  return `${algorithm}=${createHmac(algorithm, secret).update(body).digest("hex")}`;
}

function signatures(secret: string | null, body: string): Record<string, string> {
  if (secret === null) return {};
  return { "X-Hub-Signature": sign("sha1", secret, body), "X-Hub-Signature-256": sign("sha256", secret, body) };
}

function envelope({ hook, guid, event, payload }: Delivery, action: FaultAction["webhook"]): Envelope {
  const isForm = hook.contentType === "form";
  const spoiled = spoilPayload(payload, action);
  const body = isForm ? new URLSearchParams({ payload: spoiled }).toString() : spoiled;
  const secret = action === "badSignature" && hook.secret !== null ? `${hook.secret}-not` : hook.secret;
  return {
    body,
    headers: {
      Accept: "*/*",
      "Content-Type": isForm ? "application/x-www-form-urlencoded" : "application/json",
      "User-Agent": "GitHub-Hookshot/local",
      "X-GitHub-Delivery": guid,
      "X-GitHub-Event": event,
      "X-GitHub-Hook-ID": String(hook.id),
      "X-GitHub-Hook-Installation-Target-ID": String(hook.repoId),
      "X-GitHub-Hook-Installation-Target-Type": "repository",
      ...signatures(secret, body),
    },
  };
}

function spoilPayload(payload: string, action: FaultAction["webhook"]): string {
  if (action === "malformed") return payload.slice(0, Math.floor(payload.length / 2));
  if (action !== "huge") return payload;
  return JSON.stringify({ ...JSON.parse(payload), padding: "x".repeat(HUGE_BYTES) });
}

async function readSome(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).toString("utf8").slice(0, MAX_ANSWER_BYTES);
}

const FAILURES: Record<string, Pick<Answer, "status" | "statusCode">> = {
  TimeoutError: { status: "timed out", statusCode: 504 },
  AbortError: { status: "The server was stopped", statusCode: 502 },
};

async function post(url: string, { headers, body }: Envelope, stop: AbortSignal): Promise<Answer> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const payload = await readSome(response);
    const status = response.ok ? "OK" : `Invalid HTTP Response: ${response.status}`;
    return { status, statusCode: response.status, headers: Object.fromEntries(response.headers), payload };
  } catch (error) {
    const known = FAILURES[error instanceof Error ? error.name : ""];
    return { headers: {}, payload: "", ...(known ?? { status: "failed to connect to host", statusCode: 502 }) };
  }
}

function responseStatus(statusCode: number): string {
  if (statusCode >= 200 && statusCode < 300) return "active";
  return statusCode === 504 ? "timeout" : "misconfigured";
}

function remember(local: LocalContext, record: DeliveryRecord, hook: HookRecord): void {
  const { state, clock } = local;
  const oldest = clock.now() - KEPT_MS;
  state.deliveries = [...state.deliveries.filter(({ deliveredAt }) => deliveredAt > oldest), record].slice(-MAX_KEPT);
  const status = responseStatus(record.statusCode);
  hook.lastResponse = { code: record.statusCode, status, message: record.status };
  state.save();
}

async function attempt(
  local: LocalContext,
  delivery: Delivery,
  context: { stop: AbortSignal; fault: FaultAction["webhook"] },
) {
  const { hook, guid, event, payload, redelivery } = delivery;
  const sent = envelope(delivery, context.fault);
  const started = performance.now();
  const answer: Answer =
    context.fault === "drop"
      ? { status: "failed to connect to host", statusCode: 502, headers: {}, payload: "" }
      : await post(hook.url, sent, context.stop);
  const { action } = JSON.parse(payload) as { action?: string };
  const record: DeliveryRecord = {
    id: local.state.nextId(),
    hookId: hook.id,
    repoId: hook.repoId,
    guid,
    event,
    action: action ?? null,
    deliveredAt: local.clock.now(),
    redelivery,
    durationMs: Math.round(performance.now() - started),
    status: answer.status,
    statusCode: answer.statusCode,
    request: { headers: sent.headers, payload },
    response: { headers: answer.headers, payload: answer.payload },
  };
  remember(local, record, hook);
}

const heldBack = new WeakMap<LocalContext, () => void>();

/** Waits for the next delivery to leave first, or a moment when there is none. */
function letNextPass(local: LocalContext): Promise<void> {
  const overtaken = new Promise<void>((resolve) => heldBack.set(local, resolve));
  return Promise.race([overtaken, pause(DEFAULT_DELAY_MS)]);
}

async function takeFault(local: LocalContext, { hook, event, payload }: Delivery): Promise<FaultAction | undefined> {
  const url = new URL(hook.url);
  const body = async () => payload;
  const seen = {
    method: "POST",
    path: url.pathname,
    query: url.search.slice(1),
    host: url.hostname,
    token: null,
    body,
    event,
  };
  return (await takeRule(faultRules(local), seen))?.action;
}

/** Sends one delivery and records how it went; never throws for what the receiver does. */
export async function sendDelivery(local: LocalContext, delivery: Delivery, stop: AbortSignal): Promise<void> {
  if (Buffer.byteLength(delivery.payload) > MAX_BODY_BYTES) return;
  const action = await takeFault(local, delivery);
  const fault = action?.webhook;
  if (fault === "delay") await pause(action?.delayMs ?? DEFAULT_DELAY_MS);
  if (fault === "reorder") await letNextPass(local);
  const overtake = fault === "reorder" ? undefined : heldBack.get(local);
  await attempt(local, delivery, { stop, fault });
  if (fault === "duplicate") await attempt(local, delivery, { stop, fault: undefined });
  if (overtake) {
    heldBack.delete(local);
    overtake();
  }
}
