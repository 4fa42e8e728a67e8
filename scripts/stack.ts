/** The whole product on one machine: the local GitHub, the built web app and the Worker in workerd. Used by `npm start` and by the browser tests. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startLocalCrons } from "./local-crons.ts";
import { writePageHeaders } from "./page-headers.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const bin = (name: string) => join(ROOT, "node_modules", ".bin", name);

const ENVIRONMENT = {
  ...process.env,
  PATH: `${join(ROOT, "node_modules", ".bin")}:${process.env.PATH ?? ""}`,
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  CI: "1",
};

const STOP_GRACE_MS = 5_000;
const READY_WITHIN_MS = 90_000;
const LINES_KEPT = 40;

/** A running program; `tail` holds its last lines. */
type Service = { name: string; child: ChildProcess; exited: Promise<number>; tail: string[] };

export type StackOptions = {
  /** Keeps repositories, sign-ins and results between starts. */
  dataDir: string;
  port: number;
  githubPort: number;
  /** Folders with git repositories to serve instead of the samples. */
  directories?: string[];
  /** Opens the control routes of the local GitHub (journal, faults); for tests. */
  control?: boolean;
  /** Variables of the Worker besides the addresses, as `npm start` finds them in the shell; nothing else of it gets there. */
  variables?: Record<string, string>;
  /** As `variables`, for what must not stand on a command line. */
  secrets?: Record<string, string>;
  /** Prints what every part prints. */
  echo?: boolean;
  /** Gets every line that the Worker and the local GitHub print, for tests. */
  logged?: string[];
};

export type Stack = {
  url: string;
  githubUrl: string;
  /** What the local GitHub said when it was up. */
  announced: { url: string; web_url: string; repositories: string[]; control_token?: string };
  /** Why the local GitHub left a folder out, a sentence each. */
  notices: string[];
  /** Resolves with the first service that ends by itself. */
  ended: Promise<Service>;
  stop(): Promise<void>;
};

type StartOptions = { echo?: boolean | undefined; env?: NodeJS.ProcessEnv; logged?: string[] | undefined };

/** Everything that was started and has not ended. */
const running = new Set<Service>();

