/** Servers that are no part of the product. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

type Served = { readonly url: string; close(): Promise<void> };

/** Listens on a free port; `close` waits for nobody. */
async function listen(server: Server): Promise<Served> {
  const sockets = new Set<Duplex>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

/** The pages of `target` without their headers: what the same attacks do when nothing stops them. */
export async function startBareServer(target: string): Promise<Served> {
  const server = createServer(async (request, response) => {
    const answer = await fetch(target + request.url).catch(() => undefined);
    const type = answer?.headers.get("content-type") ?? "text/plain";
    response.writeHead(answer?.status ?? 502, { "content-type": type });
    response.end(answer && Buffer.from(await answer.arrayBuffer()));
  });
  return listen(server);
}

export type EvilServer = Served & {
  /** Paths that were asked, newest last. */
  readonly asked: string[];
};

/**
 * Another origin: takes whatever it is asked and remembers it. Its page `/frame` shows the address `framed` in a frame.
 */
export async function startEvilServer(framed: string): Promise<EvilServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/");
    asked.push(path);
    const isFrame = path === "/frame";
    response.writeHead(200, {
      "content-type": isFrame ? "text/html" : "text/javascript",
      "access-control-allow-origin": "*",
    });
    response.end(isFrame ? `<iframe name="victim" src="${framed}"></iframe>` : "");
  });
  server.on("upgrade", (request, socket) => {
    asked.push(decodeURIComponent(request.url ?? "/"));
    socket.destroy();
  });
  return { ...(await listen(server)), asked };
}
