import { describe, expect, it } from "vitest";
import { classifyFailure, type GithubFailure } from "../../worker/adapters/github/errors.ts";
import { createGithub } from "../../worker/adapters/github/github.ts";
import { createEgress, policiesFor } from "../../worker/platform/egress.ts";
import { forgetRequests, githubAs, makeRepository, pushTo, requestsMade, spoil, tokensOf } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { githubSettings, testScope } from "./support/scope.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const CONTEXT = { now: NOW, connectionUrl: "https://github.com/settings/connections/applications/1" };

function classify(failure: Partial<GithubFailure>) {
  const whole = { status: 500, headers: {}, message: "", cause: undefined, writesWorkflow: false, ...failure };
  return classifyFailure(whole, CONTEXT);
}

describe("the meaning of a refusal", () => {
  it.each<[string, Partial<GithubFailure>, string, string]>([
    [
      "a spent rate limit",
      { status: 403, headers: { "x-ratelimit-remaining": "0" } },
      "rate_limited",
      "github_rate_limited",
    ],
    ["a 429 without headers", { status: 429 }, "rate_limited", "github_rate_limited"],
    [
      "a secondary limit",
      { status: 403, message: "exceeded a secondary rate limit" },
      "rate_limited",
      "github_rate_limited",
    ],
    ["a refused token", { status: 401, message: "Bad credentials" }, "forbidden", "github_token_refused"],
    ["single sign-on", { status: 403, headers: { "x-github-sso": "required" } }, "forbidden", "github_sso_required"],
    [
      "an OAuth restriction",
      { status: 403, message: "enabled OAuth App access restrictions" },
      "forbidden",
      "github_oauth_restricted",
    ],
    ["an IP allow list", { status: 403, message: "has an IP allow list enabled" }, "forbidden", "github_ip_blocked"],
    [
      "an archived repository",
      { status: 403, message: "Repository was archived so is read-only." },
      "conflict",
      "repository_archived",
    ],
    ["a locked repository", { status: 403, message: "Repository has been locked." }, "forbidden", "repository_locked"],
    [
      "a locked conversation",
      { status: 403, message: "Unable to create comment because issue is locked." },
      "forbidden",
      "github_conversation_locked",
    ],
    ["a plain 403", { status: 403, message: "Must have admin rights" }, "forbidden", "github_permission"],
    ["a repository that is not there", { status: 404 }, "not_found", "github_not_found"],
    [
      "commits of two histories",
      { status: 404, message: "No common ancestor between main and topic." },
      "not_found",
      "github_no_common_ancestor",
    ],
    ["a new name", { status: 301 }, "conflict", "github_moved"],
    ["a lost race", { status: 409 }, "conflict", "github_conflict"],
    ["invalid input", { status: 422, message: "Reference update failed" }, "conflict", "github_invalid"],
    [
      "an address that GitHub cannot reach",
      { status: 422, message: "isn't reachable over the public Internet" },
      "conflict",
      "github_hook_unreachable",
    ],
    [
      "a rule of the repository",
      { status: 422, message: "Repository rule violations found\n\nCommits must have verified signatures.\n\n" },
      "conflict",
      "github_rule",
    ],
    ["a rule, as a 409", { status: 409, message: "Repository rule violations found" }, "conflict", "github_rule"],
    ["a legal block", { status: 451, message: "Repository access blocked" }, "forbidden", "github_blocked"],
    ["a block by its terms", { status: 403, message: "Repository access blocked" }, "forbidden", "github_blocked"],
    ["the unicorn page", { status: 502, message: "<!DOCTYPE html>" }, "upstream_failed", "github_unavailable"],
    [
      "no answer",
      { status: null, cause: new Error("Network connection lost.") },
      "upstream_failed",
      "github_unreachable",
    ],
    [
      "a time-out",
      { status: null, cause: new DOMException("late", "TimeoutError") },
      "upstream_failed",
      "github_timeout",
    ],
  ])("is told for %s", (_case, failure, code, problemCode) => {
    const error = classify(failure);
    expect({ code: error.code, problemCode: error.problemCode }).toEqual({ code, problemCode });
    expect(error.detail).toMatch(/\.$/);
    expect(error.detail).not.toContain("<");
  });

  it("sends nobody to an administrator for what GitHub itself has blocked", () => {
    const [terms, law] = [403, 451].map((status) => classify({ status, message: "Repository access blocked" }).detail);
    expect(terms).toBe(law);
    expect(terms).not.toContain("administrator");
  });

  it("names the way past a rule, which a sync is not", () => {
    const { detail } = classify({ status: 422, message: "Repository rule violations found\n\nCannot create ref." });
    expect(detail).toContain("Ask an administrator");
    expect(detail).not.toMatch(/sync/i);
  });

  it.each([
    ["seconds", { "retry-after": "90" }, NOW + 90_000],
    ["a date", { "retry-after": new Date(NOW + 120_000).toUTCString() }, NOW + 120_000],
    [
      "the end of the window",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 600) },
      NOW + 600_000,
    ],
    ["nothing but a past window", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }, NOW],
    ["no header at all", {}, NOW + 60_000],
  ])("names the instant of the next try from %s", (_case, headers, retryAt) => {
    expect(classify({ status: 429, headers }).retryAt).toBe(retryAt);
  });

  it("asks for the scopes when a workflow could not be written without them", () => {
    const failure = { status: 404, headers: { "x-oauth-scopes": "repo" }, writesWorkflow: true };
    expect(classify(failure)).toMatchObject({
      code: "missing_scope",
      actionUrl: expect.stringContaining("access=repositories"),
    });
  });

  it("asks for the scopes that GitHub would have accepted", () => {
    const headers = { "x-oauth-scopes": "read:user", "x-accepted-oauth-scopes": "repo" };
    expect(classify({ status: 404, headers }).code).toBe("missing_scope");
    expect(classify({ status: 404, headers: { ...headers, "x-oauth-scopes": "repo, workflow" } }).code).toBe(
      "not_found",
    );
  });

  it("passes on the sign-on page of GitHub and no other", () => {
    const sso = (url: string) =>
      classify({ status: 403, headers: { "x-github-sso": `required; url=${url}` } }).actionUrl;
    expect(sso("https://github.com/orgs/a/sso?authorization_request=1")).toContain("/orgs/a/sso");
    expect(sso("https://github.com.evil.test/orgs/a")).toBeUndefined();
    expect(sso("javascript:alert(1)")).toBeUndefined();
  });
});

