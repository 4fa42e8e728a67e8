import { describe, expect, it } from "vitest";
import { confusedDeputyAutoMerge } from "../../../worker/engine/rules/github/confused-deputy-auto-merge.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const ACTOR = "github.actor == 'dependabot[bot]'";
const AUTHOR = "github.event.pull_request.user.login == 'dependabot[bot]'";
const MERGE = '- run: gh pr merge --auto --squash "$URL"';
const job = (condition: string, lines: readonly string[] = [MERGE], on = "pull_request_target") =>
  `on: ${on}\npermissions: {}\njobs:\n  a:\n    if: ${condition}\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${lines.map((line) => `      ${line}\n`).join("")}`;
const places = (text: string) => placesOf(confusedDeputyAutoMerge, text);

describe("confused-deputy-auto-merge stays silent", () => {
  it.each([
    ["a merge of what the bot wrote", job(AUTHOR)],
    ["a merge under pull_request", job(ACTOR, [MERGE], "pull_request")],
    ["a merge without a bot check", job("github.event.action == 'opened'")],
    ["a merge for everybody but the bot", job("github.actor != 'dependabot[bot]'")],
    ["a bot check without a merge", job(ACTOR, ["- run: gh pr comment --body hello", "- run: gh label create x"])],
    ["a review that only comments", job(ACTOR, ["- run: gh pr review --comment --body x"])],
    ["steps behind fetch-metadata", job(ACTOR, ["- uses: dependabot/fetch-metadata@v2", MERGE])],
    ["an action that verifies by itself", job(ACTOR, ["- uses: fastify/github-action-merge-dependabot@v3"])],
    ["a merge in another step than the check", job("always()", ["- run: echo", `  if: ${ACTOR}`, MERGE])],
    ["words about merging", job(ACTOR, ["- run: echo 'gh pr merge'"])],
    [
      "branches of this repository",
      job(`${ACTOR} && github.event.pull_request.head.repo.full_name == github.repository`),
    ],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("confused-deputy-auto-merge reports", () => {
  it.each([
    ["a merge", job(ACTOR), ["5:9 high"]],
    ["an approval", job(ACTOR, ["- run: gh pr review $URL --approve"]), ["5:9 high"]],
    [
      "a merge behind other commands",
      job(ACTOR, ["- run: |", "    set -e", "    gh pr edit && gh pr merge -s"]),
      ["5:9 high"],
    ],
    ["an action that approves", job(ACTOR, ["- uses: hmarr/auto-approve-action@v4"]), ["5:9 high"]],
    [
      "the API in JavaScript",
      job(ACTOR, ["- uses: actions/github-script@v7", "  with:", "    script: await github.rest.pulls.merge({})"]),
      ["5:9 high"],
    ],
    ["the API by gh", job(ACTOR, ["- run: gh api -X PUT repos/a/b/pulls/$N/merge"]), ["5:9 high"]],
    ["a step of its own", job("always()", [MERGE, `  if: ${ACTOR}`]), ["10:13 high"]],
    ["a merge in front of fetch-metadata", job(ACTOR, [MERGE, "- uses: dependabot/fetch-metadata@v2"]), ["5:9 high"]],
    ["workflow_run", job(ACTOR, [MERGE], "{ workflow_run: { workflows: [CI] } }"), ["5:9 high"]],
    ["two merges of one check once", job(ACTOR, [MERGE, MERGE]), ["5:9 high"]],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("with the merge as evidence", () => {
    expect(findingsOf(confusedDeputyAutoMerge, job(ACTOR))[0]?.evidence.map(({ line }) => line)).toEqual([5, 9]);
  });
});

describe("confused-deputy-auto-merge fixes", () => {
  it.each([
    ["a plain condition", ACTOR, AUTHOR],
    [
      "one in braces",
      `\${{ ${ACTOR} && github.repository == 'a/b' }}`,
      `\${{ ${AUTHOR} && github.repository == 'a/b' }}`,
    ],
  ])("%s", (_, before, after) => {
    expect(fixOf(confusedDeputyAutoMerge, job(before)).text).toBe(job(after));
  });
});

describe("confused-deputy-auto-merge offers no fix", () => {
  it("where the event has no author", () => {
    const { text, reason } = fixOf(
      confusedDeputyAutoMerge,
      job(ACTOR, [MERGE], "{ workflow_run: { workflows: [CI] } }"),
    );
    expect(text).toBeNull();
    expect(reason).toContain("by hand");
  });
});
