/** Typed parameters of templates: what is allowed is derived from their description, and so is what is said of a wrong one. */
import * as z from "zod";
import { linearPattern } from "./linear-pattern.ts";
import type { ParameterValue, TemplateParameter, TemplateProblem } from "./template.ts";

/** By name; null for an optional parameter that got none. */
export type ReadValues = ReadonlyMap<string, ParameterValue | null>;
export type ValuesResult =
  | { readonly ok: true; readonly values: ReadValues }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };

const MAX_TEXT = 500;
const MAX_ITEMS = 50;
const SHOWN_CHOICES = 20;
const NAME = /^[a-z][a-z0-9_]{0,39}$/;
/** CircleCI writes these into cache keys with the same braces. */
const RESERVED = new Set(["arch", "epoch"]);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;

/** A schema of one value. A pattern that cannot be used lets everything through: the check of the definition reports it. */
function valueSchema({ type, choices, pattern }: TemplateParameter): z.ZodType<ParameterValue> {
  if (type === "number") return z.number();
  if (type === "boolean") return z.boolean();
  if (type === "choice") return z.string().refine((value) => choices.includes(value));
  const expression = pattern === null ? null : linearPattern(pattern);
  const text = z
    .string()
    .max(MAX_TEXT)
    .regex(ONE_LINE)
    .refine((value) => expression === null || expression.test(value));
  return type === "string" ? text : z.array(text).max(MAX_ITEMS);
}

/** The schema of all values: one key for each parameter, and no other. */
function parametersSchema(parameters: readonly TemplateParameter[]) {
  const shape = parameters.map((parameter) => {
    const value = valueSchema(parameter);
    return [parameter.name, isNeeded(parameter) ? value : value.optional()] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}

function isNeeded(parameter: TemplateParameter): boolean {
  return parameter.required && parameter.default === null;
}

/** Checks values against the parameters and fills in defaults. One problem for each wrong one, which says what is allowed. */
export function readValues(
  parameters: readonly TemplateParameter[],
  given: Readonly<Record<string, unknown>>,
): ValuesResult {
  const parsed = parametersSchema(parameters).safeParse(given);
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.flatMap((issue) => namesIn(issue)));
    return { ok: false, problems: [...wrong].map((name) => problemOf(parameters, name, Object.hasOwn(given, name))) };
  }
  const values: Readonly<Record<string, ParameterValue | undefined>> = parsed.data;
  return { ok: true, values: new Map(parameters.map((one) => [one.name, values[one.name] ?? one.default])) };
}

function namesIn(issue: z.core.$ZodIssue): string[] {
  return issue.code === "unrecognized_keys" ? issue.keys : [String(issue.path[0])];
}

function problemOf(parameters: readonly TemplateParameter[], name: string, isGiven: boolean): TemplateProblem {
  const path = `parameters.${name}`;
  const parameter = parameters.find((one) => one.name === name);
  if (!parameter) {
    const names = parameters.map((one) => `\`${one.name}\``).join(", ");
    const known = names === "" ? "it has none" : `it has ${names}`;
    return { path, message: `\`${name}\` is no parameter of this template; ${known}.` };
  }
  const verb = isGiven ? "must be" : "is missing; it must be";
  return { path, message: `\`${name}\` ${verb} ${allowed(parameter)}.` };
}

/** In words, for example ``one of `20`, `22` ``. */
function allowed({ type, choices, pattern }: TemplateParameter): string {
  if (type === "number") return "a number";
  if (type === "boolean") return "true or false";
  if (type === "choice")
    return `one of ${choices
      .slice(0, SHOWN_CHOICES)
      .map((choice) => `\`${choice}\``)
      .join(", ")}`;
  const form = pattern === null ? "" : ` that matches \`${pattern}\` as a whole`;
  const text = `one line of text of at most ${MAX_TEXT} characters${form}`;
  return type === "string" ? text : `a list of at most ${MAX_ITEMS}, each ${text}`;
}

/** What is wrong with the description of the parameters itself. */
export function parameterProblems(parameters: readonly TemplateParameter[]): TemplateProblem[] {
  return parameters.flatMap((parameter, index) =>
    faultsOf(parameter, parameters.slice(0, index)).map(([field, message]) => ({
      path: `parameters.${index}.${field}`,
      message,
    })),
  );
}

type Fault = readonly [field: string, message: string];

function faultsOf(parameter: TemplateParameter, earlier: readonly TemplateParameter[]): Fault[] {
  return [
    ...nameFaults(parameter.name, earlier),
    ...choiceFaults(parameter),
    ...patternFaults(parameter),
    ...defaultFaults(parameter),
  ];
}

function nameFaults(name: string, earlier: readonly TemplateParameter[]): Fault[] {
  if (!NAME.test(name))
    return [["name", "Use lower-case letters, digits and underscores, a letter first, at most 40."]];
  if (RESERVED.has(name))
    return [["name", `\`${name}\` is CircleCI's own word between double braces; use another name.`]];
  return earlier.some((other) => other.name === name) ? [["name", `\`${name}\` is there twice.`]] : [];
}

function choiceFaults({ type, choices }: TemplateParameter): Fault[] {
  if (type !== "choice") return choices.length > 0 ? [["choices", "Only a parameter of type choice has choices."]] : [];
  if (choices.length === 0) return [["choices", "Name the values to choose from."]];
  const isUsable = choices.every((choice) => choice !== "" && ONE_LINE.test(choice));
  const isDistinct = new Set(choices).size === choices.length;
  return isUsable && isDistinct
    ? []
    : [["choices", "Each choice must be one line of text, and none may be there twice."]];
}

function patternFaults({ type, pattern }: TemplateParameter): Fault[] {
  if (pattern === null) return [];
  if (type !== "string" && type !== "string_list") return [["pattern", "Only texts have a pattern."]];
  if (linearPattern(pattern) !== null) return [];
  return [
    [
      "pattern",
      "Is no regular expression that we run: no groups that repeat, no look-around, at most three of `*`, `+`, `{n,}`.",
    ],
  ];
}

function defaultFaults(parameter: TemplateParameter): Fault[] {
  if (parameter.default === null || valueSchema(parameter).safeParse(parameter.default).success) return [];
  return [["default", `Must be ${allowed(parameter)}, or null.`]];
}

/** A value for each parameter, to try a template with: its default, else one of its type, which may not fit its pattern. */
export function sampleValues(parameters: readonly TemplateParameter[]): ReadValues {
  return new Map(parameters.map((parameter) => [parameter.name, parameter.default ?? sampleOf(parameter)]));
}

function sampleOf({ type, choices }: TemplateParameter): ParameterValue {
  if (type === "number") return 1;
  if (type === "boolean") return true;
  if (type === "choice") return choices[0] ?? "sample";
  return type === "string" ? "sample" : ["sample"];
}
