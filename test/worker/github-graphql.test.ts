/** What GraphQL answers with status 200 and is no answer: limits, missing rights, things that are not there. */
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { createGithub } from "../../worker/adapters/github/github.ts";
import type { GithubPort } from "../../worker/adapters/github/port.ts";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { jobs } from "../../worker/db/schema.ts";
import type { Egress } from "../../worker/platform/egress.ts";
import { startAnalysis } from "../../worker/services/analyses/start-analysis.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { as } from "./support/as.ts";
import {
  forgetRequests,
  type MadeRepository,
  makeRepository,
  requestsMade,
  spoil,
  tokensOf,
} from "./support/github.ts";
import { githubSettings, testScope } from "./support/scope.ts";
import { seedRepository } from "./support/seed-analysis.ts";

const SHA = "0".repeat(40);

/** The port of a token whose clock the test moves. */
async function timed() {
  const clock = { at: Date.now(), now: () => clock.at };
  const settings = { ...githubSettings(testScope()), clock };
  const tokens = await tokensOf();
  const port = () => createGithub(settings, tokens);
  return { clock, first: port(), second: port() };
}

/** Spoils the reads of files of this repository alone. */
function spoilBlobs(repository: MadeRepository, fault: Omit<Parameters<typeof spoil>[1], "match">): Promise<void> {
  return spoil(repository, { ...fault, match: { path: "/graphql", bodyIncludes: repository.name } });
}

function answered(body: unknown, headers: Record<string, string> = {}) {
  return { action: { status: 200, headers, body } };
}

async function instantOf(refused: Promise<unknown>): Promise<number> {
  const error: unknown = await refused.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "rate_limited", problemCode: "github_rate_limited" });
  return (error as { retryAt: number }).retryAt;
}

async function blobsOf(github: GithubPort, repository: MadeRepository) {
  return github.blobs(repository, [SHA]);
}

describe("a request for files", () => {
  it("names the repository and tells nothing else that we know of it", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const row = { ...repository, orgId: "o", hookKey: "secret", connectedBy: "u", stateDetail: null };
    const scope = testScope();
    const bodies: { variables?: Record<string, unknown> }[] = [];
    const fetch: Egress["fetch"] = async (purpose, input, init) => {
      if (input instanceof Request) bodies.push(await input.clone().json());
      return scope.egress.fetch(purpose, input, init);
    };
    const github = createGithub({ ...githubSettings(scope), egress: { fetch } }, await tokensOf());
    await github.blobs(row, [SHA]);
    expect(bodies.map(({ variables }) => variables)).toEqual([{ owner: repository.owner, name: repository.name }]);
  });
});

describe("an answer of GraphQL", () => {
  it("that is long comes whole past the gate", async () => {
    const text = "x".repeat(300_000);
    const repository = await makeRepository({ files: { a: text } });
    const { first } = await timed();
    const { entries } = await first.tree(repository, repository.sha ?? "", false);
    const [blob] = await first.blobs(repository, [entries[0]?.sha ?? SHA]);
    expect(blob?.text).toBe(text);
  });

  it.each([
    ["that was cut", { truncateJson: true }],
    ["that ends early", { drop: "body", afterBytes: 20 }],
  ])("%s is not trusted, and holds nothing back", async (_case, action) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { first } = await timed();
    await spoilBlobs(repository, { action, times: 3 });
    await expect(blobsOf(first, repository)).rejects.toMatchObject({ code: "upstream_failed" });
    expect(await first.head(repository, "main", null)).toMatchObject({ status: "found" });
  });
});

