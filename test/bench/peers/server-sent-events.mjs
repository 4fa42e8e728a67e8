/** The peer on server-sent events over Node's own HTTP: each event is made text once. Prints its port; `POST /publish` sends the body to all. */
import { createServer } from "node:http";
import { listen, readBody } from "./serve.mjs";

const listeners = new Set();

function open(request, response) {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.flushHeaders();
  listeners.add(response);
  request.on("close", () => listeners.delete(response));
}

const server = createServer(async (request, response) => {
  if (request.method === "GET") return open(request, response);
  const event = JSON.parse(await readBody(request));
  const text = `id: ${event.event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
  for (const listener of listeners) listener.write(text);
  response.writeHead(204).end();
});
listen(server);
