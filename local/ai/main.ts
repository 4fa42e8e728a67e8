import { parseArgs } from "node:util";
import { createAiServer } from "./server.ts";

const DEFAULT_PORT = 4020;

/** Runs the scripted providers until SIGTERM or SIGINT; prints one JSON line when they answer. For development and tests. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: String(DEFAULT_PORT) },
      mode: { type: "string", default: "script" },
    },
  });
  if (values.mode !== "script" && values.mode !== "sample") throw new Error("--mode takes script or sample.");
  const server = await createAiServer({ port: Number(values.port), mode: values.mode });
  const end = () => void server.close().then(() => process.exit(0));
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  process.stdout.write(`${JSON.stringify({ ready: true, url: server.url, control_token: server.controlToken })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
