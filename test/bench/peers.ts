/** The peers that benchmarks compare with: installed on first use into a folder of their own, each in a process of its own. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("./peers", import.meta.url));
/** Files under /proc count processor time in hundredths of a second. */
const TICK_MS = 10;

/** Installs what the peers' lockfile names, unless all of it is there. A registry may lack optional packages of other platforms. */
export function installPeers(): void {
  const { dependencies } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8")) as { dependencies: object };
  const isThere = (name: string) => existsSync(join(FOLDER, "node_modules", name));
  if (Object.keys(dependencies).every(isThere)) return;
  execFileSync("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: FOLDER,
    stdio: "ignore",
  });
}

/** A package of the peers, for the side that measures. */
export function peerPackage<T>(name: string): T {
  return createRequire(join(FOLDER, "package.json"))(name) as T;
}

export type Peer = { readonly url: string; readonly pid: number; stop(): Promise<void> };

/** Starts `peers/<name>.mjs` and waits for its port. Further arguments are the script's own. */
export async function startPeer(name: string, ...args: string[]): Promise<Peer> {
  const child = spawn(process.execPath, [join(FOLDER, `${name}.mjs`), ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const failed = ended.then(() => {
    throw new Error(`The peer ${name} ended before it listened.`);
  });
  const port = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve)),
    failed,
  ]);
  failed.catch(() => {});
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), 2_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Processor time that a process took so far, in ms. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
