/** The server's half of a WebSocket, as much of RFC 6455 as a page needs: text out, pings of the client answered. */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const size = payload.length;
  if (size < 126) return Buffer.concat([Buffer.from([0x81, size]), payload]);
  const head = Buffer.from([0x81, 126, size >> 8, size & 0xff]);
  return Buffer.concat([head, payload]);
}

/** Accepts an upgrade and answers a function that sends text. Whatever the client says is answered with `pong`. */
export function acceptSocket(request: IncomingMessage, socket: Duplex): (text: string) => void {
  const key = request.headers["sec-websocket-key"] ?? "";
  const accept = createHash("sha1").update(`${key}${MAGIC}`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on("error", () => socket.destroy());
  socket.on("data", (data: Buffer) => {
    const isClose = ((data[0] ?? 0) & 0x0f) === 8;
    if (isClose) socket.end(Buffer.from([0x88, 0]));
    else socket.write(frameOf("pong"));
  });
  return (text) => {
    if (socket.writable) socket.write(frameOf(text));
  };
}
