import { describe, expect, it } from "vitest";
import { gitlabOnlyExceptLegacy } from "../../../worker/engine/rules/gitlab/gitlab-only-except-legacy.ts";
import { type Files, fixOf, placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const places = (text: string, more: Files = {}) => placesOf(gitlabOnlyExceptLegacy, { [CI]: text, ...more });
const fix = (text: string) => fixOf(gitlabOnlyExceptLegacy, { [CI]: text });
const job = (body: string, name = "build") => `${name}:\n  script: make\n${body}`;

describe("gitlab-only-except-legacy stays silent", () => {
  it.each([
    ["rules", job("  rules:\n    - if: $CI_COMMIT_TAG\n")],
    ["jobs without either", job("")],
    ["a variable of that name", job("  variables:\n    only: x\n    except: y\n")],
    ["a command of that name", job("  before_script: [only, except]\n")],
    ["a job called only", job("", "only")],
    ["a top-level text", "only: main\nbuild:\n  script: make\n"],
    ["a comment", `# only: main\n${job("")}`],
    ["an empty file", ""],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("gitlab-only-except-legacy reports", () => {
  it.each([
    ["only", job("  only: [main]\n"), [`${CI}:3:3 low`]],
    ["except", job("  except:\n    - tags\n"), [`${CI}:3:3 low`]],
    ["a pipeline once", job("  only: [main]\n") + job("  except: [main]\n", "test"), [`${CI}:3:3 low`]],
    ["a hidden job", job("  only: [main]\n", ".base"), [`${CI}:3:3 low`]],
    ["a mapping", job("  only:\n    changes: [x]\n"), [`${CI}:3:3 low`]],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("a job of an included file", () => {
    expect(places("include: ci/a.yml\n", { "ci/a.yml": job("  only: [main]\n") })).toEqual(["ci/a.yml:3:3 low"]);
  });
});

describe("gitlab-only-except-legacy fixes", () => {
  it.each([
    ["a branch", "  only:\n    - main\n", '  rules:\n    - if: $CI_COMMIT_BRANCH == "main"\n'],
    [
      "a flow list",
      "  only: [main, tags]\n",
      '  rules:\n    - if: $CI_COMMIT_BRANCH == "main"\n    - if: $CI_COMMIT_TAG\n',
    ],
    ["a text", "  only: merge_requests\n", '  rules:\n    - if: $CI_PIPELINE_SOURCE == "merge_request_event"\n'],
    ["refs", "  only:\n    refs: [schedules]\n", '  rules:\n    - if: $CI_PIPELINE_SOURCE == "schedule"\n'],
    ["no tags", "  except: [tags]\n", "  rules:\n    - if: $CI_COMMIT_BRANCH\n"],
    [
      "no main",
      "  except: [main]\n",
      '  rules:\n    - if: $CI_COMMIT_BRANCH == "main"\n      when: never\n    - if: $CI_COMMIT_BRANCH || $CI_COMMIT_TAG\n',
    ],
    [
      "both keys",
      "  only: [main]\n  tags: [linux]\n  except: [schedules]\n",
      '  rules:\n    - if: $CI_PIPELINE_SOURCE == "schedule"\n      when: never\n    - if: $CI_COMMIT_BRANCH == "main"\n  tags: [linux]\n',
    ],
    [
      "a pattern",
      "  only: ['/^v\\d+$/']\n",
      "  rules:\n    - if: '$CI_COMMIT_BRANCH =~ /^v\\d+$/ || $CI_COMMIT_TAG =~ /^v\\d+$/'\n",
    ],
  ])("%s", (_, before, after) => {
    expect(fix(job(before)).text).toBe(job(after));
  });
});

describe("gitlab-only-except-legacy offers no fix", () => {
  it.each([
    ["for changes", job("  only:\n    changes: [x]\n")],
    ["for a ref of another project", job("  only: [main@group/project]\n")],
    ["with a `when`", job("  only: [main]\n  when: manual\n")],
    ["with a comment in the list", job("  only:\n    - main # live\n    - tags\n")],
    ["where one job of two cannot be translated", job("  only: [main]\n") + job("  only: {variables: [$A]}\n", "test")],
    ["where an heir says more", `${job("  only: [main]\n", ".b")}a:\n  extends: .b\n  except: [tags]\n`],
    ["behind an anchor", `.b: &b\n  only: [main]\na:\n  <<: *b\n  script: x\n`],
  ])("%s", (_, text) => {
    expect(fix(text).text).toBeNull();
  });
});
