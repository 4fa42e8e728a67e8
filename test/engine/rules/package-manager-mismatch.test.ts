import { describe, expect, it } from "vitest";
import { packageManagerMismatch } from "../../../worker/engine/rules/repo/package-manager-mismatch.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const CI = ".github/workflows/ci.yml";
const flow = (run: string, more = "") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    steps:\n${more}      - run: ${run}\n`;
const files = (lockfile: string, text: string) => ({ "package.json": "{}", [lockfile]: null, [CI]: text });

describe("package-manager-mismatch stays silent", () => {
  it.each([
    ["the lockfile's manager", files("yarn.lock", flow("yarn install --frozen-lockfile"))],
    ["a named package", files("yarn.lock", flow("npm install -g vercel"))],
    ["a script", files("pnpm-lock.yaml", flow("npm run build"))],
    ["a publication", files("pnpm-lock.yaml", flow("npm publish"))],
    ["another folder", files("yarn.lock", `${flow("npm ci")}        working-directory: tools\n`)],
    ["a change of folder", files("yarn.lock", flow("cd tools && npm ci"))],
    ["no lockfile", { "package.json": "{}", [CI]: flow("npm ci") }],
    [
      "a shrinkwrap beside the lockfile",
      { ...files("package-lock.json", flow("npm ci")), "npm-shrinkwrap.json": null },
    ],
    ["lockfiles of samples", { ...files("package-lock.json", flow("npm ci")), "examples/yarn.lock": null }],
  ])("on %s", (_, files) => {
    expect(placesOf(packageManagerMismatch, files)).toEqual([]);
  });
});

describe("package-manager-mismatch reports", () => {
  it.each([
    ["npm with Yarn's lockfile", files("yarn.lock", flow("npm ci")), ["8:14 high"]],
    ["Yarn with npm's lockfile", files("package-lock.json", flow("yarn")), ["8:14 high"]],
    ["npm with pnpm's lockfile", files("pnpm-lock.yaml", flow("npm install --no-audit")), ["8:14 high"]],
    ["two lockfiles", { ...files("yarn.lock", flow("npm ci")), "package-lock.json": null }, ["package.json:1:1 high"]],
  ])("%s", (_, files, places) => {
    expect(placesOf(packageManagerMismatch, files)).toEqual(places);
  });
});

describe("package-manager-mismatch fixes", () => {
  it("by the command of the lockfile's manager", () => {
    expect(fixOf(packageManagerMismatch, files("yarn.lock", flow("npm ci && npm test"))).text).toContain(
      "      - run: yarn install --frozen-lockfile && npm test\n",
    );
  });

  it("behind the setup of pnpm", () => {
    const setup =
      "      - uses: pnpm/action-setup@41ff72655975bd51cab0327fa583b6e92b6d3061 # v4.2.0\n        with: {version: 10.20.0}\n";
    expect(fixOf(packageManagerMismatch, files("pnpm-lock.yaml", flow("npm ci", setup))).text).toContain(
      "- run: pnpm install --frozen-lockfile\n",
    );
  });
});

describe("package-manager-mismatch offers no fix", () => {
  it("where the manager is not set up", () => {
    expect(fixOf(packageManagerMismatch, files("pnpm-lock.yaml", flow("npm ci")))).toMatchObject({
      text: null,
      reason: expect.stringContaining("Set up pnpm"),
    });
  });
});
