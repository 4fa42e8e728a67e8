/** What callers hand to the product, and what it answers. */
import type { createWorker } from "../../../../worker/wiring.ts";
import { hear, plant, plantOfDeploy } from "./register.ts";

type Worker = ReturnType<typeof createWorker>;

/** Answers that show a secret on purpose, once, and the field that has it. */
const SHOWN: Readonly<Record<string, string>> = { "POST /api/tokens": "secret", "POST /api/invitations": "url" };

const SECRETS = /(?:_SECRET|_SECRET_PREVIOUS|_TOKEN|_API_KEY)$/;
/** Opens the control routes of the servers beside the product, which never sees them. */
const OF_TESTS = /CONTROL_TOKEN$/;
const SESSION_COOKIE = /(?:^|;\s*|,\s*)__Host-ado_(?:at|rt)=([^;,\s]+)/g;

function plantCookies(text: string): void {
  for (const [, value] of text.matchAll(SESSION_COOKIE)) plant("a session cookie", value ?? "");
}

function plantVariables(env: Env): void {
  for (const [name, value] of Object.entries(env)) {
    if (typeof value === "string" && SECRETS.test(name) && !OF_TESTS.test(name)) plantOfDeploy(name, value);
  }
  const keys: unknown = JSON.parse(env.ENCRYPTION_KEYS);
  if (typeof keys !== "object" || keys === null) return;
  for (const value of Object.values(keys)) plantOfDeploy("an encryption key", String(value));
}

function plantCredentials(request: Request): void {
  plantCookies(request.headers.get("cookie") ?? "");
  const [, token = ""] = /^Bearer (ado_\w+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
  plant("an API token", token);
}

function headersOf(response: Response): string {
  const others = [...response.headers].filter(([name]) => name !== "set-cookie");
  const cookies = response.headers.getSetCookie().map((line) => line.replace(SESSION_COOKIE, ""));
  return JSON.stringify([others, cookies]);
}

/** Answers with the same response and remembers what of its body is read. */
function heardOf(request: Request, response: Response): Response {
  const route = `${request.method} ${new URL(request.url).pathname}`;
  for (const line of response.headers.getSetCookie()) plantCookies(line);
  hear({ where: `the headers of ${route}`, text: headersOf(response) });
  if (response.body === null || response.webSocket) return response;
  const chunks: Uint8Array[] = [];
  hear({ where: `the answer to ${route}`, text: chunks, shows: response.ok ? SHOWN[route] : undefined });
  const listening = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      chunks.push(chunk);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(listening), response);
}

/** A Worker that does what this one does; secrets that it is given, and what it answers, are remembered. */
export function watched(worker: Worker): Worker {
  return {
    ...worker,
    async fetch(request, env, ctx) {
      plantVariables(env);
      plantCredentials(request);
      return heardOf(request, await worker.fetch(request, env, ctx));
    },
  };
}
