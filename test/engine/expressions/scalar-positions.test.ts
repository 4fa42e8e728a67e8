import { expect, it } from "vitest";
import { positionsOf } from "../../../worker/engine/expressions/scalar-positions.ts";
import { parseYaml } from "../../../worker/engine/parse/yaml.ts";
import { asScalar, findValue } from "../../../worker/engine/parse/yaml-node.ts";

/** Where `needle` of the value of `run` is found in the file: the text there, or null. */
function shown(text: string, needle: string): string | null {
  const parsed = parseYaml(text);
  const node = parsed.ok ? asScalar(findValue(parsed.documents[0]?.root ?? null, "run")) : null;
  if (node === null) return "no scalar";
  const at = positionsOf(text, node)(node.value.indexOf(needle));
  return at === null ? null : text.slice(at, at + needle.length);
}

it.each([
  ["plain", "run: echo NEEDLE\n"],
  ["plain over lines", "run: echo a\n  b NEEDLE\n\n  c\n"],
  ["single quoted", "run: 'it''s NEEDLE'\n"],
  ["double quoted", 'run: "a\\n\\"b\\" NEEDLE"\n'],
  ["double quoted over lines", 'run: "a\n  b NEEDLE"\n'],
  ["literal", "run: |\n  echo a\n    indented\n\n  echo NEEDLE\n"],
  ["literal with CRLF", "run: |\r\n  echo a\r\n\r\n  echo NEEDLE\r\n"],
  ["literal with an indentation indicator", "run: |2-\n    a\n  NEEDLE\n"],
  ["literal that keeps its end", "run: |+\n  a\n  NEEDLE\n\n\n"],
  ["folded", "run: >\n  a\n  b\n\n  c NEEDLE\n"],
  ["folded with more indented lines", "run: >-\n  a\n    b\n  c NEEDLE\n"],
  ["flow", "{ run: echo NEEDLE, x: 1 }\n"],
])("finds a word of a %s scalar", (_name, text) => {
  expect(shown(text, "NEEDLE")).toBe("NEEDLE");
});

it("says nothing where an escape leaves no plain answer", () => {
  expect(shown('run: "\\x41 NEEDLE"\n', "NEEDLE")).toBeNull();
});
