import { describe, expect, test } from "vitest";
import { read, toolchain } from "./github-reading.ts";

describe("actions of the repository itself", () => {
  const SETUP = `
inputs: {node: {default: "22"}, folder: {required: true}}
runs:
  using: composite
  steps:
    - {uses: actions/setup-node@v6, with: {node-version: "\${{ inputs.node }}"}}
    # Why.
    - {run: "npm ci --prefix \${{ inputs.folder }}", shell: bash}
`;
  const workflow = (uses: string) =>
    `on: push\ndefaults: {run: {working-directory: x}}\njobs: {a: {runs-on: ubuntu-24.04, steps: [{uses: ${uses}, with: {folder: web}}, {run: npm test}]}}`;

  test("are read as the steps that they are made of", () => {
    const { pipeline, notCarried } = read(workflow("./.github/actions/setup"), {
      ".github/actions/setup/action.yml": SETUP,
    });
    expect(notCarried).toEqual([]);
    expect(pipeline.jobs[0]).toMatchObject({
      toolchains: [toolchain("node", "22")],
      steps: [
        { run: "npm ci --prefix web", directory: null, why: "Why." },
        { run: "npm test", directory: "x" },
      ],
    });
  });

  test("that use themselves come to an end", () => {
    const circle = "runs: {using: composite, steps: [{uses: ./a}]}";
    const { pipeline, notCarried } = read(workflow("./a"), { "a/action.yaml": circle });
    expect([pipeline.jobs[0]?.steps[0]?.kind, notCarried.length]).toEqual(["foreign", 1]);
  });

  test("that are no composites stay what they are", () => {
    const { pipeline } = read(workflow("./a"), { "a/action.yml": "runs: {using: node24, main: x.js}" });
    expect(pipeline.jobs[0]?.steps[0]).toMatchObject({ kind: "foreign", what: "uses: ./a" });
  });
});

test("a site that one job builds and another deploys is built where it is deployed", () => {
  const { pipeline, notCarried } = read(`
on: {push: {branches: [main]}}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - {uses: actions/setup-node@v6, with: {node-version: 24}}
      - {uses: actions/configure-pages@v5}
      - {run: npm run build}
      - {uses: actions/upload-pages-artifact@v4, with: {path: ./dist/}}
  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment: {name: github-pages, url: "\${{ steps.d.outputs.page_url }}"}
    steps: [{id: d, uses: actions/deploy-pages@v4, name: Deploy}]
`);
  expect(
    pipeline.jobs.map(({ steps }) => steps.map((step) => (step.kind === "command" ? step.run : step.kind))),
  ).toEqual([["npm run build"], ["npm run build", "pages"]]);
  expect(pipeline.jobs[1]).toMatchObject({
    toolchains: [toolchain("node", "24")],
    steps: [{}, { directory: "dist", name: "Deploy" }],
    environment: { name: "github-pages", url: null },
  });
  expect(notCarried.map(({ job }) => job)).toEqual(["deploy"]);
});
