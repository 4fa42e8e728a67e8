import type { AddressInfo } from "node:net";
import type { ServerType } from "@hono/node-server";

/** Longer than clients keep a connection for its next request: one that we close first may get that request on its way. */
const KEEP_ALIVE_MS = 120_000;

/** The port that it listens on. Throws one clear sentence when that port is taken. */
export function listen(server: ServerType, port: number, host: string): Promise<number> {
  if ("keepAliveTimeout" in server) server.keepAliveTimeout = KEEP_ALIVE_MS;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const inUse = error.code === "EADDRINUSE";
      reject(inUse ? new Error(`Port ${port} is in use. Stop what listens there or choose another port.`) : error);
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Ends the server and every connection to it. */
export function stop(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
