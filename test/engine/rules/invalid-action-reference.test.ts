import { describe, expect, it } from "vitest";
import { invalidActionReference } from "../../../worker/engine/rules/github/invalid-action-reference.ts";
import { type Files, placesOf, WORKFLOW } from "../../support/engine.ts";

const job = (body: string, steps = "      - run: make\n") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${body}    steps:\n${steps}`;
const uses = (ref: string) => job("", `      - uses: ${ref}\n`);
const call = (ref: string) => `on: push\njobs:\n  a:\n    uses: ${ref}\n`;

describe("invalid-action-reference stays silent", () => {
  it.each([
    ["an action at a tag", uses("o/r@v1")],
    ["an action in a folder", uses("o/r/path/to@main")],
    ["a local action", uses("./.github/actions/x")],
    ["the repository itself", uses("./")],
    ["the new local form", uses("$/actions/x")],
    ["an image", uses("docker://alpine:3")],
    ["an expression", uses("${{ matrix.action }}")],
    ["a reusable workflow", call("o/r/.github/workflows/x.yml@v1")],
    ["a local reusable workflow", call("./.github/workflows/x.yaml")],
    ["an action where a workflow belongs, another rule's business", call("actions/checkout@v4")],
    ["a local workflow at a ref, that rule's too", call("./.github/workflows/x.yml@main")],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidActionReference, text)).toEqual([]);
  });
});

const CHECKOUT = "      - uses: actions/checkout@v7\n";
const local = (before: string, ref = "./actions/x") => ({
  [WORKFLOW]: job("", `${before}      - uses: ${ref}\n`),
  "actions/y/action.yml": "name: y\nruns: {using: composite, steps: []}\n",
  "README.md": null,
});

describe("invalid-action-reference stays silent on local actions", () => {
  it.each<[string, Files]>([
    ["that are there", local(CHECKOUT, "./actions/y")],
    ["that are there, with a slash", local(CHECKOUT, "./actions/y/")],
    ["that are a Dockerfile", { ...local(CHECKOUT), "actions/x/Dockerfile": "FROM scratch\n" }],
    ["that a script may write", local(`${CHECKOUT}      - run: make actions\n`)],
    ["that another action may write", local(`${CHECKOUT}      - uses: o/r@v1\n`)],
    ["of another repository", local("      - uses: actions/checkout@v7\n        with: {repository: o/r}\n")],
    ["of another folder", local("      - uses: actions/checkout@v7\n        with: {path: actions}\n")],
    ["without a checkout, which a caller may have made", local("")],
    ["where the list holds pipelines alone", { [WORKFLOW]: job("", `${CHECKOUT}      - uses: ./actions/x\n`) }],
  ])("%s", (_, files) => {
    expect(placesOf(invalidActionReference, files)).toEqual([]);
  });
});

describe("invalid-action-reference reports", () => {
  it.each([
    ["no ref", uses("actions/checkout"), ["8:15 high"]],
    ["one word", uses("checkout@v4"), ["8:15 high"]],
    ["a folder without ./", uses(".github/actions/x"), ["8:15 high"]],
    ["a local action that is not there", local(CHECKOUT), ["9:15 high"]],
    ["one behind a setup", local(`${CHECKOUT}      - uses: actions/setup-node@v6\n`), ["10:15 high"]],
    ["the repository itself, which is no action", local(CHECKOUT, "./"), ["9:15 high"]],
    ["no image", uses("docker://"), ["8:15 high"]],
    ["a reusable workflow in a step", uses("o/r/.github/workflows/x.yml@v1"), ["8:15 high"]],
    ["one of this repository", uses("./.github/workflows/x.yml"), ["8:15 high"]],
    [
      "an action without ref in a composite action",
      { "action.yml": "name: x\nruns:\n  using: composite\n  steps:\n    - uses: o/r\n" },
      ["action.yml:5:13 high"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidActionReference, text)).toEqual(places);
  });
});
