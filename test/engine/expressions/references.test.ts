import { expect, it } from "vitest";
import { parseExpression } from "../../../worker/engine/expressions/parse.ts";
import { functionsOf, type Reference, referencesOf } from "../../../worker/engine/expressions/references.ts";

function references(text: string): Reference[] {
  const parsed = parseExpression(text);
  return parsed.ok ? referencesOf(parsed.expression) : [];
}

const flowing = (text: string) =>
  references(text)
    .filter((reference) => reference.reachesResult)
    .map((reference) => reference.path);

it.each([
  ["github.event.pull_request.title", "github.event.pull_request.title"],
  ["GitHub.Event.Pull_Request.Title", "github.event.pull_request.title"],
  ["github['event']['pull_request'].title", "github.event.pull_request.title"],
  ["github.event.commits[0].message", "github.event.commits.*.message"],
  ["github.event.commits.*.message", "github.event.commits.*.message"],
  ["github.event[inputs.kind].title", "github.event.*.title"],
])("spells `%s` as %s", (text, path) => {
  expect(flowing(text)).toEqual([path]);
});

it.each([
  "github.head_ref == 'main'",
  "!github.head_ref",
  "contains(github.head_ref, 'x')",
  "startsWith(github.head_ref, 'x')",
  "hashFiles(github.head_ref)",
  "github.head_ref && 'yes' || 'no'",
  "case(github.head_ref == 'x', 'a', 'b')",
  "env[github.head_ref] == ''",
])("lets no text of the reference through `%s`", (text) => {
  expect(flowing(text)).toEqual([]);
});

it.each([
  "github.head_ref || github.ref_name",
  "format('{0}/{1}', github.head_ref, github.ref_name)",
  "join(fromJSON(toJSON(github.head_ref)), github.ref_name)",
  "case(true, github.head_ref, github.ref_name)",
])("lets both references through `%s`", (text) => {
  expect(flowing(text)).toEqual(["github.head_ref", "github.ref_name"]);
});

it("lets only the last operand of && through", () => {
  expect(flowing("github.head_ref && github.ref_name")).toEqual(["github.ref_name"]);
});

it("marks what is serialised whole", () => {
  expect(references("toJSON(github.event)")).toMatchObject([{ path: "github.event", serialised: true }]);
  expect(references("github.event")).toMatchObject([{ path: "github.event", serialised: false }]);
});

it("keeps the spelling for names that are case-sensitive elsewhere", () => {
  expect(references("env.Title")).toMatchObject([{ written: ["env", "Title"], segments: ["env", "title"] }]);
});

it("follows a property of a call into its arguments", () => {
  expect(flowing("fromJSON(inputs.matrix).name")).toEqual(["inputs.matrix"]);
});

it("lists the functions of an expression", () => {
  const parsed = parseExpression("always() && contains(toJSON(env), 'x')");
  expect(parsed.ok && [...functionsOf(parsed.expression)].sort()).toEqual(["always", "contains", "tojson"]);
});
