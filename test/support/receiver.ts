import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

interface Received {
  headers: Record<string, string>;
  body: string;
  /** The parsed payload; null when the body is not JSON. */
  payload: Record<string, unknown> | null;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** What the next requests are answered with; `hold` leaves them without an answer. */
  answer: { status: number; headers?: Record<string, string>; body?: string; hold?: boolean };
  /** Resolves with the deliveries of that event as soon as there are `count`. */
  waitFor(event: string, count?: number): Promise<Received[]>;
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parse(body: string): Received["payload"] {
  try {
    return JSON.parse(new URLSearchParams(body).get("payload") ?? body) as Received["payload"];
  } catch {
    return null;
  }
}

/** A server that only listens to webhooks. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answer: Receiver["answer"] = { status: 200 };
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    received.push({ headers, body, payload: parse(body) });
    if (!answer.hold) response.writeHead(answer.status, answer.headers).end(answer.body ?? "ok");
    for (const look of waiting) look();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const of = (event: string) => received.filter(({ headers }) => headers["x-github-event"] === event);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer,
    waitFor: (event, count = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (of(event).length < count) return;
          waiting.delete(look);
          resolve(of(event));
        };
        waiting.add(look);
        look();
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
