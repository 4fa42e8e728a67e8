import { describe, expect, it } from "vitest";
import { deployWithoutTests } from "../../../worker/engine/rules/github/deploy-without-tests.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const flow = (jobs: string, on = "on:\n  push:\n    branches: [main]\n") => `${on}permissions: {}\njobs:\n${jobs}`;
const TEST = "  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    steps:\n      - run: npm test\n";
const deploy = (body: string, step = "") =>
  `  ship:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    environment: production\n    concurrency: x\n${body}    steps:\n${step}      - run: kubectl apply -f k8s\n`;
const other = (text: string) => ({ ".github/workflows/ci.yml": flow(deploy("")), ".github/workflows/test.yml": text });

describe("deploy-without-tests stays silent", () => {
  it.each([
    ["a deploy that needs the tests", flow(TEST + deploy("    needs: test\n"))],
    [
      "one that needs them through another job",
      flow(
        `${TEST}  image:\n    needs: [test]\n    runs-on: x\n    steps: [{run: make image}]\n${deploy("    needs: [image]\n")}`,
      ),
    ],
    ["one that tests first itself", flow(deploy("", "      - run: go test ./...\n"))],
    [
      "tests in a called workflow",
      flow(`  checks:\n    uses: ./.github/workflows/test.yml\n${deploy("    needs: checks\n")}`),
    ],
    [
      "a start behind another workflow",
      flow(deploy(""), "on:\n  workflow_run:\n    workflows: [CI]\n    types: [completed]\n"),
    ],
    ["a release", flow(TEST + deploy(""), "on: release\n")],
    ["a start by hand", flow(deploy(""), "on: workflow_dispatch\n")],
    ["tests of pull requests in another workflow", other(flow(TEST, "on: pull_request\n"))],
    ["a preview", flow(TEST + deploy("    name: preview\n"))],
    ["a site without tests", flow(deploy("").replace("run: kubectl apply -f k8s", "uses: actions/deploy-pages@v4"))],
    [
      "infrastructure behind its plan",
      flow(
        `  plan:\n    runs-on: x\n    steps: [{run: terraform -chdir=infra plan -out=p}]\n${deploy("    needs: plan\n").replace("kubectl apply -f k8s", "terraform apply p")}`,
      ),
    ],
    ["no deploy", flow(TEST)],
  ])("on %s", (_, files) => {
    expect(placesOf(deployWithoutTests, files)).toEqual([]);
  });
});

describe("deploy-without-tests reports", () => {
  it.each([
    ["tests that run beside it", flow(TEST + deploy("")), ["11:3 high"]],
    [
      "a job that needs another one",
      flow(`${TEST}  image:\n    runs-on: x\n    steps: [{run: x}]\n${deploy("    needs: image\n")}`),
      ["14:3 high"],
    ],
    [
      "a site beside tests",
      flow(TEST + deploy("").replace("run: kubectl apply -f k8s", "uses: actions/deploy-pages@v4")),
      ["11:3 high"],
    ],
    ["no tests anywhere", flow(deploy("")), ["6:3 high"]],
    [
      "another workflow without tests",
      other("on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: eslint .}]\n"),
      ["6:3 high"],
    ],
  ])("%s", (_, files, places) => {
    expect(placesOf(deployWithoutTests, files)).toEqual(places);
  });
});

describe("deploy-without-tests fixes", () => {
  it.each([
    ["no needs", "", "    needs: [test]\n    runs-on"],
    ["one need", "    needs: image\n", "    needs: [image, test]\n"],
    ["a list in brackets", "    needs: [image]\n", "    needs: [image, test]\n"],
    ["a list in lines", "    needs:\n      - image # first\n", "    needs:\n      - image # first\n      - test\n"],
  ])("a job with %s", (_, needs, expected) => {
    const image = "  image:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    steps: [{run: ./image}]\n";
    expect(fixOf(deployWithoutTests, flow(TEST + image + deploy(needs))).text).toContain(expected);
  });
});

describe("deploy-without-tests offers no fix", () => {
  it("where the tests wait for the deploy", () => {
    const text = flow(TEST.replace("  test:\n", "  test:\n    needs: ship\n") + deploy(""));
    expect(fixOf(deployWithoutTests, text).text).toBeNull();
  });
});
