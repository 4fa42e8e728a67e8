import { describe, expect, test } from "vitest";
import { parseAllDocuments, parseDocument } from "yaml";
import { entry, flow, list, map, mapOf, scalar, script, writeYaml } from "../../../worker/engine/pipeline/yaml-text.ts";

describe("scalar", () => {
  test.each([
    ["npm ci", "npm ci"],
    ["ubuntu-24.04", "ubuntu-24.04"],
    ["postgres:17", "postgres:17"],
    ["--frozen-lockfile", "--frozen-lockfile"],
    ["./gradlew build", "./gradlew build"],
    [".", "."],
    ["${{ github.ref == 'refs/heads/main' }}", "${{ github.ref == 'refs/heads/main' }}"],
    ["10s", "10s"],
    ["3.10", '"3.10"'],
    ["24", '"24"'],
    ["0x1f", '"0x1f"'],
    ["1e3", '"1e3"'],
    ["1_000", '"1_000"'],
    ["5432:5432", '"5432:5432"'],
    ["2026-11-21", '"2026-11-21"'],
    ["2026-11-21T10:00", '"2026-11-21T10:00"'],
    ["on", '"on"'],
    ["Off", '"Off"'],
    ["y", '"y"'],
    ["null", '"null"'],
    ["~", '"~"'],
    ["", '""'],
    [" a", '" a"'],
    ["a ", '"a "'],
    ["a: b", '"a: b"'],
    ["a:", '"a:"'],
    ["a #b", '"a #b"'],
    ["a#b", "a#b"],
    ["*/5 * * * *", '"*/5 * * * *"'],
    ["@scope/name", '"@scope/name"'],
    ["!github.event", '"!github.event"'],
    ["- a", '"- a"'],
    ['echo "a: b"', "'echo \"a: b\"'"],
    ["it's: \\d", "'it''s: \\d'"],
    ["a\u0007b", '"a\\u0007b"'],
    ["a\tb", '"a\\tb"'],
  ])("%j is written %s", (text, expected) => {
    expect(scalar(text)).toBe(expected);
  });

  test("quotes in a flow list what is a mark there", () => {
    expect(writeYaml([entry("a", flow(["b,c", "${{ d }}", "e", 1]))])).toBe('a: ["b,c", "${{ d }}", e, 1]\n');
  });
});

const HARD = [
  ...[
    "a",
    "",
    " ",
    "\n",
    "\n\n",
    "a\nb",
    "a\nb\n",
    "a\nb\n\n",
    " a\nb\n",
    "\n a\nb",
    "a\n  b\n c\n",
    "a\n\nb\n",
    "\ta\nb",
  ],
  ...[
    "#a",
    "a #",
    "a:\nb",
    "---",
    "--- a",
    "...",
    "-",
    "?",
    ":",
    "? a",
    ": a",
    "-1",
    "+1",
    ".5",
    "1.",
    "1:30",
    "=",
    "<<",
  ],
  ...[
    "a\rb",
    "a\u0085b",
    "a\u2028b",
    "\ufeffa",
    "é",
    "'",
    '"',
    "\\",
    "a'b\"c\\d: e",
    "{a}",
    "[a",
    "&a",
    "|",
    ">",
    "%a",
    "`a`",
  ],
  ...[
    "NO",
    "True",
    ".inf",
    "-.INF",
    ".NaN",
    "0b1",
    "0o7",
    "07",
    "1e-3",
    "12e03",
    "12_3",
    "1,000",
    "a: ",
    "a\t#b",
    "a:\tb",
  ],
];

describe.each(["1.1", "1.2"] as const)("a YAML %s reader", (version) => {
  test.each(HARD)("reads %j back as the same text, as key, value, item and in a flow list", (text) => {
    const written = writeYaml([
      entry("value", text, { note: text.includes("\n") ? null : "note" }),
      entry("list", list([text, "x", list([text])])),
      entry("flow", flow([text, "x"])),
      entry("map", map([entry("inner", text), entry(text === "inner" ? "other" : text, "v")])),
    ]);
    const read = parseDocument(written, { version, strict: true });
    expect([read.errors, read.warnings]).toEqual([[], []]);
    const value = read.toJS({ mapAsMap: true }) as Map<string, unknown>;
    expect(value.get("value")).toBe(text);
    expect(value.get("list")).toEqual([text, "x", [text]]);
    expect(value.get("flow")).toEqual([text, "x"]);
    expect(value.get("map")).toEqual(
      new Map([
        ["inner", text],
        [text, "v"],
      ]),
    );
  });
});

test("writes comments, notes, blank lines and blocks as people do", () => {
  const steps = {
    list: [
      { value: map([entry("uses", "a/b@c", { note: "v1" }), entry("with", mapOf([["x", "1"]]))]) },
      { value: map([entry("run", script("\none\ntwo\n\n"))]), comment: "Why it is there.", blank: true },
      { value: map([entry("name", "x", { comment: "first" }), entry("none", null)]) },
    ],
  };
  const jobs = map([entry("one", map([entry("steps", steps)])), null, entry("two", map([]), { blank: true })]);
  const text = writeYaml([entry("on", map([entry("push", null)])), entry("jobs", jobs, { blank: true })], "Header.");
  expect(text).toBe(`# Header.
on:
  push:

jobs:
  one:
    steps:
      - uses: a/b@c # v1
        with:
          x: "1"

      # Why it is there.
      - run: |
          one
          two
      # first
      - name: x
        none:

  two: {}
`);
  expect(parseAllDocuments(text)).toHaveLength(1);
});

test("wraps long comments and keeps every word", () => {
  const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(" ");
  const text = writeYaml([entry("a", map([entry("b", 1, { comment: words })]))]);
  const lines = text.split("\n").filter((line) => line.startsWith("  # "));
  expect(lines.length).toBeGreaterThan(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(lines.map((line) => line.slice(4)).join(" ")).toBe(words);
});

describe("another layout", () => {
  const entries = [
    entry(
      "jobs",
      map([
        entry(
          "a",
          map([entry("steps", list([map([entry("run", "one\ntwo\n"), entry("env", map([entry("A", "1")]))])]))]),
        ),
      ]),
    ),
    entry("list", list(["x", "z"])),
  ];

  test.each([
    [
      "    ",
      true,
      'jobs:\n    a:\n        steps:\n            - run: |\n                  one\n                  two\n              env:\n                  A: "1"\nlist:\n    - x\n    - z\n',
    ],
    [
      "  ",
      false,
      'jobs:\n  a:\n    steps:\n    - run: |\n        one\n        two\n      env:\n        A: "1"\nlist:\n- x\n- z\n',
    ],
  ])("steps of %j, lists indented: %j", (step, indentsLists, text) => {
    expect(writeYaml(entries, null, { step, indentsLists })).toBe(text);
  });
});
