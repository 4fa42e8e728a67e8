import { describe, expect, it } from "vitest";
import { GITLAB_CACHE_PATHS } from "../../../worker/engine/data/gitlab-cache-paths.ts";
import { gitlabCacheWithoutKeyFiles } from "../../../worker/engine/rules/gitlab/gitlab-cache-without-key-files.ts";
import { type Files, fixOf, placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const NPM: Files = { "package-lock.json": null };
const places = (text: string, more: Files = NPM) => placesOf(gitlabCacheWithoutKeyFiles, { [CI]: text, ...more });
const fix = (text: string, more: Files = NPM) => fixOf(gitlabCacheWithoutKeyFiles, { [CI]: text, ...more });
const job = (cache: string, name = "test") => `${name}:\n  script: make\n  cache:\n${cache}`;
const PATHS = "    paths:\n      - node_modules/\n";

describe("gitlab-cache-without-key-files stays silent", () => {
  it.each([
    ["files", job(`    key:\n      files: [package-lock.json]\n${PATHS}`)],
    [
      "files that it extends",
      `.c:\n  cache:\n    key:\n      files: [package-lock.json]\ntest:\n  extends: .c\n  script: x\n  cache:\n${PATHS}`,
    ],
    ["a key that somebody computes", job(`    key: $LOCK_HASH\n${PATHS}`)],
    ["a key of the pipeline", job(`    key: $CI_PIPELINE_ID\n${PATHS}`)],
    ["a key of the commit", job(`    key: "$CI_COMMIT_SHA"\n${PATHS}`)],
    ["build results", job("    paths: [dist/]\n")],
    ["a folder that is computed", job("    paths: [$CACHE_DIR/node_modules]\n")],
    ["an empty cache", "test:\n  script: x\n  cache: {}\n"],
    ["no cache", "test:\n  script: x\n  cache: []\n"],
    ["a cache of what was not read", "include: [{project: a/b, file: x.yml}]\ntest:\n  script: x\n  extends: .c\n"],
    ["hidden jobs", job(PATHS, ".test")],
    ["odd values", "test:\n  script: x\n  cache: [5, {paths: 7}, {paths: [null]}]\n"],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("without the lockfile, and where another manager's is there", () => {
    expect(places(job(PATHS), {})).toEqual([]);
    expect(places(job(PATHS), { "Cargo.lock": null })).toEqual([]);
  });

  it.each(GITLAB_CACHE_PATHS)("on $examples.no", ({ examples, lockfiles }) => {
    expect(places(job(`    paths: [${examples.no}]\n`), { [lockfiles[0] ?? ""]: null })).toEqual([]);
  });
});

describe("gitlab-cache-without-key-files reports", () => {
  it.each(GITLAB_CACHE_PATHS)("$examples.yes with each lockfile", ({ examples, lockfiles }) => {
    for (const lockfile of lockfiles) {
      for (const folder of examples.yes) {
        expect(places(job(`    paths: [${folder}/]\n`), { [lockfile]: null })).toEqual([`${CI}:4:5 medium`]);
      }
    }
  });

  it.each([
    ["a cache without key, at its paths", job(PATHS), [`${CI}:4:5 medium`]],
    ["the branch as key", job(`    key: "$CI_COMMIT_REF_SLUG"\n${PATHS}`), [`${CI}:4:5 medium`]],
    ["the job as key", job(`    key: \${CI_JOB_NAME}-npm\n${PATHS}`), [`${CI}:4:5 medium`]],
    [
      "a cache of the default, once",
      `cache:\n  paths: [.npm]\na:\n  script: x\nb:\n  script: y\n`,
      [`${CI}:2:3 medium`],
    ],
    ["a list", `a:\n  script: x\n  cache:\n    - key: npm\n      paths: [./node_modules/**]\n`, [`${CI}:4:7 medium`]],
    ["equal caches once", job(PATHS) + job(PATHS, "lint"), [`${CI}:4:5 medium`]],
    [
      "each key of its own",
      job(`    key: a\n${PATHS}`) + job(PATHS, "lint"),
      [`${CI}:4:5 medium`, `${CI}:10:5 medium`],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });
});

describe("gitlab-cache-without-key-files fixes", () => {
  const KEY = "    key:\n      files:\n        - package-lock.json\n";

  it("a cache without key", () => {
    expect(fix(job(PATHS)).text).toBe(job(KEY + PATHS));
  });

  it("the branch as key", () => {
    expect(fix(job(`    key: "$CI_COMMIT_REF_SLUG" # each branch\n${PATHS}`)).text).toBe(
      job(`${KEY.trimEnd()} # each branch\n${PATHS}`),
    );
  });

  it("another key, which stays as prefix", () => {
    expect(fix(job(`    key: $CI_JOB_NAME-$CI_COMMIT_REF_SLUG\n${PATHS}`)).text).toBe(
      job(`${KEY}      prefix: $CI_JOB_NAME\n${PATHS}`),
    );
  });

  it("a cache in braces", () => {
    expect(fix("test: {script: x, cache: {key: npm, paths: [node_modules]}}\n").text).toBe(
      "test: {script: x, cache: {key: { files: [package-lock.json], prefix: 'npm' }, paths: [node_modules]}}\n",
    );
  });

  it("every cache of one kind, and the lockfile beside the folder", () => {
    const paths = "    paths:\n      - web/node_modules\n";
    const key = KEY.replace("package", "web/package");
    const files = { "package-lock.json": null, "web/package-lock.json": null };
    expect(fix(job(paths) + job(paths, "lint"), files).text).toBe(job(key + paths) + job(key + paths, "lint"));
  });
});

describe("gitlab-cache-without-key-files offers no fix", () => {
  it("when an alias shares the cache", () => {
    const text = `.c: &c\n  paths: [node_modules]\na:\n  script: x\n  cache: *c\nb:\n  script: x\n  cache:\n    <<: *c\n    policy: pull\n`;
    expect(fix(text)).toMatchObject({ text: null, reason: expect.stringContaining("shared") });
  });
});
