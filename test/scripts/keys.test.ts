import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const SCRIPT = join(import.meta.dirname, "../../scripts/keys.mjs");
const TOKEN = "operator-token-of-this-test-0123456789";
const ONE_KEY = JSON.stringify({ k1: Buffer.alloc(32, "a1b2c3d4").toString("base64") });

type Ran = { readonly code: number; readonly out: string; readonly err: string };

async function keys(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const options = { env: { PATH: process.env.PATH ?? "", ...env } };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [SCRIPT, ...args], options);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

describe("npm run keys -- new", () => {
  it("adds a fresh key to those that there are", async () => {
    const { out, err } = await keys(["new", "k2"], { ENCRYPTION_KEYS: ONE_KEY });
    const made = JSON.parse(out) as Record<string, string>;
    expect(Object.keys(made)).toEqual(["k1", "k2"]);
    expect(Buffer.from(made.k2 ?? "", "base64")).toHaveLength(32);
    expect(err).toContain("ENCRYPTION_ACTIVE_KID to k2");
    expect(err).not.toContain(made.k2);
  });

  it.each([
    ["a name that is taken", ["new", "k1"], ONE_KEY, "There is a key k1 already"],
    ["a name that is none", ["new", "k 2"], ONE_KEY, "A key's name has"],
    ["keys that are not JSON", ["new", "k2"], "k1=…", "ENCRYPTION_KEYS is no JSON object"],
    ["another command", ["make"], "{}", "Usage: npm run keys"],
  ])("refuses %s", async (_case, args, present, message) => {
    const { code, out, err } = await keys(args, { ENCRYPTION_KEYS: present });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(message);
  });
});

describe("npm run keys -- status and rotate", () => {
  const asked: string[] = [];
  let left = 0;
  const view = () => ({
    active_kid: "k2",
    keys: [
      { kid: "k1", active: false, in_use: left },
      { kid: "k2", active: true, in_use: 7 },
    ],
    items: [
      { place: "github_tokens", kid: "k2", active: true, count: 7 },
      ...(left > 0 ? [{ place: "github_tokens", kid: "k1", active: false, count: left }] : []),
    ],
    progress: [
      {
        place: "github_tokens",
        resealed: 7,
        unreadable: 0,
        started_at: "2026-11-21T00:00:00.000Z",
        finished_at: left > 0 ? null : "2026-11-21T00:01:00.000Z",
      },
    ],
    removable: left > 0 ? [] : ["k1"],
  });
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
    if (request.method === "POST") left -= 1;
    response.writeHead(isKnown ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(isKnown ? view() : {}));
  });
  let url = "";

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it("rotates until nothing is left, then says which key can go", async () => {
    left = 2;
    const { code, out } = await keys(["rotate"], { AUTODEVOPS_URL: url, OPERATOR_TOKEN: TOKEN });
    expect(code).toBe(0);
    expect(out.split("\n")).toEqual(["1 left", "k1: nothing (removable)", "k2: GitHub access 7 (active)", ""]);
    expect(asked).toEqual(Array(2).fill("POST /api/operator/encryption/rotate"));
  });

  it.each([
    ["a token that is not the operator's", { OPERATOR_TOKEN: "x" }, "does not know this OPERATOR_TOKEN"],
    ["no token", { OPERATOR_TOKEN: "" }, "Set OPERATOR_TOKEN"],
    ["no address", { AUTODEVOPS_URL: "" }, "Set AUTODEVOPS_URL"],
    ["a plain address elsewhere", { AUTODEVOPS_URL: "http://ado.example.com" }, "https://"],
    ["an address where nobody is", { AUTODEVOPS_URL: "http://127.0.0.1:9" }, "could not be asked"],
  ])("says what is wrong with %s", async (_case, change, message) => {
    const { code, err } = await keys(["status"], { AUTODEVOPS_URL: url, OPERATOR_TOKEN: TOKEN, ...change });
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toContain(TOKEN);
  });
});
