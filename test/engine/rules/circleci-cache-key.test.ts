import { describe, expect, it } from "vitest";
import { circleciCacheKey as rule } from "../../../worker/engine/rules/circleci/circleci-cache-key.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const PATH = ".circleci/config.yml";
const save = (key: string) =>
  `jobs:\n  a:\n    steps:\n      - save_cache:\n          key: ${key}\n          paths: [x]\n`;
const places = (text: string) => placesOf(rule, { [PATH]: text });

describe("circleci-cache-key stays silent", () => {
  it.each([
    ["a checksum", save(`v1-{{ checksum "go.sum" }}`)],
    ["the revision", save("src-{{ .Revision }}")],
    ["the build", save("'b-{{ .BuildNum }}'")],
    ["the time", save("'t-{{ epoch }}'")],
    ["a variable", save("v-{{ .Environment.CACHE_VERSION }}")],
    ["a parameter", save("v-<< parameters.key >>")],
    ["restoring by a prefix", "jobs:\n  a:\n    steps:\n      - restore_cache: {keys: [v1-]}\n"],
    ["null", save("")],
    ["no mapping", "jobs:\n  a:\n    steps:\n      - save_cache\n"],
  ])("%s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("circleci-cache-key reports", () => {
  it.each([
    ["a text", save("v1-deps"), "5:16"],
    ["the branch alone", save("v1-{{ .Branch }}"), "5:16"],
    ["the architecture alone", save('"v1-{{ arch }}"'), "5:16"],
    [
      "a step inside when",
      "commands:\n  a:\n    steps:\n      - when: {steps: [{save_cache: {key: v1, paths: [x]}}]}\n",
      "4:43",
    ],
    ["an alias once", "x: &s\n  save_cache: {key: v1}\njobs:\n  a: {steps: [*s]}\n  b: {steps: [*s]}\n", "2:21"],
  ])("%s", (_, text, at) => {
    expect(places(text)).toEqual([`${PATH}:${at} medium`]);
  });
});

const both = (saved: string, restored: string, path = "~/.npm") =>
  `version: 2.1\njobs:\n  a:\n    docker: [{image: 'cimg/node:24.1'}]\n    steps:\n      - checkout\n      - restore_cache:\n          key: ${restored}\n      - run: npm ci\n      - save_cache:\n          key: ${saved} # npm\n          paths: [${path}]\nworkflows: {main: {jobs: [a]}}\n`;
const NEW = `'v1-npm-{{ checksum "package-lock.json" }}'`;

describe("circleci-cache-key fixes", () => {
  it("the saved and the restored key", () => {
    const files = { [PATH]: both("v1-npm", "v1-npm"), "package-lock.json": null, "package.json": null };
    expect(fixOf(rule, files).text).toBe(both(NEW, NEW));
  });

  it("and leaves other keys alone", () => {
    const files = { [PATH]: both("v1-npm", "v1-"), "package-lock.json": null, "go.sum": null };
    expect(fixOf(rule, files).text).toBe(both(NEW, "v1-"));
  });
});

describe("circleci-cache-key offers no fix", () => {
  it.each([
    ["without a lock file", { [PATH]: both("v1", "v1") }],
    ["with two", { [PATH]: both("v1", "v1"), "package-lock.json": null, "yarn.lock": null }],
    ["for a path that nobody knows", { [PATH]: both("v1", "v1", "out"), "package-lock.json": null }],
  ])("%s", (_, files) => {
    expect(fixOf(rule, files).reason).toContain("not clear");
  });
});
