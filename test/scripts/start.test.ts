import { execFile } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";

const START = new URL("../../scripts/start.mjs", import.meta.url).pathname;

type Ended = { code: number; stderr: string; stdout: string };

function start(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [START, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

async function occupiedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe("npm start on a machine that lacks something", () => {
  it("says in one sentence that a port is in use and how to choose another", async () => {
    const port = await occupiedPort();
    const { code, stderr } = await start(["--port", String(port)]);
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      `Port ${port} is in use: stop the program that listens there, or start with \`--port NUMBER\`.`,
    );
  });

  it("says in one sentence that git is missing", async () => {
    const { code, stderr } = await start([], { PATH: "/nowhere" });
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(/^git is not installed: install git 2\.38 or newer .*\.$/);
  });

  it("says in one sentence that a folder does not exist", async () => {
    const { code, stderr } = await start(["/no/such/folder"]);
    expect(code).toBe(1);
    expect(stderr.trim()).toBe("There is no folder /no/such/folder: name a folder that holds git repositories.");
  });

  it("says in one sentence that a file is no folder", async () => {
    const { code, stderr } = await start([START]);
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(`${START} is not a folder: name a folder that holds git repositories.`);
  });

  it("refuses a port that is not a number", async () => {
    const { code, stderr } = await start(["--port", "eighty"]);
    expect(code).toBe(1);
    expect(stderr.trim()).toBe('--port takes a number from 1 to 65535, not "eighty".');
  });

  it("answers an option it does not know with its usage", async () => {
    const { code, stderr } = await start(["--prot", "80"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Usage: npm start");
  });
});
