import { describe, expect, it } from "vitest";
import { secretsWithoutEnvironment } from "../../../worker/engine/rules/github/secrets-without-environment.ts";
import { placesOf } from "../../support/engine.ts";

const STRICT = { profile: "strict" } as const;
const ci = (body: string, on = "push") => `on: ${on}\njobs:\n  a:\n    runs-on: x\n${body}`;
const KEY = "    env:\n      KEY: ${{ secrets.KEY }}\n";

describe("secrets-without-environment stays silent", () => {
  it("outside the strict profile", () => {
    expect(placesOf(secretsWithoutEnvironment, ci(KEY))).toEqual([]);
  });

  it.each([
    ["a job with an environment", ci(`    environment: production\n${KEY}`)],
    ["an environment with an address", ci(`    environment: {name: production, url: https://x}\n${KEY}`)],
    ["the job's own token", ci("    env: {T: '${{ secrets.GITHUB_TOKEN }}'}\n")],
    ["the token in brackets", ci("    env: {T: \"${{ secrets['github_token'] }}\"}\n")],
    ["a workflow that is called", ci(KEY, "[push, workflow_call]")],
    [
      "a call of a workflow",
      "on: push\njobs:\n  a:\n    uses: o/r/.github/workflows/b.yml@v1\n    secrets: {k: '${{ secrets.K }}'}\n",
    ],
    ["a workflow's env", "on: push\nenv: {K: '${{ secrets.K }}'}\njobs: {}\n"],
    ["no secret", ci("    env: {K: '${{ vars.K }}'}\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(secretsWithoutEnvironment, text, STRICT)).toEqual([]);
  });
});

describe("secrets-without-environment reports", () => {
  it.each([
    ["a secret in a job's env", ci(KEY), ["6:16 low"]],
    [
      "a secret in a step",
      ci("    steps:\n      - uses: o/a@v1\n        with: {t: '${{ secrets.T }}'}\n"),
      ["7:24 low"],
    ],
    ["several once", ci(`${KEY}    steps:\n      - run: echo \${{ secrets.T }}\n`), ["6:16 low"]],
    ["all of them", ci("    env:\n      ALL: ${{ toJSON(secrets) }}\n"), ["6:23 low"]],
    [
      "a container's password",
      ci("    container:\n      image: x\n      credentials: {password: '${{ secrets.P }}'}\n"),
      ["7:36 low"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(secretsWithoutEnvironment, text, STRICT)).toEqual(places);
  });
});
