import { describe, expect, it } from "vitest";
import { missingLockfile } from "../../../worker/engine/rules/repo/missing-lockfile.ts";
import { placesOf } from "../../support/engine.ts";

const CI = ".github/workflows/ci.yml";
const flow = (run: string, more = "") =>
  `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ${run}\n${more}`;
const DEPS = '{"dependencies":{"a":"^1"}}';

describe("missing-lockfile stays silent", () => {
  it.each([
    ["a lockfile", { "package.json": DEPS, "yarn.lock": null, [CI]: flow("yarn install") }],
    ["no dependencies", { "package.json": '{"dependencies":{}}', [CI]: flow("npm install") }],
    [
      "a library that wants none",
      { "package.json": DEPS, ".npmrc": "package-lock=false\n", [CI]: flow("npm install") },
    ],
    [
      "a lockfile that is ignored",
      { "package.json": DEPS, ".gitignore": "package-lock.json\n", [CI]: flow("npm install") },
    ],
    ["no install", { "package.json": DEPS, [CI]: flow("npm run x") }],
    ["a named package", { "package.json": DEPS, [CI]: flow("npm install eslint") }],
    ["another folder", { "package.json": DEPS, [CI]: flow("npm install", "        working-directory: web\n") }],
    ["a gem", { Gemfile: "gemspec\n", "x.gemspec": null, [CI]: flow("bundle install") }],
    [
      "a Composer library",
      { "composer.json": '{"type":"library","require":{"a":"1"}}', [CI]: flow("composer install") },
    ],
  ])("on %s", (_, files) => {
    expect(placesOf(missingLockfile, files)).toEqual([]);
  });
});

describe("missing-lockfile reports", () => {
  it.each([
    ["npm install", { "package.json": DEPS, [CI]: flow("npm install") }, ["6:14 medium"]],
    ["npm with options", { "package.json": DEPS, [CI]: flow("npm i --no-audit") }, ["6:14 medium"]],
    ["bundler", { Gemfile: "gem 'rake'\n", [CI]: flow("bundle install") }, ["6:14 medium"]],
    [
      "Composer",
      { "composer.json": '{"require":{"a":"1"}}', [CI]: flow("composer install --no-dev") },
      ["6:14 medium"],
    ],
  ])("%s", (_, files, places) => {
    expect(placesOf(missingLockfile, files)).toEqual(places);
  });
});
