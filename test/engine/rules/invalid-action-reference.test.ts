import { describe, expect, it } from "vitest";
import { invalidActionReference } from "../../../worker/engine/rules/github/invalid-action-reference.ts";
import { placesOf } from "../../support/engine.ts";

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
  ])("on %s", (_, text) => {
    expect(placesOf(invalidActionReference, text)).toEqual([]);
  });
});

describe("invalid-action-reference reports", () => {
  it.each([
    ["no ref", uses("actions/checkout"), ["8:15 high"]],
    ["one word", uses("checkout@v4"), ["8:15 high"]],
    ["a folder without ./", uses(".github/actions/x"), ["8:15 high"]],
    ["no image", uses("docker://"), ["8:15 high"]],
    ["a local workflow at a ref", call("./.github/workflows/x.yml@main"), ["4:11 high"]],
    ["a folder that is no workflow", call("./workflows/x.yml"), ["4:11 high"]],
    ["an action where a workflow belongs", call("actions/checkout@v4"), ["4:11 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidActionReference, text)).toEqual(places);
  });
});
