import { describe, expect, it } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { duplicatedWorkflow } from "../../../worker/engine/rules/fleet/duplicated-workflow.ts";
import { structureHash } from "../../../worker/engine/rules/fleet/structure-hash.ts";
import { placesOf, snapshot } from "../../support/engine.ts";
import { member, withFleet } from "../../support/history.ts";

const CI = "name: CI\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npx vitest run\n";
function hashOf(text: string): string {
  const [workflow] = new RepositoryModel(snapshot(text)).workflows;
  if (!workflow) throw new Error("no workflow");
  return structureHash(workflow);
}
const copies = (count: number, text = CI) =>
  withFleet({
    members: Array.from({ length: count }, (_, index) =>
      member(`o/r${index}`, { workflows: { "x.yml": hashOf(text) } }),
    ),
  });
const CALL = "on: push\njobs: {a: {uses: ./.github/workflows/x.yml}}\n";

describe("duplicated-workflow stays silent", () => {
  it.each([
    ["two copies", CI, copies(2)],
    ["workflows with another step", CI, copies(4, CI.replace("vitest", "jest"))],
    ["workflows with another trigger", CI, copies(4, CI.replace("push", "pull_request"))],
    ["calls of a reusable workflow", CALL, copies(4, CALL)],
    ["an empty fleet", CI, withFleet({})],
    ["an unknown fleet", CI, {}],
    ["no workflows", { "package.json": "{}" }, copies(4)],
  ])("on %s", (_, files, options) => {
    expect(placesOf(duplicatedWorkflow, files, options)).toEqual([]);
  });
});

describe("duplicated-workflow reports", () => {
  it.each([
    ["three copies", CI, copies(3), ["1:7 low"]],
    [
      "copies with another name and comment",
      CI,
      copies(3, `# ours\n${CI.replace("name: CI", "name: Tests")}`),
      ["1:7 low"],
    ],
    [
      "copies in another form",
      CI,
      copies(3, "jobs: {a: {steps: [{run: npx vitest run}], 'runs-on': x}}\non: push\n"),
      ["1:7 low"],
    ],
  ])("%s", (_, files, options, places) => {
    expect(placesOf(duplicatedWorkflow, files, options)).toEqual(places);
  });
});
