import { expect, it } from "vitest";
import { neededLookups } from "../../../worker/engine/lookups/needed.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { snapshot, WORKFLOW } from "../../support/engine.ts";

const SHA = "A".repeat(40);
const job = (...uses: string[]) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${uses.map((each) => `      - uses: ${each}\n`).join("")}`;
const repository = (...uses: string[]) => new RepositoryModel(snapshot(job(...uses)));
const names = (refs: readonly { action: string; ref: string }[]) => refs.map(({ action, ref }) => `${action}@${ref}`);

it("names every movable ref once, sorted, in workflows, calls and composite actions", () => {
  const model = new RepositoryModel(
    snapshot({
      [WORKFLOW]: `${job("o/b@v2", "O/A@v1", "o/b@v2", `o/c@${SHA}`, "./local", "docker://x:1")}  b:\n    uses: o/flows/.github/workflows/x.yml@main\n`,
      "action.yml": "runs:\n  using: composite\n  steps:\n    - uses: o/d/sub@v3\n",
    }),
  );
  expect(names(neededLookups(model))).toEqual(["o/a@v1", "o/b@v2", "o/d@v3", "o/flows@main"]);
});

it("names the releases that repair a version in use", () => {
  expect(names(neededLookups(repository("actions/download-artifact@v4.1.0", "actions/download-artifact@v4")))).toEqual([
    "actions/download-artifact@4.1.3",
    "actions/download-artifact@v4",
    "actions/download-artifact@v4.1.0",
    "actions/download-artifact@v4.1.3",
  ]);
});
