import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../worker/engine/parse/yaml.ts";
import { nodeAt, toValue } from "../../../worker/engine/schema/to-value.ts";

function rootOf(text: string) {
  const yaml = parseYaml(text);
  const root = yaml.ok ? yaml.documents[0]?.root : null;
  if (!root) throw new Error("The text has no document.");
  return root;
}

describe("toValue", () => {
  it.each([
    [
      "scalars of the core schema",
      "[1, 2.5, yes, true, null, ~, '1', 0x10]",
      [1, 2.5, "yes", true, null, null, "1", 16],
    ],
    ["keys as text", "{1: a, true: b}", { 1: "a", true: "b" }],
    ["aliases", "a: &x [1]\nb: *x", { a: [1], b: [1] }],
    ["merge keys, own ones first", "a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}", { a: { k: 1, l: 2 }, b: { k: 3, l: 2 } }],
    ["references as text", "a: !reference [.x, y]", { a: "!reference […]" }],
  ])("makes %s", (_, text, expected) => {
    expect(toValue(rootOf(text))).toEqual(expected);
  });
});

describe("nodeAt", () => {
  const text = "base: &base\n  steps: [a, {run: x}]\njob:\n  <<: *base\n  name: y\n";
  const at = (path: readonly (string | number)[], isKey = false) => {
    const node = nodeAt(rootOf(text), path, isKey);
    return text.slice(node.start, node.end);
  };

  it.each([
    ["a value", ["job", "name"], false, "y"],
    ["a key", ["job", "name"], true, "name"],
    ["an item", ["base", "steps", 1, "run"], false, "x"],
    ["what a merge key brings in, where it is written", ["job", "steps", 0], false, "a"],
    ["the last node of a way that breaks off", ["job", "name", "more", 3], false, "y"],
    ["an item of a list that is shorter", ["base", "steps", 7], false, "[a, {run: x}]"],
  ])("finds %s", (_, path, isKey, expected) => {
    expect(at(path, isKey)).toBe(expected);
  });
});
