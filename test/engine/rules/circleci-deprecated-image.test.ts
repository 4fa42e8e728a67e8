import { describe, expect, it } from "vitest";
import { RETIRED_CIRCLECI_IMAGES } from "../../../worker/engine/data/circleci-images.ts";
import { startOfDay } from "../../../worker/engine/data/day.ts";
import { circleciDeprecatedImage as rule } from "../../../worker/engine/rules/circleci/circleci-deprecated-image.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const PATH = ".circleci/config.yml";
const docker = (image: string) => `jobs:\n  a:\n    docker: [{image: ${image}}]\n`;
const place = (kind: string, name: string) => {
  if (kind === "docker") return docker(`'${name}:1.2'`);
  return kind === "machine"
    ? `jobs:\n  a:\n    machine: {image: '${name}x'}\n`
    : `jobs:\n  a:\n    macos: {xcode: '${name}'}\n`;
};
const places = (text: string) => placesOf(rule, { [PATH]: text });

describe("circleci-deprecated-image stays silent", () => {
  it.each([
    ["the successor", docker("cimg/node:14.17")],
    ["another image of the namespace", docker("circleci/runner-agent:3")],
    ["a name that begins alike", docker("circleci/node-extra:1")],
    ["another registry", docker("ghcr.io/circleci/node:1")],
    ["a supported machine", "jobs:\n  a:\n    machine: {image: 'ubuntu-2204:current'}\n"],
    ["machine: true", "jobs:\n  a:\n    machine: true\n"],
    ["a parameter", "jobs:\n  a:\n    macos: {xcode: << parameters.xcode >>}\n"],
    ["null", "jobs:\n  a:\n    machine:\n"],
  ])("%s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it.each(RETIRED_CIRCLECI_IMAGES)("$name before its end", ({ kind, name, end }) => {
    expect(placesOf(rule, { [PATH]: place(kind, name) }, { now: startOfDay(end) - 1 })).toEqual([]);
  });
});

describe("circleci-deprecated-image reports", () => {
  it.each(RETIRED_CIRCLECI_IMAGES)("$name", ({ kind, name }) => {
    expect(places(place(kind, name))).toEqual([expect.stringMatching(kind === "docker" ? / medium$/ : / high$/)]);
  });

  it("an image once", () => {
    expect(
      places("executors:\n  a: {docker: [{image: circleci/node}]}\n  b: {docker: [{image: circleci/node}]}\n"),
    ).toEqual([`${PATH}:2:24 medium`]);
  });
});

const whole = (image: string) =>
  `version: 2.1\njobs:\n  a:\n    ${image}\n    steps: [checkout]\nworkflows: {main: {jobs: [a]}}\n`;

describe("circleci-deprecated-image fixes", () => {
  it.each([
    ["docker: [{image: circleci/node:14.17.0}] # old", "docker: [{image: cimg/node:14.17.0}] # old"],
    ['docker: [{image: "circleci/golang:1.16"}]', 'docker: [{image: "cimg/go:1.16"}]'],
    ["machine: {image: 'ubuntu-1604:202104-01'}", "machine: {image: 'ubuntu-2404:current'}"],
  ])("%s", (before, after) => {
    expect(fixOf(rule, { [PATH]: whole(before) }).text).toBe(whole(after));
  });
});

describe("circleci-deprecated-image offers no fix", () => {
  it.each([
    ["a variant", "docker: [{image: 'circleci/node:14-browsers'}]"],
    ["an image without a successor", "docker: [{image: 'circleci/mongo:4.4'}]"],
    ["Xcode", "macos: {xcode: 14.3.1}"],
  ])("for %s", (_, image) => {
    expect(fixOf(rule, { [PATH]: whole(image) }).reason).toContain("yours to choose");
  });
});
