import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { organizations } from "../../worker/db/schema.ts";
import { AppError } from "../../worker/errors.ts";
import { createEgress, policiesFor } from "../../worker/platform/egress.ts";
import type { SeamCall, SeamHook } from "../../worker/platform/hooks.ts";
import { createRandom } from "../../worker/platform/random.ts";
import { createStubs } from "../../worker/platform/stubs.ts";
import { controlGithub } from "./support/github-control.ts";
import { testScope } from "./support/scope.ts";

const github = policiesFor({ githubApiUrl: env.GITHUB_API_URL, githubWebUrl: "https://github.example.com" });
const egress = createEgress(github);

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  return error instanceof AppError ? error.problemCode : String(error);
}

describe("outgoing requests", () => {
  it("reach the origin of their purpose under our name", async () => {
    const response = await egress.fetch("github-api", `${env.GITHUB_API_URL}/rate_limit`);
    expect(response.status).toBe(200);
    await response.body?.cancel();
    const journal = JSON.stringify(await controlGithub("journal", undefined, "GET"));
    expect(journal).toContain('"user-agent":"autodevops"');
  });

  it("do not follow a redirect", async () => {
    const action = { status: 302, headers: { location: "https://evil.test/" } };
    await controlGithub("faults", { match: { path: "/user" }, action });
    const response = await egress.fetch("github-api", `${env.GITHUB_API_URL}/user`);
    expect(response.status).toBe(302);
  });

  it("fail once the answer is larger than the purpose allows", async () => {
    await controlGithub("faults", { match: { path: "/user" }, action: { status: 200, body: "x".repeat(5_000) } });
    const small = createEgress({ ...github, "github-api": { ...github["github-api"], maxBytes: 1_000 } });
    const response = await small.fetch("github-api", `${env.GITHUB_API_URL}/user`);
    expect(await codeOf(response.text())).toBe("answer_too_large");
  });

  it("end at their time limit", async () => {
    await controlGithub("faults", { match: { path: "/user" }, action: { hang: true } });
    const hasty = createEgress({ ...github, "github-api": { ...github["github-api"], timeoutMs: 50 } });
    expect(await codeOf(hasty.fetch("github-api", `${env.GITHUB_API_URL}/user`))).toBe("upstream_timeout");
  });

  it("tell a cut line from an abort of the caller", async () => {
    await controlGithub("faults", { match: { path: "/user" }, action: { drop: "headers" } });
    expect(await codeOf(egress.fetch("github-api", `${env.GITHUB_API_URL}/user`))).toBe("upstream_unreachable");
    const aborted = egress.fetch("github-api", `${env.GITHUB_API_URL}/user`, { signal: AbortSignal.abort() });
    expect(await codeOf(aborted)).toContain("AbortError");
  });
});

function recording(): { calls: SeamCall[]; hook: SeamHook } {
  const calls: SeamCall[] = [];
  return { calls, hook: { before: (call) => void calls.push(call) } };
}

describe("the seams", () => {
  it("show every statement and batch of the database", async () => {
    const { calls, hook } = recording();
    const { db } = testScope({ database: hook });
    const row = { id: "o1", name: "one", createdAt: 1 };
    await db.insert(organizations).values(row);
    await db.batch([db.select().from(organizations), db.delete(organizations)]);
    expect(calls.map((call) => call.name)).toEqual([expect.stringContaining("insert into"), "batch"]);
  });

  it("can report failure of a statement that took effect", async () => {
    const after = () => {
      throw new Error("Network connection lost.");
    };
    const { db } = testScope({ database: { after } });
    await expect(db.insert(organizations).values({ id: "o1", name: "one", createdAt: 1 })).rejects.toThrow();
    expect(await testScope().db.select().from(organizations)).toHaveLength(1);
  });

  it("can fail a message before the queue has it", async () => {
    const send = vi.spyOn(env.Q_SYNC, "send");
    const before = () => {
      throw new Error("Queue is gone.");
    };
    const { publisher } = testScope({ publish: { before } });
    await expect(publisher.publish("sync", { v: 1, job_id: "j1" })).rejects.toThrow("Queue is gone.");
    expect(send).not.toHaveBeenCalled();
  });

  it("give time and randomness to whoever asks", () => {
    const { clock, random } = testScope({ clock: () => 42, random: { fraction: () => 0.5 } });
    expect([clock.now(), random.fraction()]).toEqual([42, 0.5]);
  });
});

describe("a statement that is lost on the way", () => {
  const row = { id: "o1", name: "one", createdAt: 1 };

  /** A database that fails the first `times` round trips, and how often it was asked. */
  function losing(times: number, message = "Network connection lost.") {
    const seen = { asked: 0 };
    const before = () => {
      seen.asked += 1;
      if (seen.asked <= times) throw new Error(message);
    };
    return { seen, db: testScope({ database: { before } }).db };
  }

  it("is asked again when it only reads, by itself and in a batch", async () => {
    const { seen, db } = losing(2);
    expect(await db.select().from(organizations)).toEqual([]);
    expect(seen.asked).toBe(3);
    const together = losing(2);
    const read = together.db.select().from(organizations);
    expect(await together.db.batch([read, read])).toEqual([[], []]);
  });

  it("fails when it is lost three times", async () => {
    const { seen, db } = losing(9);
    await expect(db.select().from(organizations)).rejects.toThrow();
    expect(seen.asked).toBe(3);
  });

  it("is never asked again when it writes, or when the database has too much to do", async () => {
    const write = losing(1);
    await expect(write.db.insert(organizations).values(row)).rejects.toThrow();
    const mixed = losing(1);
    await expect(
      mixed.db.batch([mixed.db.select().from(organizations), mixed.db.insert(organizations).values(row)]),
    ).rejects.toThrow();
    const busy = losing(1, "D1 DB is overloaded.");
    await expect(busy.db.select().from(organizations)).rejects.toThrow();
    expect([write.seen.asked, mixed.seen.asked, busy.seen.asked]).toEqual([1, 1, 1]);
  });
});

describe("a call to an object", () => {
  const random = createRandom({ fraction: () => 0 });

  function failing(failures: readonly object[]) {
    const left = [...failures];
    const stubs: object[] = [];
    const remote = createStubs(random).remote<{ add(a: number, b: number): number }>("Thing", () => {
      const stub = {
        add: async (a: number, b: number) => {
          const failure = left.shift();
          if (failure) throw Object.assign(new Error("platform"), failure);
          return a + b;
        },
      };
      stubs.push(stub);
      return stub;
    });
    return { remote, stubs };
  }

  it("is tried again on a fresh stub while the platform says so", async () => {
    const { remote, stubs } = failing([{ retryable: true }, { retryable: true }]);
    expect(await remote.add(2, 3)).toBe(5);
    expect(new Set(stubs).size).toBe(3);
  });

  it("fails after three tries", async () => {
    const { remote, stubs } = failing(Array(5).fill({ retryable: true }));
    await expect(remote.add(2, 3)).rejects.toThrow("platform");
    expect(stubs).toHaveLength(3);
  });

  it("is not tried again when the object is overloaded", async () => {
    const { remote, stubs } = failing([{ retryable: true, overloaded: true }]);
    expect(await codeOf(remote.add(2, 3))).toBe("unavailable");
    expect(stubs).toHaveLength(1);
  });

  it("is not tried again for a failure of the object itself", async () => {
    const { remote, stubs } = failing([{}]);
    await expect(remote.add(2, 3)).rejects.toThrow("platform");
    expect(stubs).toHaveLength(1);
  });
});
