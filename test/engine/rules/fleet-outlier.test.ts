import { describe, expect, it } from "vitest";
import { fleetOutlier } from "../../../worker/engine/rules/fleet/fleet-outlier.ts";
import { placesOf } from "../../support/engine.ts";
import { member, withFleet } from "../../support/history.ts";

const CI = "name: CI\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npx vitest run\n";
const files = { ".github/workflows/ci.yml": CI, "package.json": "{}" };
const peers = (count: number, jobKinds: string[], languages = ["node"]) =>
  Array.from({ length: count }, (_, index) => member(`o/r${index}`, { languages, jobKinds }));

describe("fleet-outlier stays silent", () => {
  it.each([
    ["four peers", files, withFleet({ members: peers(4, ["test", "lint"]) })],
    ["what every third lacks", files, withFleet({ members: [...peers(4, ["test", "lint"]), ...peers(2, ["test"])] })],
    ["what it has itself", files, withFleet({ members: peers(6, ["test"]) })],
    ["peers of another language", files, withFleet({ members: peers(6, ["lint"], ["go"]) })],
    ["no pipeline", { "package.json": "{}" }, withFleet({ members: peers(6, ["lint"]) })],
    ["an unknown fleet", files, {}],
  ])("on %s", (_, files, options) => {
    expect(placesOf(fleetOutlier, files, options)).toEqual([]);
  });
});

describe("fleet-outlier reports", () => {
  it.each([
    ["a linter that all peers have", files, withFleet({ members: peers(5, ["test", "lint"]) }), ["1:1 info"]],
    [
      "one that four of five have",
      files,
      withFleet({ members: [...peers(4, ["lint"]), ...peers(1, [])] }),
      ["1:1 info"],
    ],
    ["several kinds once", files, withFleet({ members: peers(5, ["build", "lint"]) }), ["1:1 info"]],
  ])("%s", (_, files, options, places) => {
    expect(placesOf(fleetOutlier, files, options)).toEqual(places);
  });
});
