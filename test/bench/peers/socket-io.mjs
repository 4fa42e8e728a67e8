/** The peer on socket.io as its documents show it: a room a job, WebSocket only. Prints its port; `POST /publish` sends the body to the room. */
import { createServer } from "node:http";
import { Server } from "socket.io";
import { listen, readBody } from "./serve.mjs";

const server = createServer(async (request, response) => {
  const event = JSON.parse(await readBody(request));
  io.to("job").emit("event", event);
  response.writeHead(204).end();
});
const io = new Server(server, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => void socket.join("job"));
listen(server);
