import { OptionsPreset } from "../generate/options-preset.ts";
import { fillYaml } from "./fill-yaml.ts";
import { type ReadValues, readValues } from "./parameters.ts";
import { replacePlaceholders, soleName } from "./placeholders.ts";
import type { ParameterType, ParameterValue, TemplateDefinition, TemplateProblem } from "./template.ts";

/** A template with its values in it. */
type RenderedContent =
  | { readonly kind: "text"; readonly path: string; readonly text: string }
  | { readonly kind: "options"; readonly options: OptionsPreset };
export type RenderResult =
  | { readonly ok: true; readonly content: RenderedContent }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };

const EMPTY: Readonly<Record<ParameterType, ParameterValue>> = {
  string: "",
  number: 0,
  boolean: false,
  choice: "",
  string_list: [],
};

/** Checks what is given, fills in defaults and puts the values into the template. */
export function renderTemplate(definition: TemplateDefinition, given: Readonly<Record<string, unknown>>): RenderResult {
  const read = readValues(definition.parameters, given);
  return read.ok ? fillTemplate(definition, read.values) : { ok: false, problems: read.problems };
}

/** The same with values that are taken as they are. */
export function fillTemplate({ content, parameters }: TemplateDefinition, values: ReadValues): RenderResult {
  if (content.kind === "options") return fillOptions(content.options, values);
  const types = new Map(parameters.map(({ name, type }) => [name, type]));
  const toValue = (name: string): ParameterValue => values.get(name) ?? EMPTY[types.get(name) ?? "string"];
  const filled = fillYaml(content.text, toValue);
  if (filled.ok) return { ok: true, content: { kind: "text", path: content.path, text: filled.text } };
  return { ok: false, problems: [{ path: `parameters.${filled.name}`, message: filled.message }] };
}

/** An optional parameter without a value leaves the choice to the repository. */
function fillOptions(options: Readonly<Record<string, unknown>>, values: ReadValues): RenderResult {
  const parsed = OptionsPreset.safeParse(fillValue(options, values));
  if (parsed.success) return { ok: true, content: { kind: "options", options: parsed.data } };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: ["content", "options", ...path].map(String).join("."),
    message,
  }));
  return { ok: false, problems };
}

function fillValue(value: unknown, values: ReadValues): unknown {
  if (typeof value === "string") {
    const name = soleName(value);
    if (name !== null) return values.get(name) ?? null;
    return replacePlaceholders(value, (inner) => String(values.get(inner) ?? ""));
  }
  if (Array.isArray(value)) return value.map((item) => fillValue(item, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillValue(item, values)]));
}
