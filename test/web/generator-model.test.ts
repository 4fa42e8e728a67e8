import { describe, expect, it } from "vitest";
import type { ConfigurationProblem } from "../../web/src/api-types.ts";
import { FIRST_CHOICES, requestOf, withParameter } from "../../web/src/features/generator/choices.model.ts";
import {
  changeBetween,
  editorLines,
  indent,
  newLine,
  outdent,
  rangeOf,
  type Selection,
  worstOf,
} from "../../web/src/features/generator/editor.model.ts";
import { nameOf } from "../../web/src/features/generator/stack.model.ts";

function problemAt(line: number, rest: Partial<ConfigurationProblem> = {}): ConfigurationProblem {
  const place = { line, column: 1, end_line: line, end_column: 4 };
  return { severity: "error", source: "schema", rule: null, message: "Wrong.", ...place, ...rest };
}

describe("lines of the editor", () => {
  it("carry the problems that begin on them; those outside of the text stand on its nearest line", () => {
    const lines = editorLines("a\nb\nc", [problemAt(2), problemAt(2), problemAt(9), problemAt(0)]);
    expect(lines.map(({ problems }) => problems.length)).toEqual([1, 2, 1]);
    expect(lines.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it("are the same objects until they change", () => {
    const before = editorLines("a\nb\nc", [problemAt(1)]);
    const after = editorLines("a\nB\nc", [], before);
    expect(after[2]).toBe(before[2]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[0]?.problems).toEqual([]);
  });

  it("say the worst of their problems", () => {
    expect(worstOf([])).toBeUndefined();
    expect(worstOf([problemAt(1, { severity: "warning" })])).toBe("warning");
    expect(worstOf([problemAt(1, { severity: "warning" }), problemAt(1)])).toBe("error");
  });
});

/** `[` and `]` are the ends of the selection, `|` is a caret. */
function selected(drawn: string): Selection {
  const caret = drawn.indexOf("|");
  if (caret !== -1) return { text: drawn.replace("|", ""), start: caret, end: caret };
  const start = drawn.indexOf("[");
  return { text: drawn.replace(/[[\]]/g, ""), start, end: drawn.indexOf("]") - 1 };
}

function drawn({ text, start, end }: Selection): string {
  if (start === end) return `${text.slice(0, start)}|${text.slice(start)}`;
  return `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;
}

describe("keys of the editor", () => {
  it.each([
    ["writes two spaces at the caret", "a:|b", "a:  |b"],
    ["moves every line of the selection but empty ones", "a\nb[b\n\nc]c\nd", "a\n  b[b\n\n  c]c\nd"],
  ])("Tab %s", (_, before, after) => {
    expect(drawn(indent(selected(before)))).toBe(after);
  });

  it.each([
    ["takes two spaces from the line", "    a|", "  a|"],
    ["takes what there is", " a|\nb", "a|\nb"],
    ["leaves a line at the margin", "a|", "a|"],
    ["keeps the caret on its line", "x\n |  a", "x\n| a"],
    ["moves every line of the selection", "  [a\n  b]\nc", "[a\nb]\nc"],
  ])("Shift and Tab %s", (_, before, after) => {
    expect(drawn(outdent(selected(before)))).toBe(after);
  });

  it.each([
    ["as deep as the line", "  a: b|", "  a: b\n  |"],
    ["no deeper than the caret", " |   a", " \n |   a"],
    ["in place of the selection", "  a[bc]d", "  a\n  |d"],
  ])("Enter begins a line %s", (_, before, after) => {
    expect(drawn(newLine(selected(before)))).toBe(after);
  });
});

describe("the smallest change", () => {
  it.each([
    ["abc", "abc"],
    ["abc", "abXc"],
    ["aaa", "aa"],
    ["aa", "aaa"],
    ["", "new"],
    ["old", ""],
    ["one two", "one 2"],
  ])("turns %j into %j", (before, after) => {
    const { start, end, text } = changeBetween(before, after);
    expect(before.slice(0, start) + text + before.slice(end)).toBe(after);
    expect(end - start + text.length).toBeLessThanOrEqual(Math.abs(before.length - after.length) + 3);
  });
});

describe("the place of a problem", () => {
  it("is a selection", () => {
    expect(rangeOf("ab\ncdef\ng", problemAt(2, { column: 2, end_column: 4 }))).toMatchObject({ start: 4, end: 6 });
  });

  it("stays inside of a text that has become shorter", () => {
    expect(rangeOf("ab", problemAt(7, { column: 5 }))).toMatchObject({ start: 2, end: 2 });
  });

  it("never ends before it starts", () => {
    expect(rangeOf("abc\ndef", problemAt(2, { column: 3, end_line: 1 }))).toMatchObject({ start: 6, end: 6 });
  });
});

describe("the request", () => {
  it("names nothing that was not chosen", () => {
    expect(requestOf("r", FIRST_CHOICES)).toEqual({
      repository_id: "r",
      platform: "github",
      options: { deploy: "none", replaces: false },
    });
  });

  it("carries every choice, without the spaces around it", () => {
    const choices = { ...FIRST_CHOICES, jobs: ["test" as const], style: "compact" as const, versions: " 22, 24 " };
    expect(requestOf("r", { ...choices, branch: " trunk ", runner: "large", replaces: true }).options).toEqual({
      deploy: "none",
      replaces: true,
      jobs: ["test"],
      style: "compact",
      versions: ["22", "24"],
      default_branch: "trunk",
      runner: "large",
    });
  });

  it("of a template names it and its parameters instead of options", () => {
    const parameters = withParameter({ title: "Checks", old: 1 }, "old", null);
    expect(requestOf("r", { ...FIRST_CHOICES, template: "builtin:node", parameters })).toEqual({
      repository_id: "r",
      platform: "github",
      template_id: "builtin:node",
      parameters: { title: "Checks" },
    });
    expect(withParameter(parameters, "minutes", 5)).toEqual({ title: "Checks", minutes: 5 });
  });

  it("converts what is there", () => {
    expect(requestOf("r", { ...FIRST_CHOICES, platform: "gitlab", from: "circleci" })).toMatchObject({
      platform: "gitlab",
      convert_from: "circleci",
    });
  });
});

it("names of the stack are written as people write them", () => {
  expect(["typescript", "csharp", "ruby"].map(nameOf)).toEqual(["TypeScript", "C#", "Ruby"]);
});
