import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { selfRepositorySyntax } from "../../../worker/engine/rules/github/self-repository-syntax.ts";
import { findingsOf, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const strict = { profile: "strict" } as const;
const HEAD = "name: CI\non: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n";
const CHECKOUT = "      - uses: actions/checkout@v5\n";
const LOCAL = "      - uses: ./.github/actions/setup\n";
const COMPOSITE = "name: x\ndescription: x\nruns:\n  using: composite\n  steps:\n    - run: make\n      shell: bash\n";
const NODE = "name: x\ndescription: x\nruns:\n  using: node24\n  main: dist/index.js\n";
const on = (kind: "github" | "ghes") => ({
  ...strict,
  lookups: withAnswers({ platform: () => ({ kind, version: null }) }),
});

describe("self-repository-syntax stays silent", () => {
  it.each([
    ["the form itself", `${HEAD}      - uses: $/.github/actions/setup\n`],
    ["an action elsewhere", HEAD + CHECKOUT],
    ["an image", `${HEAD}      - uses: docker://alpine:3.22\n`],
    ["a path that leaves the repository", `${HEAD}      - uses: ./../other\n`],
    ["a checkout of another repository", `${HEAD}${CHECKOUT}        with:\n          repository: o/r\n${LOCAL}`],
    ["a checkout into a folder", `${HEAD}${CHECKOUT}        with: { path: shared }\n      - uses: ./shared/setup\n`],
    ["a folder that a script made", `${HEAD}${CHECKOUT}      - run: make action\n      - uses: ./dist/action\n`],
    [
      "a folder that an organization's own action fetched",
      `${HEAD}${CHECKOUT}      - uses: acme/fetch-ci@v1\n      - uses: ./.github/ci/setup\n`,
    ],
    ["a path in a script", `${HEAD}      - run: ./build.sh\n`],
    ["a path in an input", `${HEAD}      - uses: o/r@v1\n        with:\n          path: ./x\n`],
    ["a computed path", `${HEAD}      - uses: ./\${{ matrix.x }}\n`],
    ["a `uses` without a value", `${HEAD}      - uses:\n`],
  ])("on %s", (_, text) => {
    expect(placesOf(selfRepositorySyntax, text, strict)).toEqual([]);
  });

  it("outside the strict profile", () => {
    expect(placesOf(selfRepositorySyntax, HEAD + CHECKOUT + LOCAL)).toEqual([]);
  });

  it("on a server that does not know the form", () => {
    expect(placesOf(selfRepositorySyntax, HEAD + CHECKOUT + LOCAL, on("ghes"))).toEqual([]);
  });

  it("on an action that the job has just built", () => {
    const text = `${HEAD}${CHECKOUT}      - run: npm run build\n      - uses: ./\n`;
    expect(placesOf(selfRepositorySyntax, { [WORKFLOW]: text, "action.yml": NODE }, strict)).toEqual([]);
  });
});

describe("self-repository-syntax reports", () => {
  it.each([
    ["a local action", HEAD + CHECKOUT + LOCAL, ["8:15 low"]],
    ["the root", `${HEAD}${CHECKOUT}      - uses: ./\n`, ["8:15 low"]],
    ["quotes", `${HEAD}${CHECKOUT}      - uses: './x'\n`, ["8:15 low"]],
    ["a local workflow", "on: push\njobs:\n  a:\n    uses: ./.github/workflows/build.yml\n", ["4:11 low"]],
    ["flow style and CRLF", "on: push\r\njobs: {a: {steps: [{uses: ./x}, {uses: ./y}]}}\r\n", ["2:27 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(selfRepositorySyntax, text, strict)).toEqual(places);
    expect(placesOf(selfRepositorySyntax, text, on("github"))).toEqual(places);
  });

  it("a composite action behind a script", () => {
    const files = {
      [WORKFLOW]: `${HEAD}${CHECKOUT}      - run: make\n${LOCAL}`,
      ".github/actions/setup/action.yml": COMPOSITE,
    };
    expect(placesOf(selfRepositorySyntax, files, strict)).toEqual(["9:15 low"]);
  });

  it("a composite action's own steps", () => {
    const text = COMPOSITE.replace("- run: make\n      shell: bash", "- uses: ./inner");
    expect(placesOf(selfRepositorySyntax, { "action.yml": text }, strict)).toEqual(["action.yml:6:13 low"]);
  });

  it("an action of the repository behind any other action", () => {
    const files = {
      [WORKFLOW]: `${HEAD}${CHECKOUT}      - uses: acme/fetch-ci@v1\n${LOCAL}`,
      ".github/actions/setup/action.yml": NODE,
    };
    expect(placesOf(selfRepositorySyntax, files, strict)).toEqual(["9:15 low"]);
  });

  it("calls in words of their own", () => {
    const [finding] = findingsOf(
      selfRepositorySyntax,
      "on: push\njobs: {a: {uses: ./.github/workflows/b.yml}}\n",
      strict,
    );
    expect(finding?.message).not.toContain("workspace");
  });

  it("all places of a file at once", () => {
    const [finding] = findingsOf(selfRepositorySyntax, HEAD + CHECKOUT + LOCAL + LOCAL, strict);
    expect(finding?.evidence.map(({ line }) => line)).toEqual([8, 9]);
  });
});

describe("self-repository-syntax fixes", () => {
  it.each([
    ["a step", HEAD + CHECKOUT + LOCAL],
    ["several steps", HEAD + CHECKOUT + LOCAL + LOCAL],
    ["quotes", `${HEAD}${CHECKOUT}      - uses: "./.github/actions/setup" # local\n`],
    ["flow style", `${HEAD}${CHECKOUT}      - { uses: ./.github/actions/setup }\n`],
    ["CRLF", (HEAD + CHECKOUT + LOCAL).replaceAll("\n", "\r\n")],
  ])("%s", (_, text) => {
    const files = { [WORKFLOW]: text, ".github/actions/setup/action.yml": COMPOSITE };
    expect(fixOf(selfRepositorySyntax, files, strict).text).toBe(text.replaceAll("./.github", "$/.github"));
  });

  it("a call of a workflow", () => {
    const text = "name: CI\non: push\njobs:\n  a:\n    uses: ./.github/workflows/build.yml\n";
    const called =
      "name: Build\non: workflow_call\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n";
    const files = { [WORKFLOW]: text, ".github/workflows/build.yml": called };
    expect(fixOf(selfRepositorySyntax, files, strict)).toMatchObject({ text: text.replace("./", "$/"), reason: null });
  });
});
