import { describe, expect, it } from "vitest";
import { invalidWorkflowInput } from "../../../worker/engine/rules/github/invalid-workflow-input.ts";
import { placesOf } from "../../support/engine.ts";

const on = (event: string, inputs: string) =>
  `on:\n  ${event}:\n    inputs:\n${inputs}jobs: {a: {runs-on: x, steps: [{run: x}]}}\n`;

describe("invalid-workflow-input stays silent", () => {
  it.each([
    ["a text with a default", on("workflow_dispatch", "      a: {default: x, description: d, required: true}\n")],
    ["a number with a default", on("workflow_call", "      a: {type: number, default: 3}\n")],
    ["a boolean with a default", on("workflow_call", "      a: {type: boolean, default: false}\n")],
    ["a choice", on("workflow_dispatch", "      a: {type: choice, options: [x, y], default: y}\n")],
    ["an environment", on("workflow_dispatch", "      a: {type: environment}\n")],
    ["an input without settings", on("workflow_dispatch", "      a: {}\n")],
    ["a default that is computed", on("workflow_call", "      a: {type: boolean, default: '${{ github.event.x }}'}\n")],
    ["a boolean in quotes for a form", on("workflow_dispatch", "      a: {type: boolean, default: 'true'}\n")],
    ["a number in quotes for a form", on("workflow_dispatch", "      a: {type: number, default: '3'}\n")],
    [
      "two spellings of a name, another rule's business",
      on("workflow_call", "      a: {type: string}\n      A: {type: string}\n"),
    ],
    ["secrets", "on: {workflow_call: {secrets: {a: {required: true}, b: }}}\njobs: {}\n"],
    ["text that looks like a number", on("workflow_dispatch", "      a: {type: string, default: 3}\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidWorkflowInput, text)).toEqual([]);
  });
});

describe("invalid-workflow-input reports", () => {
  it.each([
    ["a type that does not exist", on("workflow_dispatch", "      a: {type: text}\n"), ["4:17 medium"]],
    ["a choice in a call", on("workflow_call", "      a: {type: choice, options: [x]}\n"), ["4:17 medium"]],
    [
      "a boolean of a call in quotes",
      on("workflow_call", "      a: {type: boolean, default: 'true'}\n"),
      ["4:35 medium"],
    ],
    ["options of a text", on("workflow_dispatch", "      a: {options: [x, y]}\n"), ["4:11 medium"]],
    [
      "a choice of a call with a default, once",
      on("workflow_call", "      a: {type: choice, default: z}\n"),
      ["4:17 medium"],
    ],
    ["an option twice", on("workflow_dispatch", "      a: {type: choice, options: [x, y, x]}\n"), ["4:41 medium"]],
    ["a choice without options", on("workflow_dispatch", "      a: {type: choice}\n"), ["4:7 medium"]],
    [
      "a default that is no option",
      on("workflow_dispatch", "      a: {type: choice, options: [x], default: z}\n"),
      ["4:48 medium"],
    ],
    [
      "a default of another type",
      on("workflow_dispatch", "      a: {type: boolean, default: maybe}\n"),
      ["4:35 medium"],
    ],
    ["no type in a call", on("workflow_call", "      a: {default: x}\n"), ["4:11 medium"]],
    ["inputs that are empty", "on:\n  workflow_dispatch:\n    inputs:\njobs: {}\n", ["3:12 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidWorkflowInput, text)).toEqual(places);
  });
});
