import { describe, expect, it } from "vitest";
import { firstOf, withAnswers } from "../../../worker/engine/lookups.ts";
import { fleetVersionSkew } from "../../../worker/engine/rules/fleet/fleet-version-skew.ts";
import { fixOf, placesOf } from "../../support/engine.ts";
import { member, withFleet } from "../../support/history.ts";

const use = (ref: string) => `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: o/r@${ref}\n`;
const fleet = (...refs: string[]) =>
  withFleet({ members: refs.map((ref, index) => member(`o/x${index}`, { actions: { "o/r": [ref] } })) });

describe("fleet-version-skew stays silent", () => {
  it.each([
    ["three versions", use("v1"), fleet("v1", "v2", "v3", "v3")],
    ["the most common version", use("v4"), fleet("v1", "v2", "v3", "v4", "v4")],
    ["another action", use("v1").replace("o/r", "o/s"), fleet("v1", "v2", "v3", "v4", "v4")],
    ["local actions", use("v1").replace("o/r@v1", "./x"), fleet("v1", "v2", "v3", "v4", "v4")],
    ["an unknown fleet", use("v1"), {}],
    ["an empty fleet", use("v1"), withFleet({})],
  ])("on %s", (_, files, options) => {
    expect(placesOf(fleetVersionSkew, files, options)).toEqual([]);
  });
});

describe("fleet-version-skew reports", () => {
  it.each([
    ["a rare version of four", use("v1"), fleet("v1", "v2", "v3", "v4", "v4"), ["6:15 low"]],
    ["a version that nobody else has", use("v0"), fleet("v1", "v2", "v3", "v4", "v4"), ["6:15 low"]],
    ["two uses once", `${use("v1")}      - uses: o/r@v2\n`, fleet("v1", "v2", "v3", "v4", "v4"), ["6:15 low"]],
  ])("%s", (_, files, options, places) => {
    expect(placesOf(fleetVersionSkew, files, options)).toEqual(places);
  });
});

const SHA = "c".repeat(40);
const whole = (ref: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    steps:\n      - uses: o/r@${ref}\n`;

describe("fleet-version-skew fixes", () => {
  it("a tag by the tag that most use", () => {
    const { text, remediation } = fixOf(fleetVersionSkew, whole("v1 # old"), fleet("v1", "v2", "v3", "v4", "v4"));
    expect(text).toBe(whole("v4 # old"));
    expect(remediation?.fixClass).toBe("review");
  });

  it("by the commit that most use, with its tag", () => {
    const { lookups } = fleet("v1", "v2", "v3", SHA, SHA);
    const known = { lookups: firstOf(lookups, withAnswers({ commitTags: () => ["v4", "v4.2.0"] })) };
    expect(fixOf(fleetVersionSkew, whole("v1"), known).text).toBe(whole(`${SHA} # v4.2.0`));
  });
});

describe("fleet-version-skew offers no fix", () => {
  it.each([
    ["a tag in the place of a commit", whole("d".repeat(40)), fleet("v1", "v2", "v3", "v4", "v4")],
    ["a commit without a known tag", whole("v1"), fleet("v1", "v2", "v3", SHA, SHA)],
  ])("for %s", (_, text, options) => {
    expect(fixOf(fleetVersionSkew, text, options).reason).toContain("by hand");
  });
});
