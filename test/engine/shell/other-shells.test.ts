import * as fc from "fast-check";
import { expect, it } from "vitest";
import { findExpressions } from "../../../worker/engine/expressions/find.ts";
import { powershellPlaces } from "../../../worker/engine/shell/powershell.ts";
import { JAVASCRIPT, literalPlaces, PYTHON } from "../../../worker/engine/shell/string-literals.ts";

const X = "${{ github.head_ref }}";

it.each([
  [`Write-Host "${X}"`, "double"],
  [`Write-Host '${X}'`, "single"],
  [`Write-Host ${X}`, "unquoted"],
  [`Write-Host "a \`" ${X}"`, "double"],
  [`Write-Host 'it''s' ${X}`, "unquoted"],
  [`# ${X}`, "comment"],
  [`a#b ${X}`, "unquoted"],
  [`<# " ${X} #>`, "comment"],
  [`$t = @"\n" ${X}\n"@`, "double"],
  [`$t = @'\n' ${X}\n'@`, "single"],
  [`$t = @"\nx\n"@ + ${X}`, "unquoted"],
])("says how PowerShell quotes `%s`", (text, quoting) => {
  expect(powershellPlaces(text).map((place) => place.quoting)).toEqual([quoting]);
});

it.each([
  [`const a = "${X}";`, '"'],
  [`const a = '\\'${X}';`, "'"],
  [`const a = \`\n${X}\`;`, "`"],
  [`const a = "x"; const b = ${X};`, null],
  [`// "\nconst a = ${X}`, null],
  [`const u = "http://a/${X}";`, '"'],
  [`const broken = "\nconst b = ${X}`, null],
])("says which literal of JavaScript holds the expression: `%s`", (text, quote) => {
  expect(literalPlaces(text, JAVASCRIPT).map((place) => place.literal?.quote ?? null)).toEqual([quote]);
});

it("knows comments from code", () => {
  expect(literalPlaces(`/* ${X} */ ${X} // ${X}`, JAVASCRIPT).map((place) => place.inComment)).toEqual([
    true,
    false,
    true,
  ]);
  expect(literalPlaces(`# ${X}\n"# ${X}"`, PYTHON).map((place) => place.inComment)).toEqual([true, false]);
});

it("knows prefixes and triple quotes of Python", () => {
  const [place] = literalPlaces(`print(rf"""${X}""")`, PYTHON);
  expect(place?.literal).toMatchObject({ start: 6, end: 36, quote: '"""', prefix: "rf" });
});

it("meets every expression of any text once", async () => {
  const piece = fc.constantFrom("'", '"', "`", "\n", "#", "//", "/*", "*/", '@"', "\n'@", "<#", "\\", X, " ", "x");
  const property = fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    const text = pieces.join("");
    const expected = findExpressions(text).map((span) => span.start);
    const found = [powershellPlaces(text), literalPlaces(text, PYTHON), literalPlaces(text, JAVASCRIPT)];
    expect(found.map((places) => places.map((place) => place.span.start).sort((a, b) => a - b))).toEqual([
      expected,
      expected,
      expected,
    ]);
  });
  await fc.assert(property, { numRuns: 1000 });
});
