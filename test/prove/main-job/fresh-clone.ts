import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../scripts/stack.ts";
import { Journey } from "../../support/journey.ts";
import type { Report } from "../report.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const MAX_MS_TO_FINDINGS = 60_000;
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Only what a login shell has: no node of ours on the path. */
function bareEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => /^npm_config_(?:registry|cache|nodedir)$/i.test(name));
  return { ...Object.fromEntries(kept), PATH: SYSTEM_PATH, HOME: process.env.HOME ?? home, CI: "1" };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** Both commands of the README in a fresh clone with the machine's own Node. */
export async function proveFreshClone(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "autodevops-fresh-"));
  const clone = join(folder, "autodevops");
  execFileSync("git", ["clone", "--quiet", "--no-local", "--branch", "main", ROOT, clone]);
  const env = bareEnvironment(folder);
  try {
    const node = execFileSync("node", ["--version"], { env, encoding: "utf8" }).trim();
    const installed = timed(() => spawnSync("npm", ["ci"], { cwd: clone, env, encoding: "utf8" }));
    report.claim(`npm ci under Node ${node}`, installed.result.status === 0, seconds(installed.ms));
    await proveStart(report, clone, env);
    const tested = timed(() => spawnSync("npm", ["test"], { cwd: clone, env, encoding: "utf8" }));
    report.claim(
      "npm test",
      tested.result.status === 0,
      `${seconds(tested.ms)}${tested.result.status === 0 ? "" : `\n${tested.result.stdout.slice(-4_000)}`}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function timed<T>(work: () => T): { result: T; ms: number } {
  const startedAt = Date.now();
  return { result: work(), ms: Date.now() - startedAt };
}

async function proveStart(report: Report, clone: string, env: NodeJS.ProcessEnv): Promise<void> {
  const [port, githubPort] = [await freePort(), await freePort()];
  const startedAt = Date.now();
  const args = ["start", "--", "--port", String(port), "--github-port", String(githubPort)];
  const started = spawn("npm", args, { cwd: clone, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => started.once("exit", resolve));
  await new Promise<void>((resolve) => {
    let printed = "";
    started.stdout.on("data", (chunk) => {
      printed += String(chunk);
      if (printed.includes("AutoDevOps is running")) resolve();
    });
    void ended.then(() => resolve());
  });
  const journey = await Journey.begin(`http://localhost:${port}`);
  try {
    await journey.signIn();
    await journey.connect("acme/checkout-api");
    await journey.seeFindings();
    const ms = Date.now() - startedAt;
    report.claim(
      "npm start to the first findings",
      ms < MAX_MS_TO_FINDINGS,
      `${seconds(ms)}, ${journey.clicks} clicks`,
    );
  } finally {
    await journey.end();
    started.kill("SIGINT");
    await ended;
  }
}
