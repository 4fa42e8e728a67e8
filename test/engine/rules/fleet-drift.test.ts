import { describe, expect, it } from "vitest";
import { fleetDrift } from "../../../worker/engine/rules/fleet/fleet-drift.ts";
import { fixOf, placesOf } from "../../support/engine.ts";
import { withFleet } from "../../support/history.ts";

const W = ".github/workflows/ci.yml";
const flow = (permissions: string) =>
  `on: push\n${permissions}jobs: {a: {runs-on: ubuntu-24.04, timeout-minutes: 5, steps: [{run: make}]}}\n`;
const governed = (approved: string, keyPath = ["permissions"], path = W) =>
  withFleet({ governed: [{ path, keyPath, approved }] });
const READ = "contents: read\n";

describe("fleet-drift stays silent", () => {
  it.each([
    ["the approved value", flow("permissions:\n  contents: read\n"), governed(READ)],
    ["the value in another form", flow("permissions: {contents: 'read'} # ours\n"), governed(READ)],
    [
      "keys in another order",
      flow("permissions: {issues: read, contents: read}\n"),
      governed("contents: read\nissues: read\n"),
    ],
    ["a file that is not there", flow(""), governed(READ, ["permissions"], "other.yml")],
    ["a scalar", flow("permissions: {}\n"), governed("5", ["jobs", "a", "timeout-minutes"])],
    ["an unknown fleet", flow("permissions: write-all\n"), {}],
    ["a baseline without rules", flow("permissions: write-all\n"), withFleet({})],
  ])("on %s", (_, files, options) => {
    expect(placesOf(fleetDrift, files, options)).toEqual([]);
  });
});

describe("fleet-drift reports", () => {
  it.each([
    ["another value", flow("permissions: write-all\n"), governed(READ), ["2:1 medium"]],
    ["one key more", flow("permissions: {contents: read, issues: write}\n"), governed(READ), ["2:1 medium"]],
    ["a missing key", flow(""), governed(READ), ["1:1 medium"]],
    ["a nested value", flow("permissions: {}\n"), governed("9", ["jobs", "a", "timeout-minutes"]), ["3:35 medium"]],
  ])("%s", (_, files, options, places) => {
    expect(placesOf(fleetDrift, files, options)).toEqual(places);
  });
});

describe("fleet-drift fixes", () => {
  it("by the approved block, keeping what is around it", () => {
    const text = flow("# rights\npermissions:\n  contents: write\n  issues: write\n");
    expect(fixOf(fleetDrift, text, governed(READ)).text).toBe(flow("# rights\npermissions:\n  contents: read\n"));
  });

  it("by the approved scalar", () => {
    expect(fixOf(fleetDrift, flow("permissions: {}\n"), governed("9", ["jobs", "a", "timeout-minutes"])).text).toBe(
      flow("permissions: {}\n").replace("minutes: 5", "minutes: 9"),
    );
  });
});
