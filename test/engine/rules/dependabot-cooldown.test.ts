import { describe, expect, it } from "vitest";
import { dependabotCooldown } from "../../../worker/engine/rules/repo/dependabot-cooldown.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const CONFIG = ".github/dependabot.yml";
const config = (rest: string) => ({
  [CONFIG]: `version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: daily\n${rest}`,
});

describe("dependabot-cooldown stays silent", () => {
  it.each([
    ["seven days", config("    cooldown:\n      default-days: 7\n")],
    ["more", config("    cooldown: {default-days: 30}\n")],
    ["security updates alone", config("    open-pull-requests-limit: 0\n")],
    [
      "a week for every kind of version",
      config("    cooldown:\n      semver-major-days: 30\n      semver-minor-days: 7\n      semver-patch-days: 7\n"),
    ],
    ["days that are no number, which GitHub refuses", config("    cooldown:\n      default-days: soon\n")],
    ["no entries", { [CONFIG]: "version: 2\nupdates: []\n" }],
    ["an entry without an ecosystem", { [CONFIG]: "version: 2\nupdates:\n  - directory: /\n" }],
    ["a file that does not parse", { [CONFIG]: "updates: [" }],
    ["Renovate", { "renovate.json": "{}" }],
  ])("on %s", (_, files) => {
    expect(placesOf(dependabotCooldown, files)).toEqual([]);
  });
});

describe("dependabot-cooldown reports", () => {
  it.each([
    ["an entry without one", config("")],
    ["one of too few days", config("    cooldown:\n      default-days: 3\n")],
    ["one for some kinds of versions alone", config("    cooldown:\n      semver-major-days: 30\n")],
    ["an empty one", config("    cooldown:\n")],
    ["several entries once", config("  - package-ecosystem: docker\n    directory: /\n")],
  ])("%s", (_, files) => {
    expect(placesOf(dependabotCooldown, files)).toEqual([`${CONFIG}:3:24 low`]);
  });
});

describe("dependabot-cooldown fixes", () => {
  it("behind the schedule, keeping comments", () => {
    const text = config("    # weekly was too rare\n    labels: [deps]\n")[CONFIG] ?? "";
    expect(fixOf(dependabotCooldown, { [CONFIG]: text }).text).toBe(
      text.replace("      interval: daily\n", "      interval: daily\n    cooldown:\n      default-days: 7\n"),
    );
  });

  it("every entry at once, raising what is too low", () => {
    const files = config(
      "    cooldown:\n      default-days: 3 # days\n  - { package-ecosystem: docker, directory: /, schedule: { interval: weekly } }\n",
    );
    expect(fixOf(dependabotCooldown, files).text).toBe(
      files[CONFIG]
        ?.replace("default-days: 3", "default-days: 7")
        .replace("interval: weekly } }", "interval: weekly }, cooldown: { default-days: 7 } }"),
    );
  });

  it("by the default beside the kinds that are named", () => {
    const files = config("    cooldown:\n      semver-major-days: 30\n");
    expect(fixOf(dependabotCooldown, files).text).toBe(`${files[CONFIG]}      default-days: 7\n`);
  });
});
