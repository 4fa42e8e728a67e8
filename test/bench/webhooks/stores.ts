/** Redis and Postgres as Debian packages them, each with an empty folder of its own. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const POSTGRES = "/usr/lib/postgresql";

export type Store = { readonly address: string; pids(): readonly number[]; stop(): Promise<void> };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

async function until(what: string, works: () => void): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      works();
      return;
    } catch (error) {
      if (tries > 100) throw new Error(`${what} did not start.`, { cause: error });
      await sleep(100);
    }
  }
}

/** Undefined where it is not installed (`apt-get install redis-server`). Without a log on disk, as BullMQ is mostly run. */
export async function startRedis(): Promise<Store | undefined> {
  if (!existsSync("/usr/bin/redis-server")) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "bench-redis-"));
  const port = String(await freePort());
  const options = ["--port", port, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"];
  const child = spawn("/usr/bin/redis-server", options, { stdio: "ignore" });
  await until("Redis", () => execFileSync("/usr/bin/redis-cli", ["-p", port, "ping"]));
  return { address: port, pids: () => [child.pid ?? 0], stop: () => end(child, folder) };
}

/** Undefined where it is not installed (`apt-get install postgresql`). As it is packaged: every commit reaches the disk. */
export async function startPostgres(): Promise<Store | undefined> {
  if (!existsSync(POSTGRES)) return undefined;
  const bin = join(POSTGRES, readdirSync(POSTGRES).toSorted().at(-1) ?? "", "bin");
  const folder = mkdtempSync(join(tmpdir(), "bench-postgres-"));
  const data = join(folder, "data");
  // It refuses to run as root.
  const asUser = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--"] : [];
  const [program = "", ...before] = [...asUser, join(bin, "initdb")];
  mkdirSync(data);
  chmodSync(folder, 0o755);
  if (asUser.length > 0) execFileSync("chown", ["-R", "postgres", folder]);
  execFileSync(program, [...before, "-D", data, "-U", "bench", "-A", "trust"], { stdio: "ignore" });
  const [run = "", ...args] = [...asUser, join(bin, "postgres"), "-D", data, "-k", folder, "-c", "listen_addresses="];
  const child = spawn(run, args, { stdio: "ignore" });
  await until("Postgres", () => execFileSync(join(bin, "pg_isready"), ["-h", folder, "-U", "bench"]));
  const first = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  const pids = () => [first, ...childrenOf(first)];
  const stop = async () => {
    process.kill(first, "SIGINT");
    await end(child, folder);
  };
  return { address: folder, pids, stop };
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}
