import { describe, expect, it } from "vitest";
import { unsoundContains } from "../../../worker/engine/rules/github/unsound-contains.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const step = (text: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - ${text}\n`;
const cond = (condition: string) => step(`run: make\n        if: ${condition}`);

describe("unsound-contains stays silent", () => {
  it.each([
    ["a list", cond('contains(fromJSON(\'["a","b"]\'), github.ref_name)')],
    ["a text of the event", cond("contains(github.event.head_commit.message, '[skip]')")],
    ["labels", cond("contains(github.event.pull_request.labels.*.name, 'x')")],
    ["two literals", cond("contains('a b', 'a')")],
    ["no contains", cond("github.ref_name == 'main'")],
    ["a call in a value, which decides nothing", step("run: echo ${{ contains('a b', github.ref_name) }}")],
    ["the word in a text", cond("github.event.head_commit.message != 'contains(x'")],
    ["a condition that does not parse", cond("contains('a b', github.ref_name")],
  ])("on %s", (_, text) => {
    expect(placesOf(unsoundContains, text)).toEqual([]);
  });
});

describe("unsound-contains reports", () => {
  it.each([
    ["branches in one text", cond("contains('main develop', github.ref_name)"), ["9:22 high"]],
    ["in braces", cond("${{ contains('refs/heads/main refs/heads/dev', github.ref) }}"), ["9:26 high"]],
    ["actors", cond("github.event_name == 'push' && contains('a,b', github.actor)"), ["9:53 high"]],
    ["a value that nobody can choose", cond("contains('push release', github.event_name)"), ["9:22 info"]],
    ["in other case", cond("Contains('main', github.ref_name)"), ["9:22 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(unsoundContains, text)).toEqual(places);
  });
});

describe("unsound-contains fixes", () => {
  it("by a list of the entries", () => {
    expect(fixOf(unsoundContains, cond("contains('main, develop', github.ref_name) # both")).text).toBe(
      cond(`contains(fromJSON('["main","develop"]'), github.ref_name) # both`),
    );
  });
});
