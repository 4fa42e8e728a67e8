import { parseArgs } from "node:util";
import { createLocal } from "./server.ts";

const DEFAULT_PORT = 4010;

/** Runs the local GitHub until SIGTERM or SIGINT; prints one JSON line when it answers. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: String(DEFAULT_PORT) },
      "data-dir": { type: "string", default: ".local/github" },
      repos: { type: "string", multiple: true, default: [] },
      "public-url": { type: "string" },
      login: { type: "string", default: "dev" },
      control: { type: "boolean", default: false },
    },
  });
  const local = await createLocal({
    port: Number(values.port),
    dataDir: values["data-dir"],
    reposDirs: [...values.repos, ...positionals],
    login: values.login,
    control: values.control,
    ...(values["public-url"] === undefined ? {} : { publicUrl: values["public-url"] }),
  });
  const stop = () => void local.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  const { url, webUrl } = local;
  const control = values.control ? { control_token: local.controlToken } : {};
  const repositories = local.context.repos.list().map(({ record }) => `${record.owner}/${record.name}`);
  process.stdout.write(`${JSON.stringify({ ready: true, url, web_url: webUrl, repositories, ...control })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
