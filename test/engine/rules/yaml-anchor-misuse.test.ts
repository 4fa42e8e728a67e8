import { describe, expect, it } from "vitest";
import { yamlAnchorMisuse } from "../../../worker/engine/rules/github/yaml-anchor-misuse.ts";
import { placesOf } from "../../support/engine.ts";

const jobs = (text: string) => `on: push\njobs:\n${text}`;
const A = "  a: &base\n    runs-on: x\n    steps: [{run: x}]\n";

describe("yaml-anchor-misuse stays silent", () => {
  it.each([
    ["an anchor with an alias", jobs(`${A}  b: *base\n`)],
    ["no anchors", jobs(A.replace(" &base", ""))],
    ["an ampersand in a script", jobs("  a: {runs-on: x, steps: [{run: 'a && b & c'}]}\n")],
    [
      "a here-document",
      jobs("  a:\n    runs-on: x\n    steps:\n      - run: |\n          cat <<EOF\n          x\n          EOF\n"),
    ],
    ["an anchor of a list", jobs("  a: {runs-on: x, steps: &s [{run: x}]}\n  b: {runs-on: x, steps: *s}\n")],
    ["merge keys of another tool", { ".gitlab-ci.yml": ".a: &a {script: x}\nb:\n  <<: *a\n" }],
    ["quotes around an ampersand", jobs("  a: {name: '&base', runs-on: x, steps: [{run: x}]}\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(yamlAnchorMisuse, text)).toEqual([]);
  });
});

describe("yaml-anchor-misuse reports", () => {
  it.each([
    ["an anchor that nothing uses", jobs(A), ["3:6 medium"]],
    ["a merge key", jobs(`${A}  b:\n    <<: *base\n    name: b\n`), ["7:5 medium"]],
    ["an anchor that is defined twice", jobs(`${A}  b: *base\n${A.replace("a:", "c:")}  d: *base\n`), ["7:6 medium"]],
    ["an anchor on a word", jobs("  a: {runs-on: &r x, steps: [{run: x}]}\n"), ["3:16 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(yamlAnchorMisuse, text)).toEqual(places);
  });
});