describe("a limit that GraphQL tells with status 200", () => {
  it("puts a job off until its window ends, without spending an attempt", async () => {
    vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
    const repository = await makeRepository({ files: { ".github/workflows/ci.yml": "on: push\njobs: {}\n" } });
    const { ctx, id: repositoryId } = await seedRepository(await as({ github: {} }), repository);
    await spoilBlobs(repository, { preset: "graphql-primary" });
    const { jobId } = await startAnalysis(ctx, { repositoryId, type: "full", trigger: "manual" });
    await runJob(ctx, jobId, jobHandlers);
    const job = (await ctx.db.select().from(jobs)).find(({ id }) => id === jobId);
    expect(job).toMatchObject({ state: "retrying", errorCode: "github_rate_limited", attempt: 0 });
    expect((job?.nextRunAt ?? 0) - ctx.clock.now()).toBeGreaterThan(500_000);
  });

  it("is waited for until its window ends, whatever remains, and REST goes on", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { clock, first, second } = await timed();
    await spoilBlobs(repository, { preset: "graphql-primary" });
    const until = await instantOf(blobsOf(first, repository));
    expect(until - clock.at).toBeGreaterThan(500_000);
    await forgetRequests();
    clock.at = until - 1;
    expect(await instantOf(blobsOf(second, repository))).toBe(until);
    expect(await requestsMade()).toEqual([]);
    expect(await second.head(repository, "main", null)).toMatchObject({ status: "found" });
    clock.at = until;
    expect(await blobsOf(second, repository)).toEqual([]);
  });

  it.each([
    ["graphql-secondary", 90_000],
    ["graphql-secondary-silent", 60_000],
  ])("holds every request of the token back: %s, %i ms", async (preset, ms) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { clock, first, second } = await timed();
    await spoilBlobs(repository, { preset });
    const until = await instantOf(blobsOf(first, repository));
    expect(until).toBe(clock.at + ms);
    await forgetRequests();
    clock.at = until - 1;
    expect(await instantOf(second.head(repository, "main", null))).toBe(until);
    expect(await instantOf(blobsOf(second, repository))).toBe(until);
    expect(await requestsMade()).toEqual([]);
    clock.at = until;
    expect(await blobsOf(second, repository)).toEqual([]);
  });

  it.each([
    ["its earlier name", { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] }],
    ["words alone", { errors: [{ message: "API rate limit already exceeded for user ID 1." }] }],
    ["data beside it", { data: { repository: {} }, errors: [{ type: "RATE_LIMIT", message: "" }] }],
    ["a message in the place of errors", { message: "You have exceeded a secondary rate limit." }],
  ])("is known by %s", async (_case, body) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { clock, first, second } = await timed();
    await spoilBlobs(repository, answered(body, { "x-ratelimit-reset": "" }));
    expect(await instantOf(blobsOf(first, repository))).toBe(clock.at + 60_000);
    await forgetRequests();
    expect(await instantOf(blobsOf(second, repository))).toBe(clock.at + 60_000);
    expect(await requestsMade()).toEqual([]);
  });

  it("is not taken from the name of a thing that is not there", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { first } = await timed();
    const message = "Could not resolve to a Repository with the name 'a/secondary rate limit'.";
    await spoilBlobs(repository, answered({ data: { repository: {} }, errors: [{ type: "NOT_FOUND", message }] }));
    expect(await blobsOf(first, repository)).toEqual([]);
    expect(await first.head(repository, "main", null)).toMatchObject({ status: "found" });
  });

  it("is waited for longer each time when GitHub names no instant", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { clock, first } = await timed();
    const start = clock.at;
    for (const seconds of [60, 180, 420]) {
      await spoilBlobs(repository, { preset: "graphql-secondary-silent" });
      await instantOf(blobsOf(first, repository));
      clock.at = await instantOf(blobsOf(first, repository));
      expect(clock.at).toBe(start + seconds * 1_000);
    }
  });

  it("is known with status 403 too, by its errors alone", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { clock, first } = await timed();
    const body = { data: null, errors: [{ message: "You have exceeded a secondary rate limit." }] };
    await spoilBlobs(repository, { action: { status: 403, body } });
    expect(await instantOf(blobsOf(first, repository))).toBe(clock.at + 60_000);
  });
});

describe("a repository that GraphQL leaves out", () => {
  const without = (error: object) => ({ data: { repository: null }, errors: [{ path: ["repository"], ...error }] });
  const PAGE = "/orgs/a/sso?authorization_request=1";

  it.each([
    ["is not there", { type: "NOT_FOUND", message: "Could not resolve to a Repository" }, {}, "github_not_found"],
    [
      "asks for single sign-on",
      { type: "FORBIDDEN", message: "Resource protected by organization SAML enforcement." },
      { "x-github-sso": `required; url=https://github.com${PAGE}` },
      "github_sso_required",
    ],
    [
      "does not let the application in",
      { type: "FORBIDDEN", message: "the `a` organization has enabled OAuth App access restrictions" },
      {},
      "github_oauth_restricted",
    ],
    [
      "accepts other addresses only",
      { type: "FORBIDDEN", message: "the `a` organization has an IP allow list enabled" },
      {},
      "github_ip_blocked",
    ],
    ["is forbidden", { type: "FORBIDDEN", message: "Resource not accessible" }, {}, "github_permission"],
    ["could not be read in time", { message: "Something went wrong." }, {}, "github_bad_answer"],
    ["failed otherwise", { type: "SERVICE_UNAVAILABLE", message: "Try later" }, {}, "github_bad_answer"],
  ])("since it %s is told so", async (_case, error, headers, problemCode) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { first } = await timed();
    for (const data of [{ repository: null }, null]) {
      await spoilBlobs(repository, answered({ ...without(error), data }, headers));
      await expect(blobsOf(first, repository)).rejects.toMatchObject({ problemCode });
    }
  });

  it("without a word of why is no answer", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { first } = await timed();
    await spoilBlobs(repository, answered({ data: { repository: null } }));
    await expect(blobsOf(first, repository)).rejects.toMatchObject({ code: "upstream_failed" });
  });

  it("is still there when only something in it is not found", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const { first } = await timed();
    const error = { type: "NOT_FOUND", path: ["repository", "b0"], message: "Could not resolve" };
    await spoilBlobs(repository, answered({ data: { repository: { b0: null } }, errors: [error] }));
    expect(await blobsOf(first, repository)).toEqual([]);
    await spoilBlobs(repository, answered({ data: { repository: null }, errors: [error] }));
    await expect(blobsOf(first, repository)).rejects.toMatchObject({ problemCode: "github_bad_answer" });
  });
});
