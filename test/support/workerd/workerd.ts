/** workerd with the built Worker on kept state: started, killed without warning, and started again where it stood. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import * as z from "zod";
import { ofWrangler, ROOT } from "./bundle.ts";

export type ChildOptions = {
  /** Files that the database lacks. */
  readonly migrations: readonly { readonly name: string; readonly path: string }[];
  /** The database with a Worker that does nothing, and the product. */
  readonly quiet: Readonly<Record<string, unknown>>;
  readonly miniflare: Readonly<Record<string, unknown>>;
};

export type WorkerdOptions = {
  /** The bundled Worker. */
  readonly script: string;
  /** Keeps what D1 and the objects store between starts. */
  readonly stateDir: string;
  readonly port: number;
  /** Variables and secrets besides those of wrangler.toml. */
  readonly variables: Readonly<Record<string, string>>;
  /** As many queues of each name as wrangler.toml lets run at once, bound as `Q_NAME_0`…: a local one runs one batch at a time. */
  readonly manifold?: boolean;
  /** The product's folder with wrangler.toml and migrations; this repository's unless told. */
  readonly root?: string;
  /** Gets every line that the Worker prints. */
  readonly onLine?: (line: string) => void;
};

type WorkerOptions = {
  bindings: Record<string, unknown>;
  queueProducers: Record<string, { queueName: string }>;
  queueConsumers: Record<string, Record<string, unknown>>;
  assets?: unknown;
} & Record<string, unknown>;
type Wrangler = { unstable_getMiniflareWorkerOptions(path: string): { workerOptions: WorkerOptions } };

const READY_WITHIN_MS = 90_000;
const LINES_KEPT = 60;
const DEAD_LETTERS = "dead-letter";

const Settings = z.object({
  queues: z.object({ consumers: z.array(z.object({ queue: z.string(), max_concurrency: z.int().default(1) })) }),
});

/** Batches of a queue that run at once in production. */
function concurrency(root: string): Map<string, number> {
  const { queues } = Settings.parse(parse(readFileSync(join(root, "wrangler.toml"), "utf8")));
  return new Map(queues.consumers.map(({ queue, max_concurrency }) => [queue, max_concurrency]));
}

function manifold(options: WorkerOptions, root: string): Pick<WorkerOptions, "queueProducers" | "queueConsumers"> {
  const atOnce = concurrency(root);
  const indices = (queue: string) => Array.from({ length: atOnce.get(queue) ?? 1 }, (_, index) => index);
  const queueProducers: WorkerOptions["queueProducers"] = {};
  const queueConsumers: WorkerOptions["queueConsumers"] = {};
  for (const [binding, { queueName }] of Object.entries(options.queueProducers)) {
    for (const index of indices(queueName))
      queueProducers[`${binding}_${index}`] = { queueName: `${queueName}-${index}` };
  }
  for (const [name, settings] of Object.entries(options.queueConsumers)) {
    if (name === DEAD_LETTERS) queueConsumers[name] = settings;
    else for (const index of indices(name)) queueConsumers[`${name}-${index}`] = settings;
  }
  return { queueProducers, queueConsumers };
}

const known = new Map<string, WorkerOptions>();

/** What wrangler.toml says, without the pages: wrangler takes a second to read it. */
function configured(root: string): WorkerOptions {
  const { unstable_getMiniflareWorkerOptions: read } = ofWrangler("wrangler") as Wrangler;
  const { assets: _pages, ...worker } = known.get(root) ?? read(join(root, "wrangler.toml")).workerOptions;
  known.set(root, worker);
  return worker;
}

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));
const IDLE = { modules: true, script: "export default { fetch: () => new Response() }" };

function childOptions(options: WorkerdOptions, applied: Set<string>): ChildOptions {
  const { script, stateDir, port, variables, root = ROOT } = options;
  const worker = configured(root);
  const files = readdirSync(join(root, "migrations")).filter((name) => name.endsWith(".sql"));
  const lacking = files.filter((name) => !applied.has(name)).sort();
  for (const name of lacking) applied.add(name);
  const shared = { cf: false, logRequests: false, resourcePersistencePath: stateDir };
  return {
    migrations: lacking.map((name) => ({ name, path: join(root, "migrations", name) })),
    quiet: { ...shared, workers: [{ ...IDLE, name: "idle", d1Databases: worker.d1Databases }] },
    miniflare: {
      ...shared,
      workers: [
        {
          ...worker,
          ...(options.manifold ? manifold(worker, root) : {}),
          name: "autodevops",
          bindings: { ...worker.bindings, ...variables },
          modules: [{ type: "ESModule", path: script }],
          modulesRoot: join(script, ".."),
        },
      ],
      host: "127.0.0.1",
      port,
      unsafeTriggerHandlers: true,
    },
  };
}

/** One workerd at a time on the same state and port. */
export class Workerd {
  readonly url: string;
  readonly #options: WorkerdOptions;
  readonly #applied = new Set<string>();
  #child: ChildProcess | undefined;
  readonly #tail: string[] = [];

  constructor(options: WorkerdOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  /** Starts and waits for the first answer. `change` holds from here on. Throws with the last lines when there is none. */
  async start(change: Partial<Pick<WorkerdOptions, "script" | "variables" | "root" | "manifold">> = {}): Promise<void> {
    Object.assign(this.#options, change);
    const { stateDir, onLine } = this.#options;
    mkdirSync(stateDir, { recursive: true });
    const file = join(stateDir, "options.json");
    writeFileSync(file, JSON.stringify(childOptions(this.#options, this.#applied)));
    const program = join(ROOT, "node_modules", ".bin", "node");
    const child = spawn(program, [CHILD, file], {
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: "false", NODE_NO_WARNINGS: "1" },
    });
    this.#child = child;
    const ready = Promise.withResolvers<void>();
    const onText = (line: string) => {
      if (line === "ready") ready.resolve();
      this.#tail.push(line);
      if (this.#tail.length > LINES_KEPT) this.#tail.shift();
      onLine?.(line);
    };
    createInterface({ input: child.stdout }).on("line", onText);
    createInterface({ input: child.stderr }).on("line", onText);
    child.once("exit", () => ready.reject(new Error(`workerd ended at start: ${this.#tail.join("\n")}`)));
    const timer = setTimeout(
      () => ready.reject(new Error(`workerd did not start: ${this.#tail.join("\n")}`)),
      READY_WITHIN_MS,
    );
    await ready.promise.finally(() => clearTimeout(timer));
  }

  /** SIGKILL to the process and all that it started. Resolves once it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    process.kill(-child.pid, "SIGKILL");
    await gone;
  }

  /** Process ids of the group: the process around it and workerd. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get tail(): readonly string[] {
    return this.#tail;
  }

  /** Runs what is due at this cron expression now. */
  async cron(expression: string): Promise<void> {
    const response = await fetch(`${this.url}/cdn-cgi/local/scheduled?cron=${encodeURIComponent(expression)}`);
    await response.arrayBuffer();
  }
}
