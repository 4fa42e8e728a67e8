/** The whole product on one machine: the local GitHub, the built web app and the Worker in workerd. Used by `npm start` and by the browser tests. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "./requirements.mjs";

const bin = (name) => join(ROOT, "node_modules", ".bin", name);

const ENVIRONMENT = {
  ...process.env,
  PATH: `${join(ROOT, "node_modules", ".bin")}:${process.env.PATH ?? ""}`,
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  CI: "1",
};

const STOP_GRACE_MS = 5_000;
const READY_WITHIN_MS = 90_000;

/** Everything that was started and has not ended. */
const running = new Set();

/** Starts a program in a process group of its own, so that stopping it ends its children too. */
function start(name, command, args, { echo }) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: ENVIRONMENT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const tail = [];
  const onLine = (line) => {
    tail.push(line);
    if (tail.length > 40) tail.shift();
    if (echo) process.stdout.write(`[${name}] ${line}\n`);
  };
  createInterface({ input: child.stdout }).on("line", onLine);
  createInterface({ input: child.stderr }).on("line", onLine);
  const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  const service = { name, child, exited, tail };
  running.add(service);
  void exited.then(() => running.delete(service));
  return service;
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

async function stop(service) {
  signalGroup(service.child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(service.child, "SIGKILL"), STOP_GRACE_MS);
  await service.exited;
  clearTimeout(timer);
  signalGroup(service.child, "SIGKILL");
}

/** Ends every process that this module started, a build under way included. */
export async function stopEverything() {
  await Promise.all([...running].map(stop));
}

/** Runs a program to its end; throws with its last lines when it fails. */
async function run(name, command, args, options) {
  const service = start(name, command, args, options);
  const code = await service.exited;
  if (code !== 0) throw new Error(`${name} failed (exit ${code}):\n${service.tail.join("\n")}`);
}

/** Resolves when `probe` does; throws with the service's last lines when it ends or takes too long. */
async function ready(service, probe) {
  const deadline = Date.now() + READY_WITHIN_MS;
  const ended = service.exited.then((code) => {
    throw new Error(`${service.name} ended at start (exit ${code}):\n${service.tail.join("\n")}`);
  });
  const poll = async () => {
    while (Date.now() < deadline) {
      const answer = await probe().catch(() => null);
      if (answer) return answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${service.name} was not ready after ${READY_WITHIN_MS / 1000} s:\n${service.tail.join("\n")}`);
  };
  return Promise.race([ended, poll()]);
}

/** Writes `.dev.vars` with fresh random secrets when there is none. Sealed data of an earlier start stays readable as long as it is kept. */
export function ensureSecrets(file = join(ROOT, ".dev.vars")) {
  if (existsSync(file)) return;
  const key = randomBytes(32).toString("base64");
  const lines = [
    "# Made by the first start. Secrets of this machine's demo only; delete to get new ones (and sign in again).",
    `SESSION_SECRET="${randomBytes(32).toString("hex")}"`,
    `ENCRYPTION_KEYS='{"local1":"${key}"}'`,
    'GITHUB_CLIENT_SECRET="local-demo-client-secret"',
  ];
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
}

/** Builds the web app into dist/client. */
export function buildWeb({ echo = false } = {}) {
  return run("build", bin("vite"), ["build", "--logLevel", "warn"], { echo });
}

async function startGithub({ dataDir, githubPort, directories, publicUrl, control, echo }) {
  const args = [join(ROOT, "local", "main.ts"), "--port", String(githubPort), "--data-dir", join(dataDir, "github")];
  args.push("--public-url", publicUrl);
  if (control) args.push("--control");
  for (const directory of directories) args.push("--repos", directory);
  const github = start("github", bin("node"), args, { echo });
  const line = await ready(github, async () => github.tail.find((text) => text.includes('"ready":true')));
  return { github, announced: JSON.parse(line) };
}

async function startWorker({ dataDir, port, githubPort, publicUrl, echo }) {
  const state = join(dataDir, "worker");
  await run("migrations", bin("wrangler"), ["d1", "migrations", "apply", "DB", "--local", "--persist-to", state], {
    echo,
  });
  const variables = [
    `PUBLIC_URL:${publicUrl}`,
    `GITHUB_API_URL:http://127.0.0.1:${githubPort}`,
    `GITHUB_WEB_URL:http://localhost:${githubPort}`,
  ];
  const args = ["dev", "--ip", "127.0.0.1", "--port", String(port), "--persist-to", state, "--log-level", "warn"];
  args.push("--show-interactive-dev-session=false", "--inspector-port", "0");
  for (const variable of variables) args.push("--var", variable);
  const worker = start("worker", bin("wrangler"), args, { echo });
  await ready(worker, async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok);
  return worker;
}

/**
 * Starts everything. `dataDir` keeps repositories, sign-ins and results between starts.
 * Returns the address, the control token of the local GitHub (null unless `control`), a promise of the first
 * service that ends by itself, and `stop()`, which ends every process.
 */
export async function startStack({ dataDir, port, githubPort, directories = [], control = false, echo = false }) {
  mkdirSync(dataDir, { recursive: true });
  ensureSecrets();
  const publicUrl = `http://localhost:${port}`;
  try {
    const { github, announced } = await startGithub({ dataDir, githubPort, directories, publicUrl, control, echo });
    const worker = await startWorker({ dataDir, port, githubPort, publicUrl, echo });
    const ended = Promise.race([github, worker].map((service) => service.exited.then(() => service)));
    return { url: publicUrl, githubUrl: `http://localhost:${githubPort}`, announced, ended, stop: stopEverything };
  } catch (error) {
    await stopEverything();
    throw error;
  }
}
