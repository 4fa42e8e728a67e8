import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { stalePin } from "../../../worker/engine/rules/repo/stale-pin.ts";
import { type Files, findingsOf, fixOf, NOW, placesOf, WORKFLOW } from "../../support/engine.ts";

const OLD = "a".repeat(40);
const LAST_YEAR = "b".repeat(40);
const NEWEST = "c".repeat(40);
const day = 86_400_000;
const CONFIG = ".github/dependabot.yml";
const NPM =
  "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: daily\n    cooldown:\n      default-days: 7\n";
const ci = (...uses: string[]) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${uses.map((each) => `      - uses: ${each}\n`).join("")}`;
const files = (text: string, config: Files = {}): Files => ({ [WORKFLOW]: text, ...config });
const lookups = withAnswers({
  actionRepository: (action) =>
    action === "some/action"
      ? {
          archived: false,
          verifiedCreator: null,
          releases: [
            { sha: "e".repeat(40), tag: "v1.9.9", at: NOW - day },
            { sha: NEWEST, tag: "v2.1.0", at: NOW - 20 * day },
            { sha: "f".repeat(40), tag: "v3.0.0-rc.1", at: NOW - 21 * day },
            { sha: LAST_YEAR, tag: "v2.0.0", at: NOW - 500 * day },
            { sha: OLD, tag: "v1.0.0", at: NOW - 900 * day },
          ],
        }
      : "unknown",
});
const places = (all: Files) => placesOf(stalePin, all, { lookups });

describe("stale-pin stays silent", () => {
  it.each([
    ["the newest release", files(ci(`some/action@${NEWEST} # v2.1.0`))],
    ["a tag, which follows its line", files(ci("some/action@v1"))],
    ["a full version, which is not pinned", files(ci("some/action@v1.0.0"))],
    ["a pin whose version nothing tells", files(ci(`some/action@${"9".repeat(40)}`))],
    ["a pin of a prerelease", files(ci(`some/action@${"9".repeat(40)} # v1.0.0-beta`))],
    ["an action that nobody knows", files(ci(`other/action@${OLD} # v1.0.0`))],
    ["a local action", files(ci("./some/action"))],
    [
      "an entry for github-actions",
      files(ci(`some/action@${OLD}`), { [CONFIG]: NPM.replace("npm", "github-actions") }),
    ],
    [
      "Renovate with its presets",
      files(ci(`some/action@${OLD}`), { "renovate.json": '{"extends":["config:recommended"]}' }),
    ],
    ["a Dependabot file that does not parse", files(ci(`some/action@${OLD}`), { [CONFIG]: "updates: [" })],
    ["a workflow that runs Renovate", files(ci(`some/action@${OLD}`, "renovatebot/github-action@v40"))],
  ])("on %s", (_, all) => {
    expect(places(all)).toEqual([]);
  });

  it("without GitHub", () => {
    expect(placesOf(stalePin, files(ci(`some/action@${OLD} # v1.0.0`)))).toEqual([]);
  });
});

describe("stale-pin reports", () => {
  it.each([
    ["a major version behind", files(ci(`some/action@${OLD}`)), "8:15 medium"],
    ["a release of more than a year ago", files(ci(`some/action@${LAST_YEAR} # v2.0.0`)), "8:15 medium"],
    ["a version that only the comment tells", files(ci(`some/action@${"9".repeat(40)} # v1.2.0`)), "8:15 medium"],
    ["a pin beside an entry for other things", files(ci(`some/action@${OLD}`), { [CONFIG]: NPM }), "8:15 medium"],
    [
      "a pin that Renovate is told to leave alone",
      files(ci(`some/action@${OLD}`), { "renovate.json": '{"enabledManagers":["npm"]}' }),
      "8:15 medium",
    ],
    [
      "a called workflow",
      files(`on: push\njobs:\n  a:\n    uses: some/action/.github/workflows/x.yml@${OLD}\n`),
      "4:11 medium",
    ],
  ])("%s", (_, all, expected) => {
    expect(places(all)).toEqual([expected]);
  });

  it("the whole repository once", () => {
    const action = `runs:\n  using: composite\n  steps:\n    - uses: some/action@${LAST_YEAR}\n`;
    const found = findingsOf(stalePin, files(ci(`some/action@${OLD} # v1`), { "sub/action.yml": action }), { lookups });
    expect(found).toHaveLength(1);
    expect(found[0]?.evidence.map(({ path }) => path)).toEqual([WORKFLOW, "sub/action.yml"]);
    expect(found[0]?.message).toContain("`some/action` is pinned to v1.0.0 while v2.1.0 is out, and 1 more");
  });
});

describe("stale-pin fixes", () => {
  it("by an entry in dependabot.yml", () => {
    const { files: changed } = fixOf(stalePin, files(ci(`some/action@${OLD}`), { [CONFIG]: NPM }), { lookups });
    expect(changed.get(CONFIG)).toContain(`${NPM}  - package-ecosystem: github-actions\n`);
  });

  it("by a new dependabot.yml", () => {
    const { files: changed } = fixOf(stalePin, files(ci(`some/action@${OLD}`)), { lookups });
    expect(changed.get(CONFIG)).toMatch(/^version: 2\nupdates:\n {2}- package-ecosystem: github-actions\n/);
  });
});

describe("stale-pin offers no fix", () => {
  it("for Renovate", () => {
    const all = files(ci(`some/action@${OLD}`), { "renovate.json": '{"enabledManagers":["npm"]}' });
    expect(fixOf(stalePin, all, { lookups }).reason).toContain("renovate.json");
  });
});
