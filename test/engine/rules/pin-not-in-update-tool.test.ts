import { describe, expect, it } from "vitest";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { unpinnedAction } from "../../../worker/engine/rules/github/unpinned-action.ts";
import { pinNotInUpdateTool } from "../../../worker/engine/rules/repo/pin-not-in-update-tool.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const CONFIG = ".github/dependabot.yml";
const SHA = "a".repeat(40);
const NPM =
  "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: daily\n    cooldown:\n      default-days: 7\n";
const ci = (...uses: string[]) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${uses.map((each) => `      - uses: ${each}\n`).join("")}`;
const files = (workflow: string, config: Record<string, string | null>) => ({
  ".github/workflows/ci.yml": workflow,
  ...config,
});

describe("pin-not-in-update-tool stays silent", () => {
  it.each([
    ["an entry for github-actions", files(ci(`o/r@${SHA}`), { [CONFIG]: NPM.replace("npm", "github-actions") })],
    ["a use that is not pinned yet", files(ci(`o/r@${SHA}`, "o/s@v1"), { [CONFIG]: NPM })],
    ["no external action", files(ci("./local"), { [CONFIG]: NPM })],
    ["no update tool", files(ci(`o/r@${SHA}`), {})],
    ["Renovate with its presets", files(ci(`o/r@${SHA}`), { "renovate.json": '{"extends":["config:recommended"]}' })],
    ["Renovate in a form that is not read", files(ci(`o/r@${SHA}`), { "renovate.json5": "{ // x\n}" })],
    ["Renovate beside Dependabot", files(ci(`o/r@${SHA}`), { [CONFIG]: NPM, ".renovaterc": "{}" })],
    ["a Dependabot file that does not parse", files(ci(`o/r@${SHA}`), { [CONFIG]: "updates: [" })],
  ])("on %s", (_, all) => {
    expect(placesOf(pinNotInUpdateTool, all)).toEqual([]);
  });
});

describe("pin-not-in-update-tool reports", () => {
  it.each([
    ["Dependabot without the entry", files(ci(`o/r@${SHA}`), { [CONFIG]: NPM }), CONFIG],
    [
      "Renovate with other managers alone",
      files(ci(`o/r@${SHA}`), { "renovate.json": '{"enabledManagers":["npm"]}' }),
      "renovate.json",
    ],
    [
      "Renovate with the manager switched off",
      files(ci(`o/r@${SHA}`), { ".renovaterc.json": '{"extends":["x"],"github-actions":{"enabled":false}}' }),
      ".renovaterc.json",
    ],
    [
      "a pinned reusable workflow",
      files(`on: push\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@${SHA}\n`, { [CONFIG]: NPM }),
      CONFIG,
    ],
  ])("%s", (_, all, path) => {
    expect(placesOf(pinNotInUpdateTool, all)).toEqual([`${path}:1:1 medium`]);
  });
});

describe("pin-not-in-update-tool fixes", () => {
  it("by an entry in dependabot.yml", () => {
    const { text } = fixOf(pinNotInUpdateTool, files(ci(`o/r@${SHA}`), { [CONFIG]: NPM }));
    expect(text).toContain(`${NPM}  - package-ecosystem: github-actions\n`);
  });

  it("and never stands in the way of the last pin", () => {
    const all = files(ci("actions/checkout@v4"), { [CONFIG]: NPM });
    expect(fixOf(unpinnedAction, all, { lookups: tableLookups() }).reason).toBeNull();
  });
});
