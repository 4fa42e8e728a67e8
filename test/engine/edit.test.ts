import { describe, expect, it } from "vitest";
import { applyEdits, applyToFiles } from "../../worker/engine/edit/apply-edits.ts";
import { deleteKey, indentStep, insertKey, type NewKey, setScalar } from "../../worker/engine/edit/edit-yaml.ts";
import { scalarSource } from "../../worker/engine/edit/scalar-source.ts";
import type { Edit } from "../../worker/engine/finding.ts";
import { SourceFile } from "../../worker/engine/model/source-file.ts";
import { parseYaml } from "../../worker/engine/parse/yaml.ts";
import { asMap, findPair, findPath, type YamlMap, type YamlNode } from "../../worker/engine/parse/yaml-node.ts";

function open(text: string, ...path: string[]): { file: SourceFile; map: YamlMap } {
  const result = parseYaml(text);
  const root: YamlNode | null = result.ok ? (result.documents[0]?.root ?? null) : null;
  const map = asMap(findPath(root, ...path));
  if (!map) throw new Error("no mapping there");
  return { file: new SourceFile("f.yml", text), map };
}

function applied(text: string, edits: readonly Edit[] | null): string | null {
  return edits === null ? null : applyEdits(text, edits);
}

function inserted(text: string, path: string[], entry: NewKey): string | null {
  const { file, map } = open(text, ...path);
  return applied(text, insertKey(file, map, entry));
}

function deleted(text: string, path: string[], key: string): string | null {
  const { file, map } = open(text, ...path);
  const pair = findPair(map, key);
  return pair ? applied(text, deleteKey(file, map, pair)) : null;
}

describe("insertKey", () => {
  const entry = { key: "k", value: "1" };

  it.each([
    ["behind the named key and its comment", "a: 1 # c\nb: 2\n", { after: ["x", "a"] }, "a: 1 # c\nk: 1\nb: 2\n"],
    ["in front of the named key", "a: 1\nb: 2\n", { after: ["x"], before: ["b"] }, "a: 1\nk: 1\nb: 2\n"],
    ["at the end", "a: 1\nb: 2\n", {}, "a: 1\nb: 2\nk: 1\n"],
    ["at the end of a file without a last newline", "a: 1", {}, "a: 1\nk: 1"],
    [
      "behind a nested value",
      "a:\n  b:\n    - x\n    - y: 1\nc: 1\n",
      { after: ["a"] },
      "a:\n  b:\n    - x\n    - y: 1\nk: 1\nc: 1\n",
    ],
    ["behind a block of text", "a: |\n  x\n\nc: 1\n", { after: ["a"] }, "a: |\n  x\nk: 1\n\nc: 1\n"],
    [
      "behind the blank lines that a block keeps",
      "a: |+\n  x\n\nc: 1\n",
      { after: ["a"] },
      "a: |+\n  x\n\nk: 1\nc: 1\n",
    ],
    ["behind an absent value", "a:\nc: 1\n", { after: ["a"] }, "a:\nk: 1\nc: 1\n"],
    ["with Windows newlines", "a: 1\r\nb: 2\r\n", { after: ["a"] }, "a: 1\r\nk: 1\r\nb: 2\r\n"],
    ["into braces", "{a: 1}", {}, "{a: 1, k: 1}"],
    ["into empty braces", "{}", {}, "{ k: 1 }"],
  ])("writes %s", (_, text, where, result) => {
    expect(inserted(text, [], { ...entry, ...where })).toBe(result);
  });

  it("keeps the dash of a list item in front of the first key", () => {
    const text = "s:\n  - name: x\n    run: y\n";
    const { file } = open(text);
    const result = parseYaml(text);
    const item = result.ok ? findPath(result.documents[0]?.root, "s") : null;
    const map = item?.kind === "seq" ? asMap(item.items[0]) : null;
    expect(map && applied(text, insertKey(file, map, { ...entry, before: ["name"] }))).toBe(
      "s:\n  - k: 1\n    name: x\n    run: y\n",
    );
  });

  it("indents the lines of a longer value under the key", () => {
    expect(inserted("j:\n    a: 1\n", ["j"], { key: "k", value: "\n    x: 1" })).toBe(
      "j:\n    a: 1\n    k:\n        x: 1\n",
    );
  });

  it.each([
    ["a key that is there", "k: 2\n", "1"],
    ["a value of several lines into braces", "{a: 1}", "\n  x: 1"],
    ["behind an explicit key", "? a\n: 1\n", "1"],
  ])("refuses %s", (_, text, value) => {
    expect(inserted(text, [], { key: "k", value })).toBeNull();
  });
});

