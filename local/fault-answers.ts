// What a fault does to an answer, from gentle (a field changed) to rude (the connection gone).
import { setTimeout as wait } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { LocalContext } from "./context.ts";
import type { FaultAction } from "./fault-rules.ts";

const SECOND_MS = 1000;

/** The socket of a request, of any server here. */
type Connection = { env: HttpBindings };

export function pause(ms: number): Promise<void> {
  return wait(ms, undefined, { ref: false });
}

function limitHeaders({ rates, settings }: LocalContext): Record<string, string> {
  const { limit, remaining, used, resetAt, resource } = rates.peek(settings.login, "core");
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-used": String(used),
    "x-ratelimit-reset": String(Math.ceil(resetAt / SECOND_MS)),
    "x-ratelimit-resource": resource,
  };
}

/** The answer that a rule prescribes, with the limits that GitHub sends along unless the rule says others. */
export function prescribed(local: LocalContext, { status = 500, headers = {}, body }: FaultAction): Response {
  const isText = typeof body === "string";
  const content = body === undefined ? null : isText ? body : JSON.stringify(body);
  const type = isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
  return new Response(content, {
    status,
    headers: { ...limitHeaders(local), ...(content === null ? {} : { "content-type": type }), ...headers },
  });
}

function isRemoval(value: unknown): boolean {
  return typeof value === "object" && value !== null && "remove" in value;
}

function setPointer(document: unknown, pointer: string, value: unknown): void {
  const keys = pointer.split("/").slice(1);
  const last = keys.pop()?.replaceAll("~1", "/").replaceAll("~0", "~");
  let target = document as Record<string, unknown> | undefined;
  for (const key of keys) target = target?.[key.replaceAll("~1", "/").replaceAll("~0", "~")] as typeof target;
  if (typeof target !== "object" || target === null || last === undefined) return;
  if (isRemoval(value)) delete target[last];
  else target[last] = value;
}

async function mutated(response: Response, changes: Record<string, unknown>): Promise<Response> {
  const document: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  if (document === undefined) return response;
  for (const [pointer, value] of Object.entries(changes)) setPointer(document, pointer, value);
  return withBody(response, JSON.stringify(document));
}

function withBody(response: Response, body: string | ReadableStream<Uint8Array>): Response {
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  headers.delete("etag");
  return new Response(body, { status: response.status, headers });
}

/** The same answer, this slowly. */
export function trickled(response: Response, bytesPerSecond: number): Response {
  if (!response.body) return response;
  const slow = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      for (let at = 0; at < chunk.length; at += bytesPerSecond) {
        controller.enqueue(chunk.subarray(at, at + bytesPerSecond));
        await pause(SECOND_MS);
      }
    },
  });
  return withBody(response, response.body.pipeThrough(slow));
}

/** Changes of content, in order; the connection stays whole. */
export async function spoilContent(response: Response, action: FaultAction): Promise<Response> {
  let spoiled = response;
  if (action.mutate) spoiled = await mutated(spoiled, action.mutate);
  if (action.truncateJson) {
    const text = await spoiled.text();
    spoiled = withBody(spoiled, text.slice(0, Math.floor(text.length / 2)));
  }
  if (action.skewMs !== undefined) {
    spoiled = new Response(spoiled.body, spoiled);
    spoiled.headers.set("date", new Date(Date.now() + action.skewMs).toUTCString());
  }
  return action.trickle === undefined ? spoiled : trickled(spoiled, action.trickle);
}

/** Ends the connection without an answer. */
export function cut(c: Connection): Response {
  c.env.outgoing.socket?.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** Announces the whole body, sends its first bytes, then cuts the connection. */
export async function cutBody(c: Connection, response: Response, afterBytes: number): Promise<Response> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  const { outgoing } = c.env;
  outgoing.writeHead(response.status, { ...headers, "content-length": String(body.length) });
  await new Promise<void>((resolve) => {
    outgoing.write(body.subarray(0, afterBytes), () => resolve());
  });
  outgoing.socket?.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** An answer that never comes; it ends when the client goes away. */
export function hang(c: Connection): Promise<Response> {
  return new Promise((resolve) => {
    c.env.outgoing.once("close", () => resolve(RESPONSE_ALREADY_SENT));
  });
}
