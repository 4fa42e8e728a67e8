import { describe, expect, it } from "vitest";
import { dependabotCodeExecution } from "../../../worker/engine/rules/repo/dependabot-code-execution.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const CONFIG = ".github/dependabot.yml";
const config = (rest: string) =>
  `version: 2\nupdates:\n  - package-ecosystem: bundler\n    directory: /\n    schedule:\n      interval: weekly\n    cooldown: {default-days: 7}\n${rest}`;
const KEY = "    insecure-external-code-execution:";

describe("dependabot-code-execution stays silent", () => {
  it.each([
    ["deny", { [CONFIG]: config(`${KEY} deny\n`) }],
    ["nothing said", { [CONFIG]: config("") }],
    ["another value", { [CONFIG]: config(`${KEY} "yes"\n`) }],
    ["the words in a comment", { [CONFIG]: config(`#${KEY} allow\n`) }],
    ["the key outside an entry", { [CONFIG]: `${config("")}insecure-external-code-execution: allow\n` }],
    ["a workflow", { ".github/workflows/ci.yml": "on: push\njobs: {}\n" }],
    ["the key under another one", { [CONFIG]: config(`    allow:\n  ${KEY} allow\n`) }],
  ])("on %s", (_, files) => {
    expect(placesOf(dependabotCodeExecution, files)).toEqual([]);
  });
});

describe("dependabot-code-execution reports", () => {
  it.each([
    ["allow", config(`${KEY} allow\n`), "8:39"],
    ["allow in quotes", config(`${KEY} "allow"\n`), "8:39"],
    [
      "allow in braces",
      "version: 2\nupdates: [{package-ecosystem: pip, insecure-external-code-execution: allow}]\n",
      "2:70",
    ],
  ])("%s", (_, text, place) => {
    expect(placesOf(dependabotCodeExecution, { [CONFIG]: text })).toEqual([`${CONFIG}:${place} high`]);
  });
});

describe("dependabot-code-execution fixes", () => {
  it("by deny, in the same quotes", () => {
    const text = config(`${KEY} 'allow' # legacy\n`);
    expect(fixOf(dependabotCodeExecution, { [CONFIG]: text }).text).toBe(text.replace("'allow'", "'deny'"));
  });
});
