import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { circleciFloatingImage as rule } from "../../../worker/engine/rules/circleci/circleci-floating-image.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const PATH = ".circleci/config.yml";
const job = (image: string) =>
  `version: 2.1\njobs:\n  a:\n    docker:\n      - image: ${image}\n    steps: [checkout]\n`;
const places = (text: string) => placesOf(rule, { [PATH]: text });
const DIGEST = `sha256:${"ab".repeat(32)}`;

describe("circleci-floating-image stays silent", () => {
  it.each([
    ["a tag", job("cimg/node:22.14.0")],
    ["a digest", job(`cimg/node@${DIGEST}`)],
    ["a parameter", job("cimg/node:<< parameters.v >>")],
    ["a parameter as a whole", job("<< parameters.image >>")],
    ["a variable", job("$IMAGE")],
    ["a registry with a port", job("registry.test:5000/x:1")],
    ["machine images", "jobs:\n  a:\n    machine: {image: 'ubuntu-2404:current'}\n    steps: [checkout]\n"],
    ["null", "jobs:\n  a:\n    docker:\n      - image:\n"],
    ["a text for the list", "jobs:\n  a:\n    docker: node\n"],
  ])("%s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("circleci-floating-image reports", () => {
  it.each([
    ["latest", job("cimg/node:latest"), "5:16"],
    ["no tag", job("node"), "5:16"],
    ["no tag at a registry with a port", job("registry.test:5000/x"), "5:16"],
    ["an executor", "executors: {e: {docker: [{image: 'postgres:latest'}]}}\n", "1:34"],
    ["an anchor once", "x: &d\n  docker:\n    - image: node\njobs:\n  a:\n    <<: *d\n  b:\n    <<: *d\n", "3:14"],
  ])("%s", (_, text, at) => {
    expect(places(text)).toEqual([`${PATH}:${at} high`]);
  });
});

describe("circleci-floating-image fixes", () => {
  it("with the digest", () => {
    const lookups = withAnswers({ imageDigest: () => DIGEST });
    expect(fixOf(rule, { [PATH]: job("cimg/node:latest") }, { lookups }).text).toBe(job(`cimg/node:latest@${DIGEST}`));
  });
});

describe("circleci-floating-image offers no fix", () => {
  it("for an image that nobody knows", () => {
    expect(fixOf(rule, { [PATH]: job("node") }).reason).toContain("not known here");
  });
});
