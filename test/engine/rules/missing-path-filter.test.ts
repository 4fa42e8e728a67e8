import { describe, expect, it } from "vitest";
import { missingPathFilter } from "../../../worker/engine/rules/github/missing-path-filter.ts";
import { placesOf } from "../../support/engine.ts";

const W = ".github/workflows/web.yml";
const flow = (on: string, dir = "packages/web", steps = "      - run: npm test\n") =>
  `on: ${on}\ndefaults: {run: {working-directory: ${dir}}}\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps}`;
const files = (text: string, ...packages: string[]) => ({
  [W]: text,
  ...Object.fromEntries(packages.map((name) => [`packages/${name}/package.json`, null])),
});
const THREE = ["web", "api", "lib"];

describe("missing-path-filter stays silent", () => {
  it.each([
    ["a filter", files(flow("{pull_request: {paths: [packages/web/**]}}"), ...THREE)],
    ["a filter of what to ignore", files(flow("{pull_request: {paths-ignore: [docs/**]}}"), ...THREE)],
    ["two packages", files(flow("pull_request"), "web", "api")],
    ["pushes alone", files(flow("push"), ...THREE)],
    ["the root", files(flow("pull_request", "."), ...THREE)],
    ["a folder that is no package", files(flow("pull_request", "tools"), ...THREE)],
    [
      "a step that looks for changes",
      files(flow("pull_request", undefined, "      - uses: dorny/paths-filter@v3\n      - run: npm test\n"), ...THREE),
    ],
    [
      "several folders",
      files(
        flow("pull_request", undefined, "      - run: a\n      - run: b\n        working-directory: packages/api\n"),
        ...THREE,
      ),
    ],
    [
      "samples",
      {
        [W]: flow("pull_request", "examples/a"),
        "examples/a/package.json": null,
        "examples/b/package.json": null,
        "examples/c/package.json": null,
      },
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(missingPathFilter, text)).toEqual([]);
  });
});

describe("missing-path-filter reports", () => {
  it.each([
    ["a workflow of one package", files(flow("pull_request"), ...THREE), [`${W}:1:5 medium`]],
    ["one with pushes too", files(flow("{push: , pull_request: }"), ...THREE), [`${W}:1:14 medium`]],
    [
      "folders of steps",
      files(flow("pull_request", ".", "      - run: a\n        working-directory: ./packages/web/\n"), ...THREE),
      [`${W}:1:5 medium`],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(missingPathFilter, text)).toEqual(places);
  });
});
