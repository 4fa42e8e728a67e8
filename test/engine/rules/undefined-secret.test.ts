import { describe, expect, it } from "vitest";
import { undefinedSecret } from "../../../worker/engine/rules/github/undefined-secret.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";
import { withStored } from "../../support/settings.ts";

const job = (body: string, on = "push") => `on: ${on}\njobs:\n  a:\n    runs-on: x\n${body}`;
const env = (value: string) => job(`    env:\n      T: ${value}\n`);
const STORED = withStored({
  secrets: ["KEY"],
  variables: ["PLACE"],
  environments: { Production: { secrets: ["PROD_KEY"], variables: ["URL"], isProtected: true } },
});

describe("undefined-secret stays silent", () => {
  it("when nobody answered", () => {
    expect(placesOf(undefinedSecret, env("${{ secrets.NONE }}"))).toEqual([]);
  });

  it.each([
    ["a stored secret", env("${{ secrets.KEY }}")],
    ["one in another case", env("${{ Secrets['key'] }}")],
    ["a stored variable", env("${{ vars.PLACE }}")],
    ["the job's token", env("${{ secrets.GITHUB_TOKEN }}")],
    [
      "a secret of the job's environment",
      job("    environment: production\n    env: {K: '${{ secrets.PROD_KEY }}'}\n"),
    ],
    ["a variable of it", job("    environment: {name: Production}\n    env: {K: '${{ vars.URL }}'}\n")],
    ["a computed environment", job("    environment: ${{ inputs.e }}\n    env: {K: '${{ secrets.NONE }}'}\n")],
    ["a choice with a default", env("${{ secrets.NONE || secrets.KEY }}")],
    ["a test", env("${{ vars.NONE == 'true' }}")],
    ["a condition", job("    if: vars.NONE\n")],
    [
      "a variable that a condition tests",
      job("    env: {T: '${{ secrets.NONE }}'}\n    steps:\n      - if: env.T != ''\n        run: make\n"),
    ],
    ["a workflow that is called", job("    env: {T: '${{ secrets.NONE }}'}\n", "[push, workflow_call]")],
    [
      "what a called workflow gets",
      "on: push\njobs:\n  a:\n    uses: ./x.yml\n    secrets: {k: '${{ secrets.NONE }}'}\n",
    ],
    ["a computed name", env("${{ secrets[matrix.k] }}")],
    ["all of them", env("${{ toJSON(secrets) }}")],
    ["an environment's secret at the workflow's level", "on: push\nenv: {T: '${{ secrets.PROD_KEY }}'}\njobs: {}\n"],
    ["the debug switch", env("${{ secrets.ACTIONS_STEP_DEBUG }}")],
  ])("on %s", (_, text) => {
    expect(placesOf(undefinedSecret, text, STORED)).toEqual([]);
  });
});

describe("undefined-secret reports", () => {
  it.each([
    ["an unknown secret", env("${{ secrets.NONE }}"), ["6:14 high"]],
    ["one in brackets", env("${{ secrets['NONE'] }}"), ["6:14 high"]],
    ["an unknown variable", env("${{ vars.NONE }}"), ["6:14 high"]],
    ["a secret that is a variable", env("${{ secrets.PLACE }}"), ["6:14 high"]],
    ["an environment's secret without the environment", env("${{ secrets.PROD_KEY }}"), ["6:14 high"]],
    ["another environment's", job("    environment: test\n    env: {K: '${{ secrets.PROD_KEY }}'}\n"), ["6:19 high"]],
    ["one inside a text", job("    steps:\n      - run: echo x ${{ secrets.NONE }} y\n"), ["6:25 high"]],
    ["one of the workflow's", "on: push\nenv: {T: '${{ secrets.NONE }}'}\njobs: {}\n", ["2:15 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(undefinedSecret, text, STORED)).toEqual(places);
  });

  it("each name once, as written", () => {
    const text = job(
      "    env:\n      A: ${{ secrets.Old }}\n      B: ${{ secrets.OLD }}\n      C: ${{ secrets.OTHER }}\n",
    );
    const found = findingsOf(undefinedSecret, text, STORED);
    expect(found.map(({ evidence }) => evidence.length)).toEqual([2, 1]);
    expect(found[0]?.message).toContain("`Old`");
  });
});
