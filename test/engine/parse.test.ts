import { describe, expect, it } from "vitest";
import { LineIndex } from "../../worker/engine/parse/line-index.ts";
import { parseYaml } from "../../worker/engine/parse/yaml.ts";
import {
  asMap,
  asScalar,
  asSeq,
  findPath,
  findValue,
  scalarValue,
  type YamlNode,
} from "../../worker/engine/parse/yaml-node.ts";
import { cpuTimeMsOf } from "../support/cpu-time.ts";

function rootOf(text: string): YamlNode {
  const result = parseYaml(text);
  if (!result.ok) throw new Error(result.problem.message);
  const root = result.documents[0]?.root;
  if (!root) throw new Error("empty document");
  return root;
}

const sourceOf = (text: string, ...path: string[]) => {
  const node = findPath(rootOf(text), ...path);
  return node ? text.slice(node.start, node.end) : null;
};

describe("a parsed YAML file", () => {
  it.each([
    ["plain text", "a: x y # c\n", "x y"],
    ["double quotes", 'a: "x\\"y" # c\n', '"x\\"y"'],
    ["single quotes", "a: 'it''s'\n", "'it''s'"],
    ["a block, from its header to its last word", "a: |\n  x\n  y\n\nb: 1\n", "|\n  x\n  y"],
    ["a folded block behind a comment", "a: >- # why\n  x\nb: 1\n", ">- # why\n  x"],
    ["a block without lines", "a: |\nb: 1\n", "|"],
    ["a list in brackets over several lines", "a: [x, # one\n  y,\n] # c\n", "[x, # one\n  y,\n]"],
    ["a list closed at the margin, as GitHub accepts", "a: [\n  x,\n]\nb: 1\n", "[\n  x,\n]"],
    ["items at the margin", "a: {\nx: 1,\ny: [\n2\n]\n}\nb: 1\n", "{\nx: 1,\ny: [\n2\n]\n}"],
    ["quoted lines at the margin", 'a: "x\ny"\nb: 1\n', '"x\ny"'],
    ["a mapping in braces", "a: {x: 1, y: [2]}\n", "{x: 1, y: [2]}"],
    ["empty brackets", "a: [ ]\n", "[ ]"],
    ["a value behind an anchor", "a: &n x\n", "x"],
    ["an absent value, as nothing behind the colon", "a:\nb: 1\n", ""],
    ["Windows newlines", "a: |\r\n  x\r\nb: 1\r\n", "|\r\n  x"],
    ["a byte order mark", "\ufeffa: x\n", "x"],
  ])("knows where %s stands", (_, text, source) => {
    expect(sourceOf(text, "a")).toBe(source);
  });

  it("folds quoted lines whatever their indentation", () => {
    expect(asScalar(findPath(rootOf('b:\n  a: "x\ny\n\n z"\n'), "b", "a"))?.value).toBe("x y\nz");
  });

  it("places an absent value right behind its colon, also behind a comment", () => {
    expect(findValue(rootOf("a: # nothing\nb: 1\n"), "a")?.start).toBe(2);
  });

  it("ends a block mapping with its last value and starts a list at its dash", () => {
    const text = "jobs:\n  a:\n    steps:\n      - run: x\n      - run: y # c\nb: 1\n";
    expect(sourceOf(text, "jobs")).toBe("a:\n    steps:\n      - run: x\n      - run: y");
    expect(sourceOf(text, "jobs", "a", "steps")).toBe("- run: x\n      - run: y");
  });

  it("reads `on` as text, like GitHub and unlike YAML 1.1", () => {
    expect(asMap(rootOf("on: push\n"))?.pairs[0]?.key).toMatchObject({ kind: "scalar", value: "on" });
    expect(asScalar(findValue(rootOf("a: no\n"), "a"))?.value).toBe("no");
  });

  it.each([
    ["3.10", 3.1],
    ["'3.10'", "3.10"],
    ["0o17", 15],
    ["true", true],
    ["yes", "yes"],
    ["~", null],
    ["!!str 1", "1"],
    ["v1", "v1"],
  ])("gives %s its core schema value", (source, value) => {
    const node = findValue(rootOf(`a: ${source}\n`), "a");
    expect(node?.kind === "scalar" ? scalarValue(node) : "no scalar").toBe(value);
  });

  it("follows aliases and marks what they stand for", () => {
    const root = rootOf("a: &x [1, 2]\nb: *x\n");
    expect(asSeq(findValue(root, "b"))?.items).toHaveLength(2);
    expect(findValue(root, "a")).toMatchObject({ aliased: true, anchor: "x", outerStart: 3, start: 6 });
  });

  it("names keys that repeat", () => {
    const result = parseYaml("a: 1\nb: {c: 1, c: 2}\na: 2\n");
    expect(result.ok && result.documents[0]?.duplicates.map((pair) => pair.key.start)).toEqual([15, 21]);
  });

  it("keeps every document of a stream", () => {
    const result = parseYaml("a: 1\n---\nb: 2\n");
    expect(result.ok && result.documents).toHaveLength(2);
  });
});

