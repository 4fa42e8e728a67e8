import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../worker/engine/parse/yaml.ts";
import { findPath, scalarValue } from "../../../worker/engine/parse/yaml-node.ts";
import { renderTemplate } from "../../../worker/engine/template/render-template.ts";
import type { ParameterType, ParameterValue, TemplateDefinition } from "../../../worker/engine/template/template.ts";
import { parameter, template } from "./template-parts.ts";

function textOf(definition: TemplateDefinition, values: Record<string, ParameterValue>): string {
  const rendered = renderTemplate(definition, values);
  if (!rendered.ok) throw new Error(rendered.problems.map(({ message }) => message).join(" "));
  return rendered.content.kind === "text" ? rendered.content.text : "";
}

function one(text: string, type: ParameterType, value: ParameterValue): string {
  const choices = type === "choice" ? [String(value)] : [];
  return textOf(template(text, [parameter({ name: "x", type, choices })]), { x: value });
}

describe("a value put into YAML", () => {
  it.each<[string, ParameterType, ParameterValue, string]>([
    ["k: {{x}}\n", "string", "plain", "k: plain\n"],
    ["k: {{ x }}\n", "string", "3.10", "k: '3.10'\n"],
    ["k: {{x}}\n", "choice", "22", "k: '22'\n"],
    ["k: {{x}}\n", "string", "true", "k: 'true'\n"],
    ["k: {{x}}\n", "string", "", "k: ''\n"],
    ["k: {{x}}\n", "string", "a: b # c", "k: 'a: b # c'\n"],
    ["k: {{x}}\n", "string", "it's", "k: 'it''s'\n"],
    ["k: {{x}}\n", "string", "*x", "k: '*x'\n"],
    ["k: {{x}}\n", "number", 10, "k: 10\n"],
    ["k: {{x}}\n", "boolean", false, "k: false\n"],
    ["k: {{x}}\n", "string_list", ["a", "3.10", "b, c"], "k: [a, '3.10', 'b, c']\n"],
    ["k: {{x}}\n", "string_list", [], "k: []\n"],
    ["k: [{{x}}, z]\n", "string", "a, b", "k: ['a, b', z]\n"],
    ['k: "v{{x}}"\n', "string", 'say "hi"\\', 'k: "vsay \\"hi\\"\\\\"\n'],
    ["k: 'v{{x}}'\n", "string", "it's", "k: 'vit''s'\n"],
    ["k: node-{{x}}\n", "string", "24", "k: node-24\n"],
    ["k: node {{x}}\n", "string", "a: b", "k: 'node a: b'\n"],
    ["k: {{x}}.{{x}}\n", "number", 1, "k: '1.1'\n"],
    [
      "k: |\n  npm test -- {{x}}\n  echo done\n",
      "string",
      "a: b # 'c'",
      "k: |\n  npm test -- a: b # 'c'\n  echo done\n",
    ],
    ["{{x}}: v\n", "string", "a: b", "'a: b': v\n"],
    ["k: v # {{x}}\n", "string", "note", "k: v # note\n"],
  ])("%j with a %s", (text, type, value, expected) => {
    expect(one(text, type, value)).toBe(expected);
  });

  it("leaves GitHub's expressions and CircleCI's cache keys alone", () => {
    const text = 'a: ${{ matrix.x }}\nb: ${{ x }}\nc: v1-{{ arch }}-{{ .Branch }}-{{ checksum "a" }}-{{ x }}\n';
    expect(one(text, "string", "y")).toBe(text.replace("v1", "'v1").replace("-{{ x }}", "-y'"));
  });

  it("goes into both places of the same name", () => {
    expect(one("a: {{x}}\nb:\n  - {{x}}\n", "string", "1")).toBe("a: '1'\nb:\n  - '1'\n");
  });

  it("may look like a mark or a placeholder of our own", () => {
    const text = "a: {{x}}\nb: zq0x\n";
    expect(one(text, "string", "{{x}} zq0x zqzq0x")).toBe("a: '{{x}} zq0x zqzq0x'\nb: zq0x\n");
  });

  it.each(["k: a {{x}}\n", "k: '{{x}}'\n", "k: |\n  {{x}}\n"])("refuses a list inside other text: %j", (text) => {
    const rendered = renderTemplate(template(text, [parameter({ name: "x", type: "string_list" })]), { x: ["a"] });
    expect(rendered).toMatchObject({ ok: false, problems: [{ path: "parameters.x" }] });
  });

  it("refuses a value that would change the indentation of a block", () => {
    const rendered = renderTemplate(template("k: |\n  {{x}}\n  b\n", [parameter({ name: "x" })]), { x: "   a" });
    expect(rendered.ok).toBe(false);
  });

  it("leaves text that is no YAML to validation", () => {
    expect(one("k: [{{x}}\n", "string", "a")).toBe("k: [a\n");
  });

  it("is read back as the same text, whatever it is", () => {
    const line = fc.string({ unit: "binary", maxLength: 30 }).filter((text) => /^[^\p{Cc}\u2028\u2029]*$/u.test(text));
    fc.assert(
      fc.property(
        line,
        fc.constantFrom("k: {{x}}\n", "k: '{{x}}'\n", 'k: "{{x}}"\n', "k: [{{x}}]\n"),
        (value, text) => {
          const parsed = parseYaml(one(text, "string", value));
          const node = parsed.ok ? findPath(parsed.documents[0]?.root, "k") : null;
          const scalar = node?.kind === "seq" ? node.items[0] : node;
          expect(scalar?.kind === "scalar" ? scalarValue(scalar) : null).toBe(value);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a template of options", () => {
  const options = {
    jobs: ["test"],
    versions: "{{versions}}",
    runner: "{{runner}}",
    default_branch: "release/{{line}}",
  };
  const parameters = [
    parameter({ name: "versions", type: "string_list" }),
    parameter({ name: "runner" }),
    parameter({ name: "line", type: "number", default: 1 }),
  ];
  const definition = template({ kind: "options", options }, parameters);

  it("gets typed values, and leaves out what has none", () => {
    const rendered = renderTemplate(definition, { versions: ["22", "24"] });
    expect(rendered).toMatchObject({
      ok: true,
      content: {
        kind: "options",
        options: { jobs: ["test"], versions: ["22", "24"], runner: null, default_branch: "release/1", deploy: "none" },
      },
    });
  });

  it("refuses a value that the generator does not take, with its place", () => {
    const rendered = renderTemplate(definition, { versions: ["not a version"] });
    expect(rendered).toMatchObject({ ok: false, problems: [{ path: "content.options.versions.0" }] });
  });
});
