/** What the peers share. They end with the process that started them. */

/** The whole body of a request as text. */
export async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Listens on a free port of this machine and prints it; ends when standard input does. */
export function listen(server) {
  server.listen(0, "127.0.0.1", 1_024, () => console.log(server.address().port));
  process.stdin.resume().on("end", () => process.exit(0));
}
