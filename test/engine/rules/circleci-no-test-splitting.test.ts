import { describe, expect, it } from "vitest";
import { circleciNoTestSplitting as rule } from "../../../worker/engine/rules/circleci/circleci-no-test-splitting.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const PATH = ".circleci/config.yml";
const job = (run: string, count = "4") =>
  `jobs:\n  a:\n    parallelism: ${count}\n    steps:\n      - checkout\n      - run: ${run}\n`;
const places = (text: string) => placesOf(rule, { [PATH]: text });

describe("circleci-no-test-splitting stays silent", () => {
  it.each([
    ["circleci tests run", job("circleci tests glob x | circleci tests run --command='xargs pytest'")],
    ["a node variable", job("pytest --n $CIRCLE_NODE_INDEX")],
    ["shards", job("npx jest --shard=1/4")],
    ["one container", job("pytest", "1")],
    ["a parameter", job("pytest", "<< parameters.n >>")],
    ["a script", job("./test.sh")],
    ["a package script", job("npm test")],
    ["an orb's step", `${job("pytest")}      - split/tests\n`],
    ["variables that split", `${job("pytest")}    environment: {PYTEST_ADDOPTS: --shard-id=1}\n`],
    ["no tests", job("echo pytest")],
    ["null", "jobs:\n  a:\n    parallelism:\n"],
  ])("%s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("circleci-no-test-splitting reports", () => {
  it.each([
    ["pytest", job("pytest tests")],
    ["the long form", job("\n          name: test\n          command: bundle exec rspec")],
    ["a block", job("|\n          cd app\n          go test ./...")],
    ["quotes", job("'npx jest --ci'")],
  ])("%s", (_, text) => {
    expect(places(text)).toEqual([`${PATH}:3:18 medium`]);
  });
});

describe("circleci-no-test-splitting fixes", () => {
  it("by one container", () => {
    const text = `version: 2.1\n${job("pytest")}workflows: {main: {jobs: [a]}}\n`;
    expect(fixOf(rule, { [PATH]: text }).text).toBe(text.replace("    parallelism: 4\n", ""));
  });
});
