import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { gitlabIncludeUnpinned } from "../../../worker/engine/rules/gitlab/gitlab-include-unpinned.ts";
import { fixOf, placesOf, type RunOptions } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const SHA = "787123b47f14b552955ca2786bc9542ae66fee5b";
const places = (text: string, options: RunOptions = {}) => placesOf(gitlabIncludeUnpinned, { [CI]: text }, options);
const project = (ref: string) => `include:\n  - project: platform/ci\n    ref: ${ref}\n    file: build.yml\n`;
const STRICT: RunOptions = { profile: "strict" };

describe("gitlab-include-unpinned stays silent", () => {
  it.each([
    ["a local file", "include: ci/a.yml\n"],
    ["a local file in a mapping", "include:\n  - local: /ci/a.yml\n"],
    ["a template of the instance", "include:\n  - template: Security/SAST.gitlab-ci.yml\n"],
    ["a project at a commit", project(SHA)],
    ["a project at a full version", project("v2.4.0")],
    ["a project at a version with a name", project("build-v2.4.0")],
    ["a project at a variable", project("$CI_REF")],
    ["the project itself", "include:\n  - project: $CI_PROJECT_PATH\n    file: x.yml\n"],
    ["a component at a commit", `include:\n  - component: gitlab.com/a/b/c@${SHA}\n`],
    ["a component at a version", "include:\n  - component: $CI_SERVER_FQDN/a/b/c@1.0.2\n"],
    ["a component at a partial version", "include:\n  - component: gitlab.com/a/b/c@1\n"],
    ["a component at this commit", "include:\n  - component: gitlab.com/a/b/c@$CI_COMMIT_SHA\n"],
    ["an address with a commit", `include: https://gitlab.com/a/b/-/raw/${SHA}/x.yml\n`],
    [
      "an address with its hash",
      "include:\n  - remote: https://e.org/x.yml\n    integrity: sha256-L3/GAoKaw0Arw6hDCKeKQlV1QPEgHYxGBHsH4zG1IY8=\n",
    ],
    ["no include", "test:\n  script: make\n"],
    ["an include without a value", "include:\n"],
    ["odd items", "include: [5, {file: x}, null, {project: null}]\n"],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("gitlab-include-unpinned reports", () => {
  it.each([
    ["a project at a branch, at its ref", project("main"), [`${CI}:3:10 high`]],
    ["a quoted branch", project('"main"'), [`${CI}:3:10 high`]],
    ["a moving tag", project("stable"), [`${CI}:3:10 high`]],
    ["a partial version", project("v2"), [`${CI}:3:10 medium`]],
    ["a project without ref", "include:\n  - project: platform/ci\n    file: x.yml\n", [`${CI}:2:14 high`]],
    ["one mapping alone", "include:\n  project: platform/ci\n  file: x.yml\n", [`${CI}:2:12 high`]],
    ["an address as text", "include: https://example.org/ci.yml\n", [`${CI}:1:10 high`]],
    ["an address in a mapping", "include:\n  - remote: 'https://example.org/ci.yml'\n", [`${CI}:2:13 high`]],
    ["a component at the latest", "include:\n  - component: gitlab.com/a/b/c@~latest\n", [`${CI}:2:16 high`]],
    ["a component at a branch", "include:\n  - component: gitlab.com/a/b/c@main\n", [`${CI}:2:16 high`]],
    [
      "one project once",
      "include:\n  - project: a/b\n    file: x.yml\n  - project: a/b\n    file: y.yml\n",
      [`${CI}:2:14 high`],
    ],
    [
      "each project of its own",
      "include: [{project: a/b, file: x.yml}, {project: a/c, file: x.yml}]\n",
      [`${CI}:1:21 high`, `${CI}:1:50 high`],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("versions in the strict profile", () => {
    expect(places(project("v2.4.0"), STRICT)).toEqual([`${CI}:3:10 low`]);
    expect(places("include:\n  - component: gitlab.com/a/b/c@1\n", STRICT)).toEqual([`${CI}:2:16 medium`]);
  });

  it("what an included file includes, there", () => {
    const files = { [CI]: "include: ci/a.yml\n", "ci/a.yml": "include: https://example.org/b.yml\n" };
    expect(placesOf(gitlabIncludeUnpinned, files)).toEqual(["ci/a.yml:1:10 high"]);
  });
});

describe("gitlab-include-unpinned fixes", () => {
  const lookups = withAnswers({
    actionCommit: (action, ref) => (action === "o/r" && ref === "main" ? { sha: SHA, tag: null } : "unknown"),
  });

  it("an address at GitHub", () => {
    const text = "include:\n  - remote: 'https://raw.githubusercontent.com/o/r/main/ci/x.yml'\n";
    expect(fixOf(gitlabIncludeUnpinned, { [CI]: text }, { lookups }).text).toBe(text.replace("/main/", `/${SHA}/`));
  });
});

describe("gitlab-include-unpinned offers no fix", () => {
  it.each([
    ["a project", project("main")],
    ["an address elsewhere", "include: https://example.org/x.yml\n"],
  ])("for %s, whose commit nobody knows", (_, text) => {
    expect(fixOf(gitlabIncludeUnpinned, { [CI]: text })).toMatchObject({
      text: null,
      reason: expect.stringContaining("look it up"),
    });
  });
});
