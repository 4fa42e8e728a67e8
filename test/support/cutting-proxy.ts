/** A proxy for a browser that cuts its WebSockets. A socket is a tunnel (CONNECT); other requests are forwarded or tunnelled whole. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";

type Cut = {
  /** Pieces of what the server says that pass before the cut; the first one is its consent to the socket. */
  readonly after: number;
  /** `reset` at once, `end` politely, `torn` in the middle of the next piece. */
  readonly how: "reset" | "end" | "torn";
};

export type CuttingProxy = {
  readonly url: string;
  /** Sockets so far whose path matches: opened, and cut. */
  opened(path: RegExp): number;
  cut(path: RegExp): number;
  /** Plain requests so far whose path matches. */
  asked(path: RegExp): number;
  close(): Promise<void>;
};

/** When a new socket is cut; undefined: never. */
type Plan = () => Cut | undefined;

type Tunnel = { readonly browser: Duplex; readonly server: Socket; path: string; isCut: boolean };

const TORN_AFTER_BYTES = 3;

function forward(incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url } = incoming;
  const onward = request(url ?? "", { method, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  incoming.pipe(onward);
}

function end({ browser, server }: Tunnel): void {
  browser.destroy();
  server.destroy();
}

function cutNow(tunnel: Tunnel, how: Cut["how"], piece: Buffer): void {
  tunnel.isCut = true;
  if (how === "torn") tunnel.browser.write(piece.subarray(0, TORN_AFTER_BYTES), () => end(tunnel));
  else if (how === "end") {
    tunnel.browser.end(piece);
    tunnel.server.destroy();
  } else {
    (tunnel.browser as Socket).resetAndDestroy();
    tunnel.server.resetAndDestroy();
  }
}

/** Passes on what both sides say until the cut. */
function join(tunnel: Tunnel, plan: Plan): void {
  let pieces = 0;
  let cut: Cut | undefined;
  tunnel.browser.once("data", (bytes: Buffer) => {
    const asks = bytes.toString("latin1");
    tunnel.path = /^GET (\S+)/.exec(asks)?.[1] ?? "";
    cut = /^upgrade: websocket/im.test(asks) ? plan() : undefined;
  });
  tunnel.browser.pipe(tunnel.server);
  tunnel.server.on("data", (piece: Buffer) => {
    pieces += 1;
    if (cut && pieces > cut.after) cutNow(tunnel, cut.how, piece);
    else tunnel.browser.write(piece);
  });
}

/** Starts on a free port of the loopback interface. `plan` says for each new socket when it is cut; undefined: never. */
export async function startCuttingProxy(plan: Plan): Promise<CuttingProxy> {
  const tunnels: Tunnel[] = [];
  const paths: string[] = [];
  const proxy = createServer((incoming, answer) => {
    paths.push(new URL(incoming.url ?? "", "http://localhost").pathname);
    forward(incoming, answer);
  });
  proxy.on("connect", (incoming, browser, head) => {
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const server = connect(Number(port || 80), hostname, () => {
      browser.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.write(head);
      join(tunnel, plan);
    });
    const tunnel: Tunnel = { browser, server, path: "", isCut: false };
    tunnels.push(tunnel);
    for (const side of [browser, server]) side.on("error", () => end(tunnel)).on("close", () => end(tunnel));
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    opened: (path) => tunnels.filter((tunnel) => path.test(tunnel.path)).length,
    cut: (path) => tunnels.filter((tunnel) => tunnel.isCut && path.test(tunnel.path)).length,
    asked: (path) => paths.filter((each) => path.test(each)).length,
    close: () =>
      new Promise((resolve) => {
        for (const tunnel of tunnels) end(tunnel);
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };
}
