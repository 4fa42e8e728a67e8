import { describe, expect, it } from "vitest";
import { repeatedSetup } from "../../../worker/engine/rules/github/repeated-setup.ts";
import { placesOf } from "../../support/engine.ts";

const flow = (...jobs: string[]) => `on: push\njobs:\n${jobs.join("")}`;
const SETUP =
  "      - uses: actions/checkout@v5\n      - uses: actions/setup-node@v5\n        with: {node-version: 24}\n      - run: npm ci\n";
const job = (id: string, setup = SETUP) => `  ${id}:\n    runs-on: x\n    steps:\n${setup}      - run: ./${id}\n`;

describe("repeated-setup stays silent", () => {
  it.each([
    ["two jobs", flow(job("a"), job("b"))],
    ["another version in one", flow(job("a"), job("b"), job("c", SETUP.replace("24", "22")))],
    ["another install command", flow(job("a"), job("b"), job("c", SETUP.replace("npm ci", "npm i")))],
    [
      "two steps alone",
      flow(...["a", "b", "c"].map((id) => job(id, "      - uses: actions/checkout@v5\n      - run: npm ci\n"))),
    ],
    [
      "checkouts alone",
      flow(
        ...["a", "b", "c"].map((id) => job(id, "      - uses: actions/checkout@v5\n      - run: x\n      - run: y\n")),
      ),
    ],
    [
      "a condition on a step",
      flow(
        ...["a", "b", "c"].map((id) =>
          job(id, SETUP.replace("run: npm ci", "{run: npm ci, if: true}").replace("- {", "- {")),
        ),
      ),
    ],
    [
      "one step of a composite action",
      flow(...["a", "b", "c"].map((id) => job(id, "      - uses: actions/checkout@v5\n      - uses: ./setup\n"))),
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(repeatedSetup, text)).toEqual([]);
  });
});

describe("repeated-setup reports", () => {
  it.each([
    ["three jobs", flow(job("a"), job("b"), job("c")), ["6:15 low"]],
    [
      "jobs of two files",
      { ".github/workflows/ci.yml": flow(job("a"), job("b")), ".github/workflows/x.yml": flow(job("c")) },
      ["6:15 low"],
    ],
    ["four jobs once", flow(job("a"), job("b"), job("c"), job("d")), ["6:15 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(repeatedSetup, text)).toEqual(places);
  });
});