describe("a file that is not YAML", () => {
  it.each([
    ["a tab", "a:\n\tb: 1\n", /tab/, 2],
    ["an open quote", "a: 'x\nb: 1\n", /closed/, 1],
    ["an open bracket", "a: [x\n", /never closed/, 1],
    ["a misplaced key", "a:\n    b: 1\n  c: 2\n", /line up/, 3],
    ["a colon inside a value", "a: b: c\n", /line up|quotes/, 1],
    ["an unknown escape", 'a: "\\q"\n', /escape/, 1],
    ["a second value at the root", "a: 1\n- b\n", /./, 2],
  ])("is explained in plain words: %s", (_, text, words, line) => {
    const result = parseYaml(text);
    expect(result).toMatchObject({ ok: false, problem: { kind: "syntax", message: expect.stringMatching(words) } });
    expect(new LineIndex(text).lineAt(result.ok ? -1 : result.problem.offset)).toBe(line);
  });

  it.each([
    ["an alias without an anchor", "a: *x\n"],
    ["an anchor that contains itself", "a: &x [*x]\n"],
    [
      "an alias bomb",
      `a0: &a0 [1, 1]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]\n`).join("")}`,
    ],
    ["20,000 levels", "[".repeat(20_000)],
    ["20,000 levels of keys", `a: ${"{a: ".repeat(20_000)}`],
  ])("is stopped by a limit: %s", (_, text) => {
    expect(parseYaml(text)).toMatchObject({ ok: false, problem: { kind: "limits" } });
  });

  it("is not parsed above 256 KB", () => {
    expect(parseYaml(`a: ${"x".repeat(256 * 1024)}`)).toMatchObject({ ok: false, problem: { kind: "too_large" } });
  });
});

describe("hostile YAML", () => {
  const under256 = (line: (index: number) => string) => {
    let text = "";
    for (let index = 0; text.length < 250_000; index += 1) text += line(index);
    return text;
  };

  it.each([
    ["keys", under256((index) => `k${index}: 1\n`)],
    ["the same key", under256(() => "k: 1\n")],
    ["documents", under256(() => "---\na\n")],
    ["aliases", `a: &a 1\nb:\n${under256(() => "  - *a\n")}`],
    ["empty items", `a: [${under256(() => ",x")}]`],
    ["comments", under256(() => "# x\n")],
    ["absent items", `a:\n${under256(() => "-\n")}`],
    ["items at the margin", `a: [${under256(() => "x,\n")}]`],
    ["one long line", `a: ${"x ".repeat(120_000)}`],
    ["merge keys", `a: &a {b: 1}\n${under256((index) => `k${index}: {<<: *a}\n`)}`],
  ])("of many %s takes less than half a second", (_, text) => {
    expect(cpuTimeMsOf(() => parseYaml(text))).toBeLessThan(500);
  });
});
