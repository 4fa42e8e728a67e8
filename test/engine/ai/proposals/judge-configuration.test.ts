import { describe, expect, it } from "vitest";
import { judgeConfiguration } from "../../../../worker/engine/ai/proposals/judge-configuration.ts";
import { NO_LOOKUPS } from "../../../../worker/engine/lookups.ts";
import { RepositoryModel } from "../../../../worker/engine/model/repository.ts";
import { NOW, snapshot } from "../../../support/engine.ts";

const PATH = ".gitlab-ci.yml";
const WRITTEN = `default:
  image: node:24
  interruptible: true
test:
  timeout: 10 minutes
  script:
    - npm ci
    - npm test
`;
const FILES = { "package.json": '{"scripts":{"test":"x","lint":"x","deploy":"x"}}', "package-lock.json": "{}" };

function judged(text: string) {
  const proposed = { platform: "gitlab" as const, path: PATH, text, written: WRITTEN };
  return judgeConfiguration(new RepositoryModel(snapshot(FILES)), proposed, {
    now: NOW,
    lookups: NO_LOOKUPS,
    knowsRepository: true,
  });
}

describe("a configuration that the model wrote over the engine's", () => {
  it.each<[string, string, string]>([
    ["nothing", "", ""],
    ["a comment", "test:\n", "# Proves the unit tests.\ntest:\n"],
    ["a check that the repository has", "    - npm test\n", "    - npm test\n    - npm run lint\n"],
  ])("is kept with %s changed", (_, from, to) => {
    expect(judged(WRITTEN.replace(from, to))).toEqual({ ok: true, problems: [] });
  });

  it.each<[string, string, string, string]>([
    ["without a command", "    - npm test\n", "", "A command of the engine's own configuration is missing."],
    [
      "with a script that is not there",
      "npm test\n",
      "npm test\n    - npm run none\n",
      "The reference check finds a problem in line 7.",
    ],
    [
      "with a script that acts",
      "npm test\n",
      "npm test\n    - npm run deploy\n",
      "It changes what a job runs. (test.script)",
    ],
    [
      "with an include",
      "default:",
      "include: x.yml\ndefault:",
      "It changes which configuration of others is read. (include)",
    ],
    [
      "with a failure that passes",
      "test:\n",
      "test:\n  allow_failure: true\n",
      "It lets a failure pass. (test.allow_failure)",
    ],
    ["that cannot be read", "test:\n", "test: [\n", "The syntax check finds a problem in line 6."],
    ["with an invisible character", "npm test", "npm\u200b test", "The proposal holds invisible characters."],
  ])("is refused %s, in our own words", (_, from, to, reason) => {
    const judgement = judged(WRITTEN.replace(from, to));
    expect(judgement.ok ? [] : judgement.reasons).toContain(reason);
  });
});