describe("a port onto a GitHub that fails", () => {
  it.each([
    ["bad-credentials", {}, "forbidden"],
    ["oauth-app-restricted", {}, "forbidden"],
    ["saml", {}, "forbidden"],
    ["ip-allow-list", {}, "forbidden"],
    ["unicorn", { times: 3 }, "upstream_failed"],
    ["conn-reset", { times: 3 }, "upstream_failed"],
    ["blocked", {}, "forbidden"],
    ["blocked", { status: 403 }, "forbidden"],
  ])("answers %s %j with %s", async (preset, options, code) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await spoil(repository, { preset, ...options });
    await expect(github.head(repository, "main", null)).rejects.toMatchObject({ code });
    expect(await github.head(repository, "main", null)).toMatchObject({ status: "found" });
  });

  it.each([
    ["rate-primary", {}],
    ["rate-primary", { status: 429 }],
    ["rate-secondary", {}],
    ["rate-secondary-silent", {}],
  ])("asks nothing more after %s %j until its time", async (preset, options) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await spoil(repository, { preset, ...options });
    await expect(github.head(repository, "main", null)).rejects.toMatchObject({ code: "rate_limited" });
    await forgetRequests();
    await expect(github.head(repository, "main", null)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await requestsMade()).toEqual([]);
  });

  it.each(["unicorn", "conn-reset"])("asks again after %s, and twice at most", async (preset) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await spoil(repository, { preset, times: 2 });
    expect(await github.head(repository, "main", null)).toMatchObject({ status: "found" });
    expect(await requestsMade()).toHaveLength(3);
  });

  it("does not repeat a write by itself", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await spoil(repository, { preset: "unicorn" });
    await expect(github.createBlob(repository, "text")).rejects.toMatchObject({ code: "upstream_failed" });
  });

  it("asks the same question once at a time", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await forgetRequests();
    await Promise.all(Array.from({ length: 5 }, () => github.head(repository, "main", null)));
    expect(await requestsMade()).toHaveLength(1);
  });

  it.each([
    ["JSON that was cut", { truncateJson: true }],
    ["a body that ends early", { drop: "body", afterBytes: 20 }],
    ["an answer without the field that counts", { mutate: { "/object": null } }],
  ])("does not trust %s", async (_case, action) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await spoil(repository, { action, times: 3 });
    await expect(github.head(repository, "main", null)).rejects.toMatchObject({ code: "upstream_failed" });
  });

  it("tells the token's owner once GitHub refuses it", async () => {
    const tokens = await tokensOf();
    const { token } = await tokens.get();
    await controlGithub("revoke-token", { token });
    const github = testScope().github(tokens);
    await expect(github.repository({ owner: "dev", name: "any" })).rejects.toMatchObject({
      problemCode: "github_token_refused",
    });
    expect(tokens.refusals).toBe(1);
  });

  it.each([
    ["never answers", { hang: true }],
    ["answers a few bytes a second", { trickle: 8 }],
  ])("gives up on a GitHub that %s", async (_case, action) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const scope = testScope();
    const policies = policiesFor(scope.config);
    const hasty = { ...policies, "github-api": { ...policies["github-api"], timeoutMs: 150 } };
    const github = createGithub({ ...githubSettings(scope), egress: createEgress(hasty) }, await tokensOf());
    await spoil(repository, { action, times: 3 });
    await expect(github.head(repository, "main", null)).rejects.toMatchObject({ problemCode: "github_timeout" });
  });

  it("does not read on when an answer is larger than any of GitHub's", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const scope = testScope();
    const policies = policiesFor(scope.config);
    const small = { ...policies, "github-api": { ...policies["github-api"], maxBytes: 100 } };
    const github = createGithub({ ...githubSettings(scope), egress: createEgress(small) }, await tokensOf());
    await expect(github.head(repository, "main", null)).rejects.toMatchObject({ problemCode: "answer_too_large" });
  });

  it("stops a request under way when it is aborted", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await spoil(repository, { action: { hang: true } });
    const stop = new AbortController();
    const asked = github.within(stop.signal).head(repository, "main", null);
    const reason = new Error("cancelled");
    stop.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });

  it("follows a renamed repository when it reads", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    await controlGithub("rename", { repo: repository.fullName, name: `${repository.name}-new` });
    const github = await githubAs();
    expect(await github.head(repository, "main", null)).toMatchObject({ status: "found", sha: repository.sha });
    expect(await github.repositoryById(repository.githubId)).toMatchObject({ name: `${repository.name}-new` });
  });

  it("does not follow a redirect to another origin", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await spoil(repository, { action: { status: 301, headers: { location: "http://127.0.0.1:9/x" }, body: {} } });
    await forgetRequests();
    await expect(github.head(repository, "main", null)).rejects.toMatchObject({ problemCode: "github_moved" });
    expect(await requestsMade()).toHaveLength(1);
  });

  it("reads a branch whose name needs escaping", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const sha = await pushTo(repository.fullName, { a: "b" }, "feature/ü#1%");
    const github = await githubAs();
    expect(await github.head(repository, "feature/ü#1%", null)).toMatchObject({ sha });
  });

  it("writes no branch but its own", async () => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await expect(github.createBranch(repository, "main", repository.sha ?? "")).rejects.toThrow("autodevops/");
  });
});
