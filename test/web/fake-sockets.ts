import { vi } from "vitest";

export type FakeSocket = {
  onmessage: ((event: { data: string }) => void) | null;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
};

/** Stands in for the browser's WebSocket until globals are unstubbed. Gives the sockets that are opened, newest last. */
export function fakeSockets(): FakeSocket[] {
  const sockets: FakeSocket[] = [];
  class Socket {
    onmessage = null;
    onopen = null;
    onclose = null;
    constructor() {
      sockets.push(this);
    }
    send() {}
    close() {}
  }
  vi.stubGlobal("WebSocket", Socket);
  return sockets;
}
