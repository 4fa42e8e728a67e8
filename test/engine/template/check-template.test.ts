import { describe, expect, it } from "vitest";
import { builtInTemplates } from "../../../worker/engine/template/built-in.ts";
import { checkTemplate } from "../../../worker/engine/template/check-template.ts";
import type { TemplateDefinition } from "../../../worker/engine/template/template.ts";
import { parameter, template } from "./template-parts.ts";

const NOW = Date.UTC(2026, 10, 21);
const BUILT_IN = builtInTemplates(NOW);
const WORKFLOW = `name: CI
on:
  pull_request:
permissions:
  contents: read
jobs:
  test:
    runs-on: {{ runner }}
    timeout-minutes: {{ minutes }}
    steps:
      - run: npm test
`;
const SOUND = template(WORKFLOW, [
  parameter({ name: "runner", required: true, pattern: "ubuntu-[0-9.]{1,5}" }),
  parameter({ name: "minutes", type: "number", default: 10 }),
]);

function pathsOf(definition: TemplateDefinition): string[] {
  return checkTemplate(definition, NOW).map(({ path }) => path);
}

describe("a template", () => {
  it("that is sound passes", () => {
    expect(checkTemplate(SOUND, NOW)).toEqual([]);
  });

  it.each<[string, TemplateDefinition, string]>([
    ["a text without platform", { ...SOUND, platform: null }, "platform"],
    ["a path of another platform", { ...SOUND, platform: "gitlab" }, "content.path"],
    ["a placeholder without parameter", template(WORKFLOW, SOUND.parameters.slice(0, 1)), "content.text"],
    ["a parameter that is used nowhere", template("on: push\n", [parameter({ name: "a" })]), "parameters.0.name"],
    ["YAML that does not parse", template("on: [push\njobs: {{{\n"), "content.text"],
    ["what is no workflow", template("on: push\njobs:\n  a:\n    stepz: []\n"), "content.text"],
    ["an unknown option", template({ kind: "options", options: { jobz: [] } }), "content.options"],
    ["a wrong option", template({ kind: "options", options: { style: "loud" } }), "content.options.style"],
  ])("is refused for %s", (_case, definition, path) => {
    expect(pathsOf(definition)).toContain(path);
  });

  it("names the line of the filled in text", () => {
    const [problem] = checkTemplate(template("on: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n"), NOW);
    expect(problem?.message).toMatch(/^Filled in, line \d+: /);
  });
});

describe("built-in templates", () => {
  it.each(BUILT_IN.map(({ id, definition }) => ({ id, definition })))("$id is sound", ({ id, definition }) => {
    expect(id).toMatch(/^builtin:[a-z-]+$/);
    expect(checkTemplate(definition, NOW)).toEqual([]);
  });

  it("have different ids", () => {
    expect(new Set(BUILT_IN.map(({ id }) => id)).size).toBe(BUILT_IN.length);
  });

  it("of stacks offer the release lines that get fixes today", () => {
    const node = BUILT_IN.find(({ id }) => id === "builtin:node-library");
    expect(node?.definition.parameters[0]?.default).toEqual(expect.arrayContaining(["22", "24"]));
    expect(node?.definition.parameters[0]?.default).not.toContain("18");
  });
});
