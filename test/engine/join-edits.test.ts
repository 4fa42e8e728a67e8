import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../worker/engine/edit/apply-edits.ts";
import { joinEdits } from "../../worker/engine/edit/join-edits.ts";
import type { Edit } from "../../worker/engine/finding.ts";

const edit = (start: number, end: number, text: string): Edit => ({ path: "a", start, end, text });

/** Edits of a text of this length that lie apart. */
function editsOf(length: number): fc.Arbitrary<Edit[]> {
  const cuts = fc.uniqueArray(fc.integer({ min: 0, max: length }), { maxLength: 8 });
  return fc
    .tuple(cuts, fc.array(fc.string({ maxLength: 4 }), { minLength: 4, maxLength: 4 }))
    .map(([points, texts]) => {
      const sorted = points.toSorted((a, b) => a - b);
      return texts.flatMap((text, index) => {
        const [start, end] = [sorted[2 * index], sorted[2 * index + 1]];
        return start === undefined || end === undefined ? [] : [edit(start, index % 2 === 0 ? start : end, text)];
      });
    });
}

describe("joined edits", () => {
  it("do what the two sets do one after the other", () => {
    const two = fc.string({ maxLength: 30 }).chain((text) =>
      editsOf(text.length).chain((first) => {
        const between = applyEdits(text, first) ?? "";
        return fc.tuple(fc.constant(text), fc.constant(first), editsOf(between.length));
      }),
    );
    fc.assert(
      fc.property(two, ([text, first, second]) => {
        const between = applyEdits(text, first);
        expect(between).not.toBeNull();
        expect(applyEdits(text, joinEdits(text, first, second))).toBe(applyEdits(between ?? "", second));
      }),
    );
  });

  it.each([
    ["an insertion behind an insertion", [edit(3, 3, "one")], [edit(6, 6, "two")], [edit(3, 3, "onetwo")]],
    ["an insertion in front of one", [edit(3, 3, "one")], [edit(3, 3, "two")], [edit(3, 3, "twoone")]],
    ["two that lie apart", [edit(1, 2, "x")], [edit(4, 5, "")], [edit(1, 2, "x"), edit(4, 5, "")]],
    ["a deletion of what was written", [edit(2, 2, "gone")], [edit(2, 6, "")], []],
    ["nothing", [], [], []],
  ])("stay small: %s", (_, first, second, joined) => {
    expect(joinEdits("abcdef", first, second)).toEqual(joined);
  });
});