/** Starts a program in a process group of its own, so that stopping it ends its children too. */
function start(name: string, command: string[], { echo = false, env = ENVIRONMENT, logged }: StartOptions): Service {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const tail: string[] = [];
  const onLine = (line: string) => {
    tail.push(line);
    logged?.push(line);
    if (tail.length > LINES_KEPT) tail.shift();
    if (echo) process.stdout.write(`[${name}] ${line}\n`);
  };
  createInterface({ input: child.stdout }).on("line", onLine);
  createInterface({ input: child.stderr }).on("line", onLine);
  const exited = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  const service = { name, child, exited, tail };
  running.add(service);
  void exited.then(() => running.delete(service));
  return service;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function stop(service: Service): Promise<void> {
  signalGroup(service.child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(service.child, "SIGKILL"), STOP_GRACE_MS);
  await service.exited;
  clearTimeout(timer);
  signalGroup(service.child, "SIGKILL");
}

/** Ends every process that this module started, a build under way included. */
export async function stopEverything(): Promise<void> {
  await Promise.all([...running].map(stop));
}

function failure(service: Service, what: string): Error {
  return new Error(`The ${service.name} part ${what}. Its last lines:\n${service.tail.join("\n")}`);
}

/** Runs a program to its end; throws with its last lines when it fails. */
async function run(name: string, command: string[], echo: boolean): Promise<void> {
  const service = start(name, command, { echo });
  const code = await service.exited;
  if (code !== 0) throw failure(service, `failed with exit code ${code}`);
}

/** The first answer of `probe`; throws with the service's last lines when it ends or takes too long. */
async function ready<T>(service: Service, probe: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + READY_WITHIN_MS;
  const ended = service.exited.then((code) => {
    throw failure(service, `ended at start with exit code ${code}`);
  });
  const poll = async () => {
    while (Date.now() < deadline) {
      const answer = await probe().catch(() => undefined);
      if (answer !== undefined) return answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw failure(service, `was not ready after ${READY_WITHIN_MS / 1000} s`);
  };
  return Promise.race([ended, poll()]);
}

/**
 * Writes `.dev.vars` with fresh random secrets when there is none. What an earlier start sealed stays readable as long
 * as the file is kept.
 */
function ensureSecrets(): void {
  const file = join(ROOT, ".dev.vars");
  if (existsSync(file)) return;
  const lines = [
    "# Made by the first start: secrets of this machine's demo only. Delete the file to get new ones (and sign in again).",
    `SESSION_SECRET="${randomBytes(32).toString("hex")}"`,
    `ENCRYPTION_KEYS='{"local1":"${randomBytes(32).toString("base64")}"}'`,
    'GITHUB_CLIENT_SECRET="local-demo-client-secret"',
    `OPERATOR_TOKEN="${randomBytes(32).toString("hex")}"`,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
}

/**
 * Builds the web app, and what the Worker counts tokens with, into dist/client. A run of several programs, the first of
 * which builds, says `AUTODEVOPS_BUILT=1` to the others: they take what is there.
 */
export async function buildWeb(echo = false): Promise<void> {
  if (process.env.AUTODEVOPS_BUILT === "1" && existsSync(join(ROOT, "dist", "client", "index.html"))) return;
  await run("build", [bin("vite"), "build", "--logLevel", "warn"], echo);
  await run("build", [bin("node"), join(ROOT, "scripts", "build-vocabularies.mjs")], echo);
}

async function startGithub(options: StackOptions, publicUrl: string) {
  const command = [bin("node"), join(ROOT, "local", "main.ts"), "--port", String(options.githubPort)];
  command.push("--data-dir", join(options.dataDir, "github"), "--public-url", publicUrl);
  if (options.control) command.push("--control");
  for (const directory of options.directories ?? []) command.push("--repos", directory);
  const github = start("local GitHub", command, { echo: options.echo, logged: options.logged });
  const line = await ready(github, async () => github.tail.find((text) => text.includes('"ready":true')));
  return { github, announced: JSON.parse(line) as Stack["announced"] };
}

/** Names that the Worker reads. What the shell holds under them is meant for somebody else, unless it is passed on. */
const OF_THE_WORKER =
  /^(?:APP_ENV|PUBLIC_URL|SESSION_SECRET(?:_PREVIOUS)?|METRICS_TOKEN|OPERATOR_TOKEN|RATE_LIMIT_FACTOR|AI_MODELS|(?:GITHUB|ENCRYPTION|GEMINI|ANTHROPIC|OPENAI)_\w+)$/;

/** Secrets reach the Worker through the environment of wrangler, which reads that only when it is told of a file too. */
function withSecrets(secrets: Record<string, string>): { flags: string[]; env: NodeJS.ProcessEnv } {
  const others = Object.entries(ENVIRONMENT).filter(([name]) => !OF_THE_WORKER.test(name));
  const flags = Object.keys(secrets).length > 0 ? ["--env-file", ".dev.vars"] : [];
  return { flags, env: { ...Object.fromEntries(others), ...secrets } };
}

async function startWorker(options: StackOptions, publicUrl: string): Promise<Service> {
  const { port, githubPort, echo = false, logged, variables = {} } = options;
  const state = join(options.dataDir, "worker");
  const migrate = [bin("wrangler"), "d1", "migrations", "apply", "DB", "--local", "--persist-to", state];
  await run("migrations", migrate, echo);
  const { flags, env } = withSecrets(options.secrets ?? {});
  const command = [
    bin("wrangler"),
    "dev",
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--persist-to",
    state,
    ...flags,
  ];
  command.push(
    "--log-level",
    echo || logged ? "log" : "warn",
    "--show-interactive-dev-session=false",
    "--inspector-port",
    "0",
  );
  const named = {
    PUBLIC_URL: publicUrl,
    GITHUB_API_URL: `http://127.0.0.1:${githubPort}`,
    GITHUB_WEB_URL: `http://localhost:${githubPort}`,
    ...variables,
  };
  for (const [name, value] of Object.entries(named)) command.push("--var", `${name}:${value}`);
  const worker = start("worker", command, { echo, env, logged });
  await ready(worker, async () => ((await fetch(`http://127.0.0.1:${port}/health`)).ok ? true : undefined));
  return worker;
}

/** Starts everything but the build of the web app (`buildWeb`). Throws, with nothing left running, when a part does not start. */
export async function startStack(options: StackOptions): Promise<Stack> {
  mkdirSync(options.dataDir, { recursive: true });
  ensureSecrets();
  const publicUrl = `http://localhost:${options.port}`;
  writePageHeaders(publicUrl);
  try {
    const { github, announced } = await startGithub(options, publicUrl);
    const worker = await startWorker(options, publicUrl);
    startLocalCrons(`http://127.0.0.1:${options.port}`);
    const ended = Promise.race([github, worker].map((service) => service.exited.then(() => service)));
    return {
      url: publicUrl,
      githubUrl: `http://localhost:${options.githubPort}`,
      announced,
      notices: github.tail.filter((line) => !line.startsWith("{")),
      ended,
      stop: stopEverything,
    };
  } catch (error) {
    await stopEverything();
    throw error;
  }
}

/** A port of 127.0.0.1 that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
