/**
 * The Worker in workerd itself, without wrangler's development proxy in front: for measurements and for many restarts.
 * Miniflare and esbuild are wrangler's own, so that all three fit.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { freePort } from "../../scripts/stack.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ofWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));

type D1 = { prepare(sql: string): { run(): Promise<unknown> }; batch(statements: unknown[]): Promise<unknown> };
type Miniflare = {
  readonly ready: Promise<URL>;
  getD1Database(binding: string): Promise<D1>;
  dispose(): Promise<void>;
};
type MiniflareModule = {
  Miniflare: new (options: object) => Miniflare;
  convertV4MiniflareOptions(options: object): object;
};
type Esbuild = {
  build(options: object): Promise<{ outputFiles: readonly { text: string }[] }>;
};

export type DirectWorker = {
  readonly url: string;
  /** Statements to the Worker's own database. */
  readonly database: D1;
  /** Process id of workerd. */
  readonly pid: number;
  stop(): Promise<void>;
};

export type DirectOptions = {
  /** The module to run instead of the product's entry; it exports the objects too. */
  readonly entry?: string;
  /** Variables of the Worker; its own address is set here. */
  readonly variables: Readonly<Record<string, string>>;
  /** Keeps rows and objects between starts; a folder of its own, removed at the end, unless told. */
  readonly dataDir?: string;
  /** Gets every line that the Worker prints. */
  readonly logged?: string[];
  /** Messages stay in their queues until there are so many, or for a minute. */
  readonly messagesAtOnce?: number;
};

/** Secrets of a Worker that nobody else ever sees. */
export const SAMPLE_SECRETS = {
  SESSION_SECRET: "only-for-measurements-0123456789abcdef",
  ENCRYPTION_KEYS: '{"test1":"dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTMyYnl0ZXM="}',
  ENCRYPTION_ACTIVE_KID: "test1",
  GITHUB_CLIENT_SECRET: "local-demo-client-secret",
} as const;

/** The text of one module with everything that `entry` imports. */
async function bundleWorker(entry = join(ROOT, "worker/index.ts")): Promise<string> {
  const { build } = ofWrangler("esbuild") as Esbuild;
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    loader: { ".sql": "text" },
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** Applies the migrations to an empty database. */
async function migrate(database: D1): Promise<void> {
  const folder = join(ROOT, "migrations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  for (const name of files.toSorted()) {
    const statements = readFileSync(join(folder, name), "utf8").split("--> statement-breakpoint");
    await database.batch(statements.map((sql) => database.prepare(sql)));
  }
}

/** The only child of this process that runs workerd and was not there before. */
function workerdOf(known: ReadonlySet<number>): number {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim().split(" ");
  const found = children
    .map(Number)
    .find((pid) => !known.has(pid) && readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("workerd"));
  if (found === undefined) throw new Error("workerd did not start.");
  return found;
}

/** Children of this process. */
function childrenNow(): ReadonlySet<number> {
  const text = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim();
  return new Set(text === "" ? [] : text.split(" ").map(Number));
}

/** The declared consumers, which wait for so many messages where a number is given. */
function consumersOf(declared: object | undefined, messagesAtOnce: number | undefined): object {
  if (messagesAtOnce === undefined) return declared ?? {};
  const patient = { maxBatchSize: messagesAtOnce, maxBatchTimeout: 60 };
  return Object.fromEntries(Object.entries(declared ?? {}).map(([name, one]) => [name, { ...one, ...patient }]));
}

/** Starts workerd with the bindings of `wrangler.toml` on a free port. A new data folder gets the migrations. */
export async function startDirect(options: DirectOptions): Promise<DirectWorker> {
  const { entry, variables, dataDir, logged } = options;
  const { Miniflare, convertV4MiniflareOptions } = ofWrangler("miniflare") as MiniflareModule;
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(ROOT, "wrangler.toml"));
  const { assets: _assets, modulesRules: _rules, bindings, ...declared } = workerOptions as Record<string, object>;
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), "autodevops-direct-"));
  const isNew = readdirSync(folder).length === 0;
  const known = childrenNow();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const worker = {
    ...declared,
    queueConsumers: consumersOf(declared.queueConsumers, options.messagesAtOnce),
    modules: [{ type: "ESModule", path: "worker.mjs", contents: await bundleWorker(entry) }],
    bindings: { ...bindings, PUBLIC_URL: url, ...variables },
    // A socket of the Worker's own: Miniflare's entry would stand before every request and frame.
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
  };
  const handleStructuredLogs = ({ message }: { message: string }) => void logged?.push(message);
  const shared = { defaultPersistRoot: folder, host: "127.0.0.1", port: 0, handleStructuredLogs };
  const miniflare = new Miniflare(convertV4MiniflareOptions({ ...shared, workers: [worker] }));
  const stop = async () => {
    await miniflare.dispose();
    if (dataDir === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await miniflare.ready;
    const database = await miniflare.getD1Database("DB");
    if (isNew) await migrate(database);
    return { url, database, pid: workerdOf(known), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
