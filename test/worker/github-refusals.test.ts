import { describe, expect, it } from "vitest";
import { classifyFailure } from "../../worker/adapters/github/errors.ts";
import { forgetRequests, githubAs, makeRepository, requestsMade, spoil } from "./support/github.ts";

const CONTEXT = { now: Date.UTC(2026, 10, 21, 12), connectionUrl: "https://github.com/settings/connections" };

function classify(status: number) {
  return classifyFailure({ status, headers: {}, message: "", cause: undefined, writesWorkflow: false }, CONTEXT);
}

describe("a status that GitHub gives no reason for", () => {
  it.each([
    ["is as good as not there", 410, "not_found", "github_not_found"],
    ["will be given again", 400, "conflict", "github_invalid"],
    ["will be given again", 405, "conflict", "github_invalid"],
    ["will be given again", 418, "conflict", "github_invalid"],
    ["may pass", 408, "upstream_failed", "github_bad_answer"],
    ["may pass", 425, "upstream_failed", "github_bad_answer"],
    ["may pass", 304, "upstream_failed", "github_bad_answer"],
    ["may pass", 500, "upstream_failed", "github_unavailable"],
  ])("%s: %i", (_meaning, status, code, problemCode) => {
    expect(classify(status)).toMatchObject({ code, problemCode });
  });

  it("is named, with what to do", () => {
    expect(classify(405).detail).toMatch(/status 405\. Sync .*GitHub\.$/);
  });

  it.each([
    [400, "conflict"],
    [410, "not_found"],
  ])("is asked for once when it is %i", async (status, code) => {
    const repository = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    await spoil(repository, { times: -1, action: { status, body: { message: "No" } } });
    await forgetRequests();
    await expect(github.head(repository, "main", null)).rejects.toMatchObject({ code });
    expect(await requestsMade()).toHaveLength(1);
  });
});
