import { describe, expect, it } from "vitest";
import { artifactRetention } from "../../../worker/engine/rules/github/artifact-retention.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (steps: string, more = "", on = "on: pull_request\n") =>
  `${on}permissions: {}\nconcurrency: {group: x, cancel-in-progress: true}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${more}    steps:\n${steps}`;
const UP = "      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2\n";
const up = (inputs: string) => `${UP}        with:\n          path: dist\n${inputs}`;

describe("artifact-retention stays silent", () => {
  it.each([
    ["days", job(up("          retention-days: 3\n"))],
    ["days that are computed", job(up("          retention-days: ${{ vars.DAYS }}\n"))],
    ["a release", job(up(""), "", "on: release\n")],
    ["a tag", job(up(""), "", "on: {push: {tags: ['v*']}}\n")],
    ["a schedule", job(up(""), "", "on: {schedule: [{cron: '7 3 * * *'}]}\n")],
    ["a job that publishes", job(`${up("")}      - run: npm publish\n`)],
    ["a job that deploys", job(up(""), "    environment: production\n")],
    ["pages", job(up("          name: github-pages\n"))],
    ["a download", job("      - uses: actions/download-artifact@v4\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(artifactRetention, text)).toEqual([]);
  });
});

describe("artifact-retention reports", () => {
  it.each([
    ["an upload for a pull request", job(up("")), ["9:15 low"]],
    ["one for a push", job(up(""), "", "on: {push: {branches: [main]}}\n"), ["9:15 low"]],
    ["several once", job(up("") + up("          name: x\n")), ["9:15 low"]],
    ["one without inputs", job(UP), ["9:15 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(artifactRetention, text)).toEqual(places);
  });
});

describe("artifact-retention fixes", () => {
  it("every upload at once", () => {
    const text = job(`${up("")}        # second\n${up("          if-no-files-found: error # loud\n")}`);
    expect(fixOf(artifactRetention, text).text).toBe(
      job(
        `${up("          retention-days: 7\n")}        # second\n${up("          if-no-files-found: error # loud\n          retention-days: 7\n")}`,
      ),
    );
  });

  it("where there are no inputs yet", () => {
    expect(fixOf(artifactRetention, job(UP)).text).toBe(job(`${UP}        with:\n          retention-days: 7\n`));
  });
});
