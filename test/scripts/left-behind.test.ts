import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AiJournalEntry } from "../../local/ai/context.ts";
import { leaksOf } from "../e2e/support/left-behind.ts";

const [REFRESH, KEY, HOOK] = ["refresh-token-0123456789", "key-of-a-provider-0123", "secret-of-a-webhook-0123"];
const VARIABLES = `SESSION_SECRET="session-secret-0123456789"\nENCRYPTION_KEYS='{"local1":"encryption-key-0123456789="}'\n`;
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJlLW9mLWl0";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let dataDir: string;

/** The product has the hash of the refresh token, GitHub the secret, the provider a fingerprint of the key. */
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "left-behind-"));
  mkdirSync(join(dataDir, "github"));
  writeFileSync(join(dataDir, "github", "state.json"), JSON.stringify({ hooks: [{ secret: HOOK }] }));
  mkdirSync(join(dataDir, "worker", "d1", "miniflare-D1DatabaseObject"), { recursive: true });
  store(sha256(REFRESH));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function store(text: string): void {
  const database = new DatabaseSync(join(dataDir, "worker", "d1", "miniflare-D1DatabaseObject", "one.sqlite"));
  database.exec("create table if not exists sessions (text text)");
  database.prepare("insert into sessions values (?)").run(text);
  database.close();
}

function leaks(logged: string, body = ""): string[] {
  const headers = { "x-goog-api-key": sha256(KEY).slice(0, 12) };
  const asked = [{ headers, body } as unknown as AiJournalEntry];
  return leaksOf({ logged: ["a line", logged], dataDir, variables: VARIABLES, asked });
}

describe("what a run left behind", () => {
  it("is nothing that opens something", () => {
    expect(leaks('{"event":"request"}', "a prompt")).toEqual([]);
  });

  it.each([
    ["the deploy's secret", "session-secret-0123456789", "SESSION_SECRET"],
    ["an encryption key", "encryption-key-0123456789=", "ENCRYPTION_KEYS"],
    ["a webhook's secret", HOOK, "the secret of webhook 1"],
    ["what the database has the hash of", REFRESH, "something that only its hash is kept of"],
    ["a key that the provider got", KEY, "something that only its hash is kept of"],
    ["an access token", JWT, "an access token of a session"],
  ])("has %s named, wherever it stands", (_name, secret, what) => {
    expect(leaks(`{"reason":"${secret}"}`)).toEqual([`${what} stands in the log`]);
    expect(leaks("", `token: ${secret}`)).toEqual([`${what} stands in requests to the AI`]);
    store(`{"token":"${secret}"}`);
    expect(leaks("")).toEqual([`${what} stands in D1`]);
  });
});
