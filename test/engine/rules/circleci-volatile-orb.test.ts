import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { circleciVolatileOrb as rule } from "../../../worker/engine/rules/circleci/circleci-volatile-orb.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const PATH = ".circleci/config.yml";
const places = (text: string) => placesOf(rule, { [PATH]: text });
const lookups = withAnswers({ toolVersion: (tool) => (tool === "orb:circleci/node" ? "7.1.0" : "unknown") });

describe("circleci-volatile-orb stays silent", () => {
  it.each([
    ["a full version", "orbs:\n  n: circleci/node@7.1.0\n"],
    ["a partial version", "orbs: {n: circleci/node@7.1}\n"],
    ["an inline orb", "orbs:\n  n:\n    commands: {}\n"],
    ["a version of the pipeline", "orbs:\n  n: my/orb@dev:<<pipeline.number>>\n"],
    ["no orbs", "version: 2.1\njobs: {}\n"],
    ["odd values", "orbs:\n  - volatile\n"],
    ["null", "orbs:\n  n:\n"],
    ["a text elsewhere", "parameters:\n  n: circleci/node@volatile\n"],
  ])("%s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("an orb that tests itself, and other files", () => {
    expect(placesOf(rule, { [PATH]: "orbs: {n: my/orb@dev:alpha}\n", "src/@orb.yml": null })).toEqual([]);
    expect(placesOf(rule, { "ci/config.yml": "orbs: {n: my/orb@volatile}\n" })).toEqual([]);
  });
});

describe("circleci-volatile-orb reports", () => {
  it.each([
    ["volatile", "orbs:\n  n: circleci/node@volatile\n", "2:6"],
    ["a development version", "orbs: {n: 'my/orb@dev:alpha'}\n", "1:11"],
    ["an orb inside an inline orb", "orbs:\n  mine:\n    orbs:\n      n: a/b@volatile\n", "4:10"],
    ["CRLF", "version: 2.1\r\norbs:\r\n  n: a/b@volatile\r\n", "3:6"],
  ])("%s", (_, text, at) => {
    expect(places(text)).toEqual([`${PATH}:${at} high`]);
  });
});

describe("circleci-volatile-orb fixes", () => {
  it("with the newest release", () => {
    const files = { [PATH]: "version: 2.1\norbs:\n  n: 'circleci/node@volatile' # always\n" };
    expect(fixOf(rule, files, { lookups }).text).toBe("version: 2.1\norbs:\n  n: 'circleci/node@7.1.0' # always\n");
  });
});

describe("circleci-volatile-orb offers no fix", () => {
  it("for an orb that nobody knows", () => {
    const files = { [PATH]: "orbs:\n  n: a/b@volatile\n" };
    expect(fixOf(rule, files, { lookups }).reason).toContain("not known here");
  });
});
