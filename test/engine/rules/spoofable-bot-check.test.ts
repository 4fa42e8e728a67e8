import { describe, expect, it } from "vitest";
import { spoofableBotCheck } from "../../../worker/engine/rules/github/spoofable-bot-check.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const BOT = "'dependabot[bot]'";
const AUTHOR = "github.event.pull_request.user.login";
const job = (condition: string, on = "pull_request_target") =>
  `on: ${on}\npermissions: {}\njobs:\n  a:\n    if: ${condition}\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - run: echo\n`;
const places = (text: string, strict = false) =>
  placesOf(spoofableBotCheck, text, { profile: strict ? "strict" : "default" });

describe("spoofable-bot-check stays silent", () => {
  it.each([
    ["the author", job(`${AUTHOR} == ${BOT}`)],
    ["actor and author", job(`github.actor == ${BOT} && ${AUTHOR} == ${BOT}`)],
    [
      "an actor of this repository's branches",
      job(`github.actor == ${BOT} && github.event.pull_request.head.repo.full_name == github.repository`),
    ],
    ["the event pull_request", job(`github.actor == ${BOT}`, "pull_request")],
    ["push", job(`github.actor == ${BOT}`, "push")],
    ["a person", job("github.actor == 'octocat'")],
    ["bots that are kept out", job(`github.actor != ${BOT}`)],
    ["bots that are kept out by a negation", job(`"!(github.actor == ${BOT})"`)],
    ["an actor in a name only", job("true").replace("run: echo", "run: echo '${{ github.actor }}'")],
    [
      "a job for another event",
      job(`github.event_name == 'pull_request' && github.actor == ${BOT}`, "[pull_request, pull_request_target]"),
    ],
    ["a comparison with no text", job("github.actor == github.repository_owner")],
    ["a condition that does not parse", job(`github.actor == ${BOT} &&`)],
    [
      "an if in data",
      `on: pull_request_target\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: a/b@v1\n        with:\n          if: github.actor == ${BOT}\n`,
    ],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("spoofable-bot-check reports", () => {
  it.each([
    ["the actor of a job", job(`github.actor == ${BOT}`), ["5:9 high"]],
    ["the other way round", job(`${BOT} == github.actor`.replace(/^/, "${{ ").concat(" }}")), ["5:34 high"]],
    ["in double quotes", job(`"\${{ github.actor == ${BOT} }}"`), ["5:14 high"]],
    ["in another case", job(`github.Actor == 'Dependabot[bot]'`), ["5:9 high"]],
    ["the triggering actor", job("github.triggering_actor == 'renovate[bot]'"), ["5:9 high"]],
    ["the sender", job(`github.event.sender.login == ${BOT}`), ["5:9 high"]],
    ["an id", job("github.actor_id == 49699333"), ["5:9 high"]],
    ["a list", job(`contains(fromJSON('["dependabot[bot]", "renovate[bot]"]'), github.actor)`), ["5:68 high"]],
    ["an ending", job("endsWith(github.actor, '[bot]')"), ["5:18 high"]],
    ["a negated exclusion", job(`"!(github.actor != ${BOT})"`), ["5:12 high"]],
    ["beside other tests", job(`github.repository == 'a/b' && github.actor == ${BOT}`), ["5:39 high"]],
    [
      "two checks of one condition once",
      job(`github.actor == ${BOT} || github.actor == 'renovate[bot]'`),
      ["5:9 high"],
    ],
    ["workflow_run", job(`github.actor == ${BOT}`, "{ workflow_run: { workflows: [CI] } }"), ["5:9 high"]],
    [
      "a step",
      `on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - if: github.actor == ${BOT}\n        run: make\n`,
      ["6:13 high"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("what keeps bots out in the strict profile", () => {
    expect(places(job(`github.actor != ${BOT}`), true)).toEqual(["5:9 high"]);
  });
});

describe("spoofable-bot-check fixes", () => {
  it.each([
    ["a job", `github.actor == ${BOT}`, `${AUTHOR} == ${BOT}`],
    ["braces and quotes", `"\${{ github.actor == ${BOT} }}"`, `"\${{ ${AUTHOR} == ${BOT} }}"`],
    ["an id", "github.actor_id == 49699333", "github.event.pull_request.user.id == 49699333"],
    [
      "every check of a condition",
      `github.actor == ${BOT} || contains(github.triggering_actor, 'renovate[bot]')`,
      `${AUTHOR} == ${BOT} || contains(${AUTHOR}, 'renovate[bot]')`,
    ],
    [
      "a block",
      `>-\n      github.actor == ${BOT}\n      && github.repository == 'a/b'`,
      `>-\n      ${AUTHOR} == ${BOT}\n      && github.repository == 'a/b'`,
    ],
  ])("%s", (_, before, after) => {
    expect(fixOf(spoofableBotCheck, job(before)).text).toBe(job(after));
  });

  it("a comment by its author", () => {
    expect(fixOf(spoofableBotCheck, job("endsWith(github.event.sender.login, '[bot]')", "issue_comment")).text).toBe(
      job("endsWith(github.event.comment.user.login, '[bot]')", "issue_comment"),
    );
  });

  it("files with CRLF", () => {
    const text = job(`github.actor == ${BOT}`).replaceAll("\n", "\r\n");
    expect(fixOf(spoofableBotCheck, text).text).toBe(job(`${AUTHOR} == ${BOT}`).replaceAll("\n", "\r\n"));
  });
});

describe("spoofable-bot-check offers no fix", () => {
  it.each([
    ["where an event has no author", "[push, pull_request_target]"],
    ["for workflow_run", "{ workflow_run: { workflows: [CI] } }"],
    ["where events have different authors", "[issue_comment, pull_request_target]"],
  ])("%s", (_, on) => {
    const { text, reason } = fixOf(spoofableBotCheck, job(`github.actor == ${BOT}`, on));
    expect(text).toBeNull();
    expect(reason).toContain("by hand");
  });
});
