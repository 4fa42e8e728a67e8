import { describe, expect, it } from "vitest";
import { dependabotMissingEcosystem } from "../../../worker/engine/rules/repo/dependabot-missing-ecosystem.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const CONFIG = ".github/dependabot.yml";
const NPM =
  "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: daily\n    cooldown:\n      default-days: 7\n";
const ACTIONS = NPM.replace("npm", "github-actions");
const CI = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v6\n";
const workflow = { ".github/workflows/ci.yml": CI };

describe("dependabot-missing-ecosystem stays silent", () => {
  it.each([
    ["an entry for what there is", { ...workflow, [CONFIG]: ACTIONS }],
    ["uv for Python", { "pyproject.toml": null, [CONFIG]: NPM.replace("npm", "uv") }],
    ["bun for package.json", { "package.json": null, [CONFIG]: NPM.replace("npm", "bun") }],
    [
      "an entry with another folder",
      { ...workflow, [CONFIG]: ACTIONS.replace("directory: /", "directories: [/a, /b]") },
    ],
    ["an ecosystem in quotes", { ...workflow, [CONFIG]: ACTIONS.replace("github-actions", '"github-actions"') }],
    ["Renovate beside it", { ...workflow, [CONFIG]: NPM, "renovate.json": "{}" }],
    ["no configuration", workflow],
    ["a file that does not parse", { ...workflow, [CONFIG]: "updates: [" }],
    ["samples of other ecosystems", { [CONFIG]: NPM, "package.json": null, "examples/go.mod": null }],
    ["a manifest below the root without a lockfile", { [CONFIG]: NPM, "tools/go.mod": null }],
  ])("on %s", (_, files) => {
    expect(placesOf(dependabotMissingEcosystem, files)).toEqual([]);
  });
});

describe("dependabot-missing-ecosystem reports", () => {
  it.each([
    ["the workflows' actions", { ...workflow, [CONFIG]: NPM }, `${CONFIG}:3:3 medium`],
    ["several once", { ...workflow, "go.mod": null, Dockerfile: null, [CONFIG]: NPM }, `${CONFIG}:3:3 medium`],
    ["a list of another form", { ...workflow, [CONFIG]: "version: 2\nupdates: []\n" }, `${CONFIG}:2:10 medium`],
  ])("%s", (_, files, place) => {
    expect(placesOf(dependabotMissingEcosystem, files)).toEqual([place]);
  });
});

describe("dependabot-missing-ecosystem fixes", () => {
  it("by an entry in the file's own indentation, quotes and interval", () => {
    const text =
      'version: 2\nupdates:\n# packages\n- package-ecosystem: "npm"\n  directory: "/"\n  schedule:\n    interval: "monthly" # enough\n  cooldown: {default-days: 7}\n';
    expect(fixOf(dependabotMissingEcosystem, { ...workflow, [CONFIG]: text }).text).toBe(
      `${text}- package-ecosystem: "github-actions"\n  directory: "/"\n  schedule:\n    interval: "monthly"\n  cooldown:\n    default-days: 7\n  groups:\n    github-actions:\n      patterns: ["*"]\n`,
    );
  });

  it("in Windows lines and at the end of a file without a newline", () => {
    const text = NPM.replaceAll("\n", "\r\n").trimEnd();
    const fixed = fixOf(dependabotMissingEcosystem, { ...workflow, [CONFIG]: text }).text ?? "";
    expect(fixed.startsWith(`${text}\r\n  - package-ecosystem: github-actions\r\n`)).toBe(true);
    expect(fixed.replaceAll("\r\n", "")).not.toContain("\n");
  });
});

describe("dependabot-missing-ecosystem offers no fix", () => {
  it("for a list in brackets", () => {
    expect(fixOf(dependabotMissingEcosystem, { ...workflow, [CONFIG]: "version: 2\nupdates: []\n" })).toMatchObject({
      text: null,
      reason: expect.stringContaining("by hand"),
    });
  });
});
