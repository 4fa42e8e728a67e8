import { describe, expect, it } from "vitest";
import { createGithubApp } from "../../worker/adapters/github/app-tokens.ts";
import type { TokenSource } from "../../worker/adapters/github/port.ts";
import { forgetRequests, type MadeRepository, makeRepository, requestsMade, spoil } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { check, INJECTION, openPull, pullWorld, WORKFLOW, withApp, workflow } from "./support/pulls.ts";
import { testScope } from "./support/scope.ts";

const SECOND_MS = 1_000;

type World = {
  readonly made: MadeRepository;
  readonly tokens: TokenSource;
  readonly waits: number[];
  readonly later: (ms: number) => void;
  readonly again: () => Promise<TokenSource | null>;
};

/** An App that is installed on a repository, and its token, which was made just now. */
async function installed(): Promise<World> {
  const { github } = testScope();
  const made = await makeRepository({ files: { a: "a" } });
  const app = await controlGithub("app", { name: `Young ${crypto.randomUUID()}`, permissions: { contents: "read" } });
  await controlGithub("install", { app_id: app.id, repos: [made.fullName] });
  const key = { id: Number(app.id), privateKey: String(app.private_key) };
  const waits: number[] = [];
  let passed = 0;
  const sleep = async (ms: number) => {
    waits.push(ms);
    passed += ms;
  };
  const { tokensFor } = createGithubApp({ key, now: () => Date.now() + passed, github, sleep });
  const tokens = await tokensFor(made);
  if (!tokens) throw new Error("The App is not installed.");
  const later = (ms: number) => {
    passed += ms;
  };
  return { made, tokens, waits, later, again: () => tokensFor(made) };
}

/** One request with the App's token. */
function ask({ made, tokens }: World) {
  return testScope().github(tokens).head(made, "main", null);
}

async function tokensMinted(): Promise<number> {
  return (await requestsMade()).filter(({ path }) => path.endsWith("/access_tokens")).length;
}

describe("a token of the App that GitHub refuses", () => {
  it("in its first seconds is tried again after a second, and kept", async () => {
    const world = await installed();
    const { token } = await world.tokens.get();
    await spoil(world.made, { preset: "bad-credentials" });
    expect(await ask(world)).toMatchObject({ status: "found" });
    expect([world.waits, (await world.tokens.get()).token]).toEqual([[SECOND_MS], token]);
    expect((await (await world.again())?.get())?.token).toBe(token);
  });

  it("later on is replaced by another, for whoever asks next too", async () => {
    const world = await installed();
    const { token: dead } = await world.tokens.get();
    await controlGithub("revoke-token", { token: dead });
    world.later(10 * SECOND_MS);
    await forgetRequests();
    expect(await ask(world)).toMatchObject({ status: "found" });
    expect(await tokensMinted()).toBe(1);
    const { token } = await world.tokens.get();
    expect(token).not.toBe(dead);
    expect((await (await world.again())?.get())?.token).toBe(token);
  });

  it("is replaced once by two requests at once", async () => {
    const world = await installed();
    const { token } = await world.tokens.get();
    await controlGithub("revoke-token", { token });
    world.later(10 * SECOND_MS);
    await forgetRequests();
    const { refused } = world.tokens;
    expect(await Promise.all([refused(token), refused(token)])).toEqual([true, true]);
    expect(await tokensMinted()).toBe(1);
  });

  it("is replaced once in a job, and then given up", async () => {
    const world = await installed();
    await spoil(world.made, {
      preset: "bad-credentials",
      times: -1,
      match: { path: `/repos/${world.made.fullName}/git*` },
    });
    world.later(10 * SECOND_MS);
    await expect(ask(world)).rejects.toMatchObject({ problemCode: "github_token_refused" });
    world.later(10 * SECOND_MS);
    await forgetRequests();
    await expect(ask(world)).rejects.toMatchObject({ problemCode: "github_token_refused" });
    expect(await tokensMinted()).toBe(0);
    expect(await (await world.again())?.get()).not.toEqual(await world.tokens.get());
  });

  it("is given up where the App is not installed any more", async () => {
    const world = await installed();
    const { token } = await world.tokens.get();
    await controlGithub("delete", { repo: world.made.fullName });
    world.later(10 * SECOND_MS);
    expect(await world.tokens.refused(token)).toBe(false);
  });
});

describe("a check run that GitHub refuses once", { timeout: 60_000 }, () => {
  it("because it does not know the App's new token yet is a check run all the same", async () => {
    const world = await withApp(await pullWorld());
    const number = await openPull(world, { [WORKFLOW]: workflow(INJECTION) });
    const match = { path: `/repos/${world.made.fullName}/check-runs`, method: "POST" };
    await spoil(world.made, { preset: "bad-credentials", match });
    const { row, state } = await check(world, number);
    expect({ state, row }).toMatchObject({ state: "completed", row: { reportedAs: "check_run", detail: null } });
  });
});
