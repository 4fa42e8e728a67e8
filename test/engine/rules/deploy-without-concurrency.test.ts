import { describe, expect, it } from "vitest";
import { deployWithoutConcurrency } from "../../../worker/engine/rules/github/deploy-without-concurrency.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const deploy = (
  job: string,
  step = "      - run: kubectl apply -f k8s\n",
  on = "on:\n  push:\n    branches: [main]\n",
) =>
  `${on}permissions: {}\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${job}    steps:\n${step}`;
const run = (command: string) => deploy("", `      - run: ${command}\n`);

describe("deploy-without-concurrency stays silent", () => {
  it.each([
    ["a group of the job", deploy("    concurrency: production\n")],
    ["a group that cancels nothing", deploy("    concurrency:\n      group: x\n      cancel-in-progress: false\n")],
    [
      "a group that cancels by an expression",
      deploy(
        "    concurrency:\n      group: x\n      cancel-in-progress: ${{ github.event_name == 'pull_request' }}\n",
      ),
    ],
    ["a group of the workflow", `concurrency: x\n${deploy("")}`],
    ["a workflow that is started by hand", deploy("", undefined, "on: workflow_dispatch\n")],
    ["a workflow that others call", deploy("", undefined, "on: workflow_call\n")],
    ["a package that is published", run("npm publish")],
    ["an image that is pushed", run("docker push x/y:1")],
    [
      "a cluster that a test makes for itself",
      deploy("", "      - uses: helm/kind-action@v1\n      - run: kubectl apply -f k8s\n"),
    ],
    ["a preview", deploy("    name: Deploy preview\n")],
    ["a group by name of the run's branch", deploy("    concurrency: deploy-${{ github.ref }}\n")],
    ["a dry run", run("kubectl apply --dry-run=server -f k8s")],
    ["a tool that is only asked", run("kubectl get pods")],
    ["a preview of Vercel", run("vercel deploy")],
  ])("on %s", (_, text) => {
    expect(placesOf(deployWithoutConcurrency, text)).toEqual([]);
  });
});

describe("deploy-without-concurrency reports", () => {
  it.each([
    ["a deploy without a group", deploy(""), ["6:3 high"]],
    ["terraform", run("terraform apply -auto-approve"), ["6:3 high"]],
    ["an action that deploys", deploy("", "      - uses: azure/webapps-deploy@v3\n"), ["6:3 high"]],
    ["production on Vercel", run("npx vercel deploy --prod"), ["6:3 high"]],
    [
      "a group that is new for every run",
      `concurrency: ci-\${{ github.head_ref || github.run_id }}\n${deploy("")}`,
      ["7:3 high"],
    ],
    [
      "a group for each commit that would cancel",
      deploy("    concurrency:\n      group: x-${{ github.sha }}\n      cancel-in-progress: true\n"),
      ["6:3 high"],
    ],
    [
      "a group that kills the deploy",
      deploy("    concurrency:\n      group: x\n      cancel-in-progress: true\n"),
      ["11:27 high"],
    ],
    [
      "a group of the workflow that kills it",
      `concurrency: {group: x, cancel-in-progress: true}\n${deploy("")}`,
      ["1:45 high"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(deployWithoutConcurrency, text)).toEqual(places);
  });
});

describe("deploy-without-concurrency fixes", () => {
  it("by a group per environment", () => {
    const text = deploy("    environment: production # reviewed\n");
    expect(fixOf(deployWithoutConcurrency, text).text).toBe(
      text.replace(
        "# reviewed\n",
        "# reviewed\n    concurrency:\n      group: deploy-production\n      cancel-in-progress: false\n",
      ),
    );
  });

  it("by a group per job where there is no environment", () => {
    expect(fixOf(deployWithoutConcurrency, deploy("")).text).toContain("      group: deploy-deploy\n");
  });

  it("by sparing the deploy in a group that is there", () => {
    const text = deploy("    concurrency:\n      group: x\n      cancel-in-progress: true # fast\n");
    expect(fixOf(deployWithoutConcurrency, text).text).toBe(text.replace("true # fast", "false # fast"));
  });
});

describe("deploy-without-concurrency offers no fix", () => {
  it("for a job's group that is new for every run", () => {
    const text = deploy("    concurrency: x-${{ github.run_id }}\n");
    expect(fixOf(deployWithoutConcurrency, text)).toMatchObject({
      text: null,
      reason: expect.stringContaining("target"),
    });
  });

  it("for a group that pull requests share", () => {
    const on = "on: [push, pull_request]\n";
    const text = `concurrency: {group: x, cancel-in-progress: true}\n${deploy("", undefined, on)}`;
    expect(fixOf(deployWithoutConcurrency, text)).toMatchObject({
      text: null,
      reason: expect.stringContaining("pull requests"),
    });
  });
});
