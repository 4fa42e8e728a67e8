/** Webhook deliveries of a GitHub that only the test knows: a connected repository with a secret, and signed requests. */
import { env } from "cloudflare:workers";
import { utf8 } from "../../../worker/platform/encoding.ts";
import type { RawDelivery } from "../../../worker/services/webhooks/verify-delivery.ts";
import { as, send } from "./as.ts";
import { makeRepository } from "./github.ts";
import { seedRepository } from "./seed-analysis.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
export const PUSH = { ref: "refs/heads/main", after: SHA, deleted: false };

let nextHook = 1_000;

/** A connected repository with a webhook that only the test knows. */
export async function hooked() {
  const caller = await as();
  nextHook += 1;
  const hookId = nextHook;
  const made = await makeRepository({ files: { a: "a" } });
  const { id, ctx } = await seedRepository(caller, made, { id: hookId });
  const key = "test1.1";
  const secret = (await ctx.hookSecrets.secretOf(key, { orgId: caller.orgId, repositoryId: id })) ?? "";
  return { caller, hookId, made, repositoryId: id, ctx, key, secret };
}

export type Hooked = Awaited<ReturnType<typeof hooked>>;

export async function sign(body: string, secret: string): Promise<string> {
  const key = await crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(body)));
  return `sha256=${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export type Sent = {
  event?: string;
  payload?: unknown;
  body?: string;
  guid?: string;
  secret?: string;
  headers?: Record<string, string>;
};

export async function request(here: Pick<Hooked, "hookId" | "secret">, sent: Sent): Promise<RequestInit> {
  const body = sent.body ?? JSON.stringify(sent.payload ?? PUSH);
  const headers = {
    "content-type": "application/json",
    "x-github-event": sent.event ?? "push",
    "x-github-delivery": sent.guid ?? crypto.randomUUID(),
    "x-github-hook-id": String(here.hookId),
    "x-hub-signature-256": await sign(body, sent.secret ?? here.secret),
    ...sent.headers,
  };
  return { method: "POST", body, headers };
}

type Place = Pick<Hooked, "caller" | "repositoryId" | "key">;

/** The address of a webhook, below `path`. */
export function addressOf({ caller, repositoryId, key }: Place, path = "/api/webhooks/github"): string {
  return `${path}?${new URLSearchParams({ org: caller.orgId, repository: repositoryId, key })}`;
}

export async function deliver(here: Hooked, sent: Sent = {}): Promise<Response> {
  return send(addressOf(here), await request(here, sent));
}

/** The same delivery for the service itself. */
export async function rawOf(here: Hooked, guid: string, payload: unknown = PUSH): Promise<RawDelivery> {
  const body = JSON.stringify(payload);
  const { caller, repositoryId, key, hookId } = here;
  const signature = await sign(body, here.secret);
  const from = { orgId: caller.orgId, repositoryId, key, hookId: String(hookId) };
  return { ...from, guid, event: "push", signature, body: utf8(body) };
}

const TABLES = ["webhook_deliveries", "jobs", "audit_log"];

export async function counts({ caller }: Pick<Hooked, "caller">): Promise<number[]> {
  const found = await env.DB.batch<{ n: number }>(
    TABLES.map((table) => env.DB.prepare(`select count(*) as n from ${table} where org_id = ?`).bind(caller.orgId)),
  );
  return found.map(({ results }) => results[0]?.n ?? -1);
}

export async function outcomes({ caller }: Hooked): Promise<unknown[]> {
  const statement = env.DB.prepare(
    "select event, action, outcome, job_id is not null as has_job from webhook_deliveries where org_id = ?",
  );
  return (await statement.bind(caller.orgId).all()).results;
}