describe("deleteKey", () => {
  it.each([
    ["with its line and comment", "a: 1\nb: 2 # c\nc: 3\n", "b", "a: 1\nc: 3\n"],
    ["with its nested lines", "a: 1\nb:\n  x: 1\n  y: |\n    t\nc: 3\n", "b", "a: 1\nc: 3\n"],
    ["at the top", "a: 1\nb: 2\n", "a", "b: 2\n"],
    ["in braces", "{a: 1, b: 2, c: 3}", "b", "{a: 1, c: 3}"],
    ["at the end of braces", "{a: 1, b: 2}", "b", "{a: 1}"],
  ])("removes a key %s", (_, text, key, result) => {
    expect(deleted(text, [], key)).toBe(result);
  });

  it("refuses to empty a mapping", () => {
    expect(deleted("a: 1\n", [], "a")).toBeNull();
  });
});

describe("setScalar", () => {
  it.each([
    ["a: x # c\n", "y", "a: y # c\n"],
    ["a: 'x'\n", "it's", "a: 'it''s'\n"],
    ['a: "x"\n', "y", 'a: "y"\n'],
    ["a: x\n", "y: z", "a: 'y: z'\n"],
    ["a: |\n  x\n", "y", null],
  ])("turns %j with %j into %j", (text, value, result) => {
    const { file, map } = open(text);
    const node = findPair(map, "a")?.value;
    expect(node?.kind === "scalar" && applied(text, setScalar(file, node, value))).toBe(result);
  });
});

describe("scalarSource", () => {
  it.each([
    "plain",
    "actions/checkout@v4",
    "${{ github.ref }}",
    "a: b",
    "# c",
    "x # y",
    "- a",
    "",
    " padded ",
    "it's",
    'say "x"',
    "*alias",
    "&anchor",
    "[a]",
    "{a}",
    "a\tb",
    "two\nlines",
    "@at",
    "%x",
    "key:",
    "ends with ?",
    "> x",
  ])("writes %j so that it is read as the same text", (value) => {
    for (const style of ["plain", "single", "double"] as const) {
      const result = parseYaml(`a: ${scalarSource(value, style)}\n`);
      expect(result.ok && findPath(result.documents[0]?.root, "a")).toMatchObject({ kind: "scalar", value });
    }
  });
});

describe("indentStep", () => {
  it.each([
    ["a:\n    b: 1\n", "    "],
    ["a: {b: 1}\nc:\n   d: 1\n", "   "],
    ["a: 1\n", "  "],
  ])("of %j is %j", (text, step) => {
    const { file, map } = open(text);
    expect(indentStep(file, map)).toBe(step);
  });
});

describe("applyEdits", () => {
  const edit = (start: number, end: number, text: string): Edit => ({ path: "f", start, end, text });

  it("replaces, inserts and deletes in one go, whatever the order", () => {
    expect(applyEdits("abcdef", [edit(4, 5, ""), edit(0, 1, "X"), edit(2, 2, "-")])).toBe("Xb-cdf");
  });

  it.each([
    ["overlap", [edit(0, 3, "x"), edit(2, 4, "y")]],
    ["two insertions at one place", [edit(2, 2, "x"), edit(2, 2, "y")]],
    ["lie outside", [edit(5, 9, "x")]],
    ["run backwards", [edit(3, 2, "x")]],
  ])("refuses edits that %s", (_, edits) => {
    expect(applyEdits("abcdef", edits)).toBeNull();
  });

  it("refuses a file that is not there", () => {
    expect(applyToFiles(new Map([["g", ""]]), [edit(0, 0, "x")])).toBeNull();
  });
});
