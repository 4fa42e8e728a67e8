import { describe, expect, it } from "vitest";
import { deployFromPullRequest } from "../../../worker/engine/rules/github/deploy-from-pull-request.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const flow = (on: string, job: string, step = "      - run: ./deploy.sh && kubectl apply -f k8s\n") =>
  `${on}permissions: {}\njobs:\n  ship:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    concurrency: x\n${job}    steps:\n${step}`;
const ANY = "on: push\n";
const PROD = "    environment: production\n";

describe("deploy-from-pull-request stays silent", () => {
  it.each([
    ["a branch filter", flow("on:\n  push:\n    branches: [main]\n", PROD)],
    ["a tag filter", flow("on:\n  push:\n    tags: ['v*']\n", PROD)],
    ["a condition on the ref", flow(ANY, `    if: github.ref == 'refs/heads/main'\n${PROD}`)],
    [
      "a condition on the event",
      flow("on: [push, pull_request]\n", `    if: github.event_name != 'pull_request'\n${PROD}`),
    ],
    [
      "a condition on the deploy step",
      flow(ANY, PROD, "      - if: github.ref_name == 'main'\n        run: kubectl apply -f k8s\n"),
    ],
    ["staging", flow(ANY, "    environment: staging\n")],
    ["an environment that is computed", flow(ANY, "    environment: ${{ github.ref_name }}\n")],
    ["nothing that says production", flow(ANY, "")],
    ["a start by hand", flow("on: workflow_dispatch\n", PROD)],
    [
      "a job that waits for a guarded one",
      `${flow(ANY, `    needs: gate\n${PROD}`)}  gate:\n    if: github.ref == 'refs/heads/main'\n    runs-on: x\n    steps: [{run: make}]\n`,
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(deployFromPullRequest, text)).toEqual([]);
  });
});

describe("deploy-from-pull-request reports", () => {
  it.each([
    ["a push to any branch", flow(ANY, PROD)],
    ["a pull request", flow("on: pull_request\n", PROD)],
    ["a filter that takes every branch", flow("on: {push: {branches: ['**']}}\n", PROD)],
    ["a production job by its command", flow(ANY, "", "      - run: vercel deploy --prod\n")],
    ["a condition on something else", flow(ANY, `    if: github.actor != 'x'\n${PROD}`)],
  ])("%s", (_, text) => {
    expect(placesOf(deployFromPullRequest, text)).toEqual(["4:3 high"]);
  });
});

describe("deploy-from-pull-request fixes", () => {
  it("by a condition on the default branch", () => {
    const text = flow(ANY, PROD);
    expect(fixOf(deployFromPullRequest, text, { defaultBranch: "trunk" }).text).toBe(
      text.replace("    runs-on", "    if: github.ref == 'refs/heads/trunk'\n    runs-on"),
    );
  });
});

describe("deploy-from-pull-request offers no fix", () => {
  it.each([
    ["without a known default branch", flow(ANY, PROD), null],
    ["beside another condition", flow(ANY, `    if: github.actor != 'x'\n${PROD}`), "main"],
  ])("%s", (_, text, defaultBranch) => {
    expect(fixOf(deployFromPullRequest, text, { defaultBranch }).text).toBeNull();
  });
});
