import { describe, expect, it } from "vitest";
import { circleciContextOnPr as rule } from "../../../worker/engine/rules/circleci/circleci-context-on-pr.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const PATH = ".circleci/config.yml";
const JOBS =
  "version: 2.1\njobs:\n  deploy: {docker: [{image: 'cimg/base:2026.01'}], steps: [checkout, {run: ./go}]}\n  other: {docker: [{image: 'cimg/base:2026.01'}], steps: [checkout, {run: kubectl apply -f k8s}]}\n  test: {docker: [{image: 'cimg/base:2026.01'}], steps: [checkout, {run: make test}]}\n";
const config = (uses: string, workflow = "") => ({
  [PATH]: `${JOBS}workflows:\n  main:\n${workflow}    jobs:\n${uses}`,
});
const use = (name: string, rest: string) => `      - ${name}:\n          context: prod\n${rest}`;
const places = (files: Record<string, string>, strict = false) =>
  placesOf(rule, files, strict ? { profile: "strict" } : {});

describe("circleci-context-on-pr stays silent", () => {
  it.each([
    ["branches that are named", config(use("deploy", "          filters: {branches: {only: main}}\n"))],
    [
      "branches that are ruled out",
      config(use("deploy", "          filters: {branches: {ignore: /.*/}, tags: {only: /v.*/}}\n")),
    ],
    ["a filter as expression", config(use("deploy", '          filters: pipeline.git.branch == "main"\n'))],
    [
      "an approval in front",
      config(`      - hold: {type: approval}\n${use("deploy", "          requires: [hold]\n")}`),
    ],
    [
      "a job in front that is filtered",
      config(
        `      - test: {filters: {branches: {only: main}}}\n      - mid: {requires: [test]}\n${use("deploy", "          requires: [mid]\n")}`,
      ),
    ],
    ["a condition of the workflow", config(use("deploy", ""), "    when: << pipeline.parameters.go >>\n")],
    ["a workflow by schedule", config(use("deploy", ""), "    triggers: []\n")],
    ["a job without a context", config("      - deploy: {requires: [test]}\n      - test\n")],
    ["a test with a context", config(use("test", ""))],
    ["a preview", config(use("deploy-preview", ""))],
    ["jobs that wait for each other", config("      - a: {requires: [b], context: x}\n      - b: {requires: [a]}\n")],
    ["another file", { ".circleci/README.md": "context: prod\n" }],
  ])("%s", (_, files) => {
    expect(places(files)).toEqual([]);
  });
});

describe("circleci-context-on-pr reports", () => {
  it.each([
    ["a deploy by its name", config(use("deploy", "          requires: [test]\n      - test\n")), "10:11"],
    ["a deploy by its commands", config(use("other", "")), "10:11"],
    ["a job of an orb", config(use("aws-ecs/deploy-service-update", "")), "10:11"],
    ["a list of contexts in braces", config("      - deploy: {context: [a, b]}\n"), "9:18"],
    ["a job by its name in the workflow", config(use("docs", "          name: publish-docs\n")), "10:11"],
  ])("%s", (_, files, at) => {
    expect(places(files)).toEqual([`${PATH}:${at} high`]);
  });

  it("any context in the strict profile", () => {
    expect(places(config(use("test", "")), true)).toEqual([`${PATH}:10:11 high`]);
  });
});

describe("circleci-context-on-pr fixes", () => {
  it("by a filter behind what the job waits for", () => {
    const files = config(use("deploy", "          requires: [test] # all\n      - test\n"));
    const filter = "          filters:\n            branches:\n              only: main\n";
    expect(fixOf(rule, files).text).toBe(files[PATH]?.replace("# all\n", `# all\n${filter}`));
  });

  it("nothing where the default branch is not known", () => {
    const { text, reason } = fixOf(rule, config(use("deploy", "")), { defaultBranch: null });
    expect({ text, reason }).toEqual({ text: null, reason: expect.stringContaining("not known") });
  });

  it("in braces", () => {
    const files = config("      - deploy: {context: prod}\n");
    expect(fixOf(rule, files).text).toContain("- deploy: {context: prod, filters: { branches: { only: main } }}\n");
  });
});
