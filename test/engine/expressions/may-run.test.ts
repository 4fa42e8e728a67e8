import { describe, expect, it } from "vitest";
import { mayRunFor, mayRunOn } from "../../../worker/engine/expressions/may-run.ts";
import { parseYaml } from "../../../worker/engine/parse/yaml.ts";
import type { YamlScalar } from "../../../worker/engine/parse/yaml-node.ts";
import { asScalar, findValue } from "../../../worker/engine/parse/yaml-node.ts";

function condition(text: string): YamlScalar {
  const parsed = parseYaml(`if: ${JSON.stringify(text)}\n`);
  const node = parsed.ok ? asScalar(findValue(parsed.documents[0]?.root, "if")) : null;
  if (node === null) throw new Error("no condition");
  return node;
}

const SAME = "github.event.pull_request.head.repo.full_name == github.repository";

describe("a run that a stranger starts", () => {
  it.each([
    ["nothing about it", "github.ref == 'refs/heads/main'", true],
    ["its event", "github.event_name == 'pull_request_target'", true],
    ["another event", "github.event_name == 'push'", false],
    ["not its event", "github.event_name != 'pull_request_target'", false],
    ["a list with its event", `contains(fromJSON('["push", "pull_request_target"]'), github.event_name)`, true],
    ["a list without it", `contains(fromJSON('["push"]'), github.event_name)`, false],
    ["a text that is no list", "contains('push', github.event_name)", true],
    ["the beginning of its event", "startsWith(github.event_name, 'pull_request')", true],
    ["this repository", SAME, false],
    ["this repository or a label", `${SAME} || github.event.label.name == 'ok'`, true],
    ["this repository and a label", `${SAME} && github.event.label.name == 'ok'`, false],
    ["not this repository", `!(${SAME})`, true],
    ["no fork", "!github.event.pull_request.head.repo.fork", false],
    ["no fork by comparison", "github.event.pull_request.head.repo.fork == false", false],
    ["a fork", "github.event.pull_request.head.repo.fork", true],
    ["a member", "github.event.pull_request.author_association == 'MEMBER'", false],
    ["a contributor", "github.event.pull_request.author_association == 'CONTRIBUTOR'", true],
    ["a person", "github.actor == 'octocat'", false],
    ["a bot", "github.actor == 'dependabot[bot]'", true],
    ["a bot that wrote it", "github.event.pull_request.user.login == 'dependabot[bot]'", false],
    ["a merged pull request", "github.event.pull_request.merged == true", false],
    ["a constant", "${{ false }}", false],
    ["text around braces, which is always true", "${{ false }} && true", true],
    ["what does not parse", "github.event_name ==", true],
  ])("passes %s: %s, %s", (_, text, expected) => {
    expect(mayRunFor(condition(text), "pull_request_target")).toBe(expected);
  });

  it("passes no condition at all", () => {
    expect(mayRunFor(null, "pull_request_target")).toBe(true);
  });

  it("knows whose run another one followed, and whose comment it is", () => {
    expect(mayRunFor(condition("github.event.workflow_run.event == 'push'"), "workflow_run")).toBe(false);
    expect(mayRunFor(condition("github.event.workflow_run.event == 'pull_request'"), "workflow_run")).toBe(true);
    expect(mayRunFor(condition("github.actor == 'dependabot[bot]'"), "issue_comment")).toBe(false);
  });
});

describe("a run that anybody starts", () => {
  it.each([
    [SAME, true],
    ["github.event.pull_request.merged", true],
    ["github.event_name == 'push'", false],
    ["github.actor == 'octocat'", true],
  ])("passes %s: %s", (text, expected) => {
    expect(mayRunOn(condition(text), "pull_request_target")).toBe(expected);
  });
});
