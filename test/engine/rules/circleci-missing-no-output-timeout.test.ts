import { describe, expect, it } from "vitest";
import { circleciMissingNoOutputTimeout as rule } from "../../../worker/engine/rules/circleci/circleci-missing-no-output-timeout.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const PATH = ".circleci/config.yml";
const job = (...steps: string[]) => ({
  [PATH]: `version: 2.1\njobs:\n  a:\n    docker: [{image: 'cimg/base:2026.01'}]\n    steps:\n${steps.map((step) => `      - ${step}\n`).join("")}workflows: {main: {jobs: [a]}}\n`,
});
const long = (command: string, rest = "") => `run:\n          command: ${command}\n${rest}`.trimEnd();
const places = (files: Record<string, string>, strict = false) =>
  placesOf(rule, files, strict ? { profile: "strict" } : {});

describe("circleci-missing-no-output-timeout stays silent", () => {
  it.each([
    ["a time that is set", job(long("terraform apply -auto-approve", "          no_output_timeout: 30m\n"))],
    ["a test", job("run: make test")],
    ["a build", job(long("npm run build"))],
    ["a short sleep", job("run: sleep 30")],
    ["a sleep of minutes", job("run: sleep 5m")],
    ["a question to a cluster", job("run: kubectl get pods")],
    ["a plan", job("run: terraform plan")],
    ["no run", job("checkout", "slack/notify")],
    ["a command", { [PATH]: "commands:\n  a:\n    steps: [{run: terraform apply}]\n" }],
  ])("%s", (_, files) => {
    expect(places(files)).toEqual([]);
  });
});

describe("circleci-missing-no-output-timeout reports", () => {
  it.each([
    ["a deploy", job(long("terraform apply -auto-approve")), "6:9"],
    ["a deploy in short", job("checkout", "run: kubectl apply -f k8s"), "7:9"],
    ["a wait", job("run: kubectl rollout status deploy/x"), "6:9"],
    ["a long sleep", job("run: sleep 15m"), "6:9"],
    ["one finding for several", job("run: sleep 900", "run: aws ecs wait services-stable"), "6:9"],
  ])("%s", (_, files, at) => {
    expect(places(files)).toEqual([`${PATH}:${at} low`]);
  });

  it("tests in the strict profile", () => {
    expect(places(job("run: npm test"), true)).toEqual([`${PATH}:6:9 low`]);
  });
});

describe("circleci-missing-no-output-timeout fixes", () => {
  it("a step in its long form", () => {
    const files = job(long("terraform apply -auto-approve # go"));
    expect(fixOf(rule, files).text).toBe(files[PATH]?.replace("# go\n", "# go\n          no_output_timeout: 30m\n"));
  });
});

describe("circleci-missing-no-output-timeout offers no fix", () => {
  it("for a step in its short form", () => {
    expect(fixOf(rule, job("run: sleep 900")).reason).toContain("short form");
  });
});
