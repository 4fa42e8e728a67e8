import { expect, it } from "vitest";
import { nodeProblem } from "../../scripts/requirements.mjs";

it("accepts the first version that strips types", () => {
  expect(nodeProblem("22.18.0", false)).toBeNull();
  expect(nodeProblem("24.21.0", false)).toBeNull();
});

it("turns to the bundled Node when the running one is too old", () => {
  expect(nodeProblem("20.20.2", true)).toBe("use_bundled");
});

it("says what to do when the running Node is too old and none is bundled", () => {
  expect(nodeProblem("22.17.9", false)).toBe(
    "Node 22.17.9 is too old: install Node 22.18 or newer, or run `npm ci` on Linux x64, which brings one.",
  );
});
