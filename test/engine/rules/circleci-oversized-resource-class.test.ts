import { describe, expect, it } from "vitest";
import { circleciOversizedResourceClass as rule } from "../../../worker/engine/rules/circleci/circleci-oversized-resource-class.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const PATH = ".circleci/config.yml";
const job = (size: string, ...steps: string[]) => ({
  [PATH]: `version: 2.1\njobs:\n  a:\n    docker: [{image: 'cimg/node:24.1'}]\n    resource_class: ${size}\n    steps:\n      - checkout\n${steps.map((step) => `      - ${step}\n`).join("")}workflows: {main: {jobs: [a]}}\n`,
});
const places = (files: Record<string, string>) => placesOf(rule, files);

describe("circleci-oversized-resource-class stays silent", () => {
  it.each([
    ["a medium class", job("medium", "run: npx eslint .")],
    ["a small class", job("small", "run: npx eslint .")],
    ["tests", job("xlarge", "run: npx eslint .", "run: npm test")],
    ["a build", job("large", "run: npx eslint . && npm run build")],
    ["something that is not known", job("xlarge", "run: npx eslint .", "run: ./report.sh")],
    ["a command of an orb", job("xlarge", "run: npx eslint .", "slack/notify")],
    ["installs alone", job("xlarge", "run: npm ci")],
    ["a parameter", job("<< parameters.size >>", "run: npx eslint .")],
    ["an own runner", job("acme/large", "run: npx eslint .")],
    ["a GPU", job("gpu.nvidia.large", "run: npx eslint .")],
    ["a script that cannot be read", job("xlarge", "run: 'npx eslint . \"'")],
    ["an executor", { [PATH]: "executors:\n  a: {resource_class: xlarge}\n" }],
  ])("%s", (_, files) => {
    expect(places(files)).toEqual([]);
  });
});

describe("circleci-oversized-resource-class reports", () => {
  it.each([
    ["a linter on xlarge", job("xlarge", "run: npm ci", "run: npx eslint .")],
    ["formatting on large", job("large", "node/install-packages", "run: {command: npx prettier --check .}")],
    ["Arm", job("arm.xlarge", "run: ruff check .")],
    ["the largest", job("2xlarge+", "run: cd web && npx eslint .")],
  ])("%s", (_, files) => {
    expect(places(files)).toEqual([`${PATH}:5:21 low`]);
  });
});

describe("circleci-oversized-resource-class fixes", () => {
  it.each([
    ["xlarge # fast", "medium # fast"],
    ['"arm.large"', '"arm.medium"'],
  ])("%s", (before, after) => {
    const files = job(before, "run: npx eslint .");
    expect(fixOf(rule, files).text).toBe(files[PATH]?.replace(before, after));
  });
});
