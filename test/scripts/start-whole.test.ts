import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { freePort } from "../../scripts/stack.ts";

const START = new URL("../../scripts/start.mjs", import.meta.url).pathname;

/** The first start builds, unless somebody did; the others take what it left. */
let isBuilt = process.env.AUTODEVOPS_BUILT === "1";

type Started = { url: string; github: string; printed: string; stop(): Promise<number | null> };

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "autodevops-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Ids of the processes whose command names the folder, which only this start uses. */
function processesOf(dataDir: string): string[] {
  const lines = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(dataDir) && !line.includes("ps -eo"));
}

async function start(dataDir: string, ...folders: string[]): Promise<Started> {
  const [port, githubPort] = [await freePort(), await freePort()];
  const args = [START, ...folders, "--port", String(port), "--github-port", String(githubPort), "--data-dir", dataDir];
  const env = { ...process.env, AUTODEVOPS_BUILT: isBuilt ? "1" : "" };
  const child: ChildProcess = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  onTestFinished(() => void child.kill("SIGINT"));
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes("Press Ctrl-C to stop")) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    void ended.then((code) => reject(new Error(`It ended with ${code}:\n${printed}`)));
  });
  const stop = () => {
    child.kill("SIGINT");
    return ended;
  };
  return { url: `http://localhost:${port}`, github: `http://127.0.0.1:${githubPort}`, printed, stop };
}

it("prints one address, serves the app and the samples there, keeps what it has for a second start, and ends with Ctrl-C", async () => {
  const dataDir = temporaryFolder();
  const first = await start(dataDir);
  isBuilt = true;
  expect(first.printed).toContain(`AutoDevOps is running:  ${first.url}`);
  expect(await (await fetch(`${first.url}/`)).text()).toContain("<title>AutoDevOps");
  expect(await (await fetch(`${first.url}/ready`)).json()).toMatchObject({ status: "ok" });
  expect(await first.stop()).toBe(0);
  expect(processesOf(dataDir)).toEqual([]);
  const kept = readFileSync(join(dataDir, "github", "state.json"), "utf8");
  const second = await start(dataDir);
  const repositories = (text: string) => (JSON.parse(text) as { repos: { id: number }[] }).repos.map(({ id }) => id);
  expect(repositories(readFileSync(join(dataDir, "github", "state.json"), "utf8"))).toEqual(repositories(kept));
  expect(await second.stop()).toBe(0);
  expect(processesOf(dataDir)).toEqual([]);
}, 120_000);

it("serves the git repositories of a folder instead of the samples, whatever else lies there", async () => {
  const folder = temporaryFolder();
  const own = join(folder, "my own repo");
  mkdirSync(own);
  mkdirSync(join(folder, "no-repository"));
  writeFileSync(join(own, "README.md"), "# mine\n");
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", own, "-c", "user.name=me", "-c", "user.email=me@example.com", ...args]);
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message", "begin");
  const { github, printed, stop } = await start(temporaryFolder(), folder);
  expect(printed).toContain(folder);
  const page = await (await fetch(`${github}/dev`)).text();
  expect(page).toContain("my-own-repo");
  expect(page).not.toContain("checkout-api");
  expect(await stop()).toBe(0);
}, 120_000);

it("says in one sentence that a folder holds no git repository, and leaves nothing running", async () => {
  const [dataDir, folder] = [temporaryFolder(), temporaryFolder()];
  writeFileSync(join(folder, "README.md"), "no repository\n");
  await expect(start(dataDir, folder)).rejects.toThrow(
    `There is no git repository in ${folder} that can be served: name a folder`,
  );
  expect(processesOf(dataDir)).toEqual([]);
}, 120_000);
