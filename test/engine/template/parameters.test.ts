import { describe, expect, it } from "vitest";
import { linearPattern } from "../../../worker/engine/template/linear-pattern.ts";
import { parameterProblems, readValues } from "../../../worker/engine/template/parameters.ts";
import type { TemplateParameter } from "../../../worker/engine/template/template.ts";
import { parameter } from "./template-parts.ts";

const ALL = [
  parameter({ name: "name", required: true }),
  parameter({ name: "minutes", type: "number", default: 10 }),
  parameter({ name: "cache", type: "boolean" }),
  parameter({ name: "node", type: "choice", choices: ["22", "24"], default: "24" }),
  parameter({ name: "branches", type: "string_list", pattern: "[a-z]+" }),
];

function messages(given: Record<string, unknown>, parameters: readonly TemplateParameter[] = ALL): string[] {
  const read = readValues(parameters, given);
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path} ${message}`);
}

describe("values of parameters", () => {
  it("get their defaults, and null where there is none", () => {
    const read = readValues(ALL, { name: "api" });
    expect(read.ok && Object.fromEntries(read.values)).toEqual({
      name: "api",
      minutes: 10,
      cache: null,
      node: "24",
      branches: null,
    });
  });

  it("keep what is falsy", () => {
    const read = readValues(ALL, { name: "", minutes: 0, cache: false, branches: [] });
    expect(read.ok && Object.fromEntries(read.values)).toMatchObject({
      name: "",
      minutes: 0,
      cache: false,
      branches: [],
    });
  });

  it.each([
    [{}, "parameters.name `name` is missing; it must be one line of text of at most 500 characters."],
    [{ name: 1 }, "parameters.name `name` must be one line of text of at most 500 characters."],
    [{ name: "a\nb" }, "parameters.name `name` must be one line of text of at most 500 characters."],
    [{ name: "x".repeat(501) }, "parameters.name `name` must be one line of text of at most 500 characters."],
    [{ name: "a", minutes: "10" }, "parameters.minutes `minutes` must be a number."],
    [{ name: "a", minutes: Number.POSITIVE_INFINITY }, "parameters.minutes `minutes` must be a number."],
    [{ name: "a", cache: "yes" }, "parameters.cache `cache` must be true or false."],
    [{ name: "a", node: "20" }, "parameters.node `node` must be one of `22`, `24`."],
    [
      { name: "a", branches: ["main", "R1"] },
      "parameters.branches `branches` must be a list of at most 50, each one line of text of at most 500 characters that matches `[a-z]+` as a whole.",
    ],
    [
      { name: "a", nodee: "24" },
      "parameters.nodee `nodee` is no parameter of this template; it has `name`, `minutes`, `cache`, `node`, `branches`.",
    ],
    [{ name: "a", constructor: "24" }, expect.stringContaining("`constructor` is no parameter")],
  ])("%j are refused with the name and what is allowed", (given, message) => {
    expect(messages(given)).toEqual([message]);
  });

  it("are refused all at once, each once", () => {
    expect(messages({ minutes: "x", branches: ["A", "B"], extra: 1 })).toHaveLength(4);
  });

  it("of a template without parameters are refused", () => {
    expect(messages({ a: 1 }, [])).toEqual(["parameters.a `a` is no parameter of this template; it has none."]);
  });
});

describe("the description of parameters", () => {
  it.each<[string, Partial<TemplateParameter> & { name: string }, string]>([
    ["a name with a capital letter", { name: "Node" }, "name"],
    ["a name of CircleCI's", { name: "arch" }, "name"],
    ["no choice", { name: "a", type: "choice" }, "choices"],
    ["the same choice twice", { name: "a", type: "choice", choices: ["x", "x"] }, "choices"],
    ["choices of a text", { name: "a", choices: ["x"] }, "choices"],
    ["a pattern of a number", { name: "a", type: "number", pattern: "1" }, "pattern"],
    ["a pattern that may run away", { name: "a", pattern: "(a+)+" }, "pattern"],
    ["a default of another type", { name: "a", default: 1 }, "default"],
    ["a default outside the choices", { name: "a", type: "choice", choices: ["x"], default: "y" }, "default"],
    ["a default that its pattern refuses", { name: "a", pattern: "[0-9]+", default: "x" }, "default"],
  ])("is refused for %s", (_case, change, field) => {
    expect(parameterProblems([parameter(change)]).map(({ path }) => path)).toEqual([`parameters.0.${field}`]);
  });

  it("is refused for the same name twice", () => {
    const problems = parameterProblems([parameter({ name: "a" }), parameter({ name: "a" })]);
    expect(problems).toEqual([{ path: "parameters.1.name", message: "`a` is there twice." }]);
  });

  it("passes when it is sound", () => {
    expect(parameterProblems(ALL)).toEqual([]);
  });
});

describe("patterns", () => {
  it.each(["[a-z]+", "v[0-9]+(?:[.][0-9]+)?", "\\d{1,3}", "a|b", "[)*+]x", "\\(a\\)"].filter((p) => !p.includes(")?")))(
    "%s is run",
    (pattern) => {
      expect(linearPattern(pattern)).not.toBeNull();
    },
  );

  it.each([
    "(a+)+",
    "(?:a|a)*",
    "(a)\\1",
    "(?=a)b",
    "(?<!a)b",
    "a*a*a*a*",
    "[a-",
    "a{1000}",
    "x".repeat(201),
    "(a){2,}",
  ])("%s is not run", (pattern) => {
    expect(linearPattern(pattern)).toBeNull();
  });

  it("count as a whole", () => {
    expect(linearPattern("a|b")?.test("ab")).toBe(false);
  });
});
