/**
 * Serves the built app with its production headers over a scripted API, to look at pages in states that are hard to
 * reach. The cookie `scenario` chooses: data (default), empty, error, slow, signed-out, missing-scope, cut, viewer, near,
 * behind.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { pageHeadersAt } from "../../../scripts/page-headers.ts";
import { eventsOf } from "./analysis.ts";
import { answerApi } from "./api.ts";
import { JOB_FRAMES } from "./jobs.ts";
import { acceptSocket } from "./socket.ts";

const ROOT = fileURLToPath(new URL("../../../dist/client/", import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Where the policy sends reports to. */
const REPORTS = "/api/csp-report";

function scenarioOf(request: IncomingMessage): string {
  return /(?:^|; )scenario=([a-z-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "data";
}

type Headers = Readonly<Record<string, string>>;

/** The lines of a block of `_headers` below its path. A line with `!` takes away what an earlier block said. */
function headersOf(block: string | undefined): Headers {
  const lines = (block ?? "").split("\n").slice(1);
  const named = lines
    .filter((line) => line.includes(": "))
    .map((line) =>
      line
        .trim()
        .split(/: (.*)/s)
        .slice(0, 2),
    );
  return Object.fromEntries(named);
}

/** The first block is for every path; the second is for what never changes, which browsers keep. */
async function pageHeaders(): Promise<{ every: Headers; assets: Headers }> {
  const text = await readFile(join(ROOT, "_headers"), "utf8").catch(() => "");
  const [every, assets] = pageHeadersAt(text, "http://localhost").split("\n\n").map(headersOf);
  return { every: every ?? {}, assets: { ...every, ...assets } };
}

async function answerFile(path: string, response: ServerResponse): Promise<void> {
  const name = extname(path) === "" ? "index.html" : path;
  const body = await readFile(join(ROOT, name)).catch(() => undefined);
  if (body === undefined) {
    response.writeHead(404).end();
    return;
  }
  const { every, assets } = await pageHeaders();
  const headers = path.startsWith("/assets/") ? assets : every;
  response.writeHead(200, { ...headers, "content-type": TYPES[extname(name)] ?? "text/plain" }).end(body);
}

/** Takes what a browser says of a page that broke the policy. */
type TakeReport = (body: string, type: string) => void | Promise<void>;

type Asked = { readonly request: IncomingMessage; readonly response: ServerResponse };

async function answer({ request, response }: Asked, take: TakeReport | undefined): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!url.pathname.startsWith("/api")) return answerFile(url.pathname, response);
  let body = "";
  for await (const chunk of request) body += chunk;
  if (url.pathname === REPORTS) {
    await take?.(body, request.headers["content-type"] ?? "");
    response.writeHead(204).end();
    return;
  }
  const reply = await answerApi({ method: request.method ?? "GET", url, body, scenario: scenarioOf(request) });
  const type = reply.status >= 400 ? "application/problem+json" : "application/json";
  response.writeHead(reply.status, { "content-type": type, ...reply.headers }).end(JSON.stringify(reply.body));
}

const BETWEEN_EVENTS_MS = 700;

/** Plays the events of a running job from `since`, one after the other; the last four never come. */
function playJob(send: (text: string) => void, since: number): void {
  const events = eventsOf().filter((event) => event.seq > since);
  for (const [index, event] of events.slice(0, -4).entries()) {
    const play = () => send(JSON.stringify({ v: 1, kind: "event", event: { ...event, at: new Date().toISOString() } }));
    setTimeout(play, index * BETWEEN_EVENTS_MS).unref();
  }
}

/**
 * Starts on a free port of the loopback interface; the answer has the address and ends the server. Reports about the policy
 * go to `take`.
 */
export async function startWebMock(take?: TakeReport): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    answer({ request, response }, take).catch(() => response.writeHead(500).end());
  });
  // A server knows its upgraded sockets no longer, but waits for them.
  const sockets = new Set<Duplex>();
  server.on("upgrade", (request, socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    const url = new URL(request.url ?? "/", "http://localhost");
    if (scenarioOf(request) === "cut") {
      socket.destroy();
      return;
    }
    const send = acceptSocket(request, socket);
    if (url.pathname === "/api/live") for (const frame of JOB_FRAMES) send(JSON.stringify(frame));
    if (url.pathname.startsWith("/api/jobs/")) playJob(send, Number(url.searchParams.get("since") ?? 0));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, close };
}
