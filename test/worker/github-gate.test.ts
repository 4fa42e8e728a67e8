/** Several workers with one GitHub token, on the real object and against the local GitHub, whose journal is the witness. */
import { describe, expect, it } from "vitest";
import { createGithubApp } from "../../worker/adapters/github/app-tokens.ts";
import { createGithub } from "../../worker/adapters/github/github.ts";
import type { TokenSource } from "../../worker/adapters/github/port.ts";
import { AppError } from "../../worker/errors.ts";
import { makeRepository, spoil, tokensOf } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { githubSettings, testScope } from "./support/scope.ts";

type Entry = { method: string; path: string; at: number; durationMs: number };

async function journal(method: string): Promise<{ from: number; to: number }[]> {
  const { entries } = (await controlGithub("journal", {}, "GET")) as { entries: Entry[] };
  const ofMethod = entries.filter((entry) => entry.method === method);
  return ofMethod.map(({ at, durationMs }) => ({ from: at - durationMs, to: at })).sort((a, b) => a.from - b.from);
}

/** The largest number of requests that were under way at one instant. */
function mostAtOnce(spans: readonly { from: number; to: number }[]): number {
  return Math.max(...spans.map(({ from }) => spans.filter((other) => other.from <= from && other.to > from).length));
}

/** A client of its own that keeps to GitHub's advice on pace, as one isolate of many has it. */
function paced(tokens: TokenSource) {
  const sleep = async (ms: number, signal: AbortSignal) => scheduler.wait(ms, { signal });
  return createGithub({ ...githubSettings(testScope()), isPaced: true, sleep }, tokens);
}

describe("workers that share a token", () => {
  it("read four at once at most", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    await spoil(repository, { match: { method: "GET" }, action: { delayMs: 150 }, times: 50 });
    const tokens = await tokensOf();
    const clients = Array.from({ length: 10 }, () => paced(tokens));
    await controlGithub("journal", {}, "DELETE");
    await Promise.all(clients.map((github) => github.head(repository, "main", null)));
    const spans = await journal("GET");
    expect(spans).toHaveLength(10);
    expect(mostAtOnce(spans)).toBeLessThanOrEqual(4);
    expect(mostAtOnce(spans)).toBeGreaterThan(1);
  });

  it("write one after the other, a second apart", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const tokens = await tokensOf();
    const clients = Array.from({ length: 3 }, () => paced(tokens));
    await controlGithub("journal", {}, "DELETE");
    await Promise.all(clients.map((github, index) => github.createBlob(repository, `text ${index}`)));
    const spans = await journal("POST");
    expect(spans).toHaveLength(3);
    const apart = spans.slice(1).map(({ from }, index) => from - (spans[index]?.from ?? 0));
    // The journal counts whole milliseconds, and a request takes a moment to get there.
    for (const ms of apart) expect(ms).toBeGreaterThan(900);
  });

  it("stop together when GitHub tells one of them to", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const tokens = await tokensOf();
    const [first, second] = [testScope().github(tokens), testScope().github(tokens)];
    await spoil(repository, { preset: "rate-secondary" });
    const refused = await first.head(repository, "main", null).catch((error: unknown) => error);
    await controlGithub("journal", {}, "DELETE");
    const held = await second.repository(repository).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(held).toMatchObject({ code: "rate_limited", problemCode: "github_rate_limited" });
    expect(await journal("GET")).toEqual([]);
  });
});

describe("tokens of one installation of an App", () => {
  it("share a gate, because GitHub counts them together", async () => {
    const scope = testScope();
    const [one, other] = [await makeRepository({ files: { a: "a" } }), await makeRepository({ files: { a: "a" } })];
    const app = await controlGithub("app", {
      name: `Counted ${crypto.randomUUID()}`,
      permissions: { contents: "read" },
    });
    await controlGithub("install", { app_id: app.id, repos: [one.fullName, other.fullName] });
    const key = { id: Number(app.id), privateKey: String(app.private_key) };
    const { tokensFor } = createGithubApp({ key, now: () => Date.now(), github: scope.github });
    const [oneTokens, otherTokens] = [await tokensFor(one), await tokensFor(other)];
    if (!oneTokens || !otherTokens) throw new Error("The App is not installed.");
    expect(await oneTokens.get()).not.toEqual(await otherTokens.get());
    await spoil(one, { preset: "rate-secondary" });
    await expect(scope.github(oneTokens).head(one, "main", null)).rejects.toMatchObject({ code: "rate_limited" });
    await controlGithub("journal", {}, "DELETE");
    await expect(scope.github(otherTokens).head(other, "main", null)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await journal("GET")).toEqual([]);
  });
});
