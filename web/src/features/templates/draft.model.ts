/** A template while it is written: what stands in the fields, and the body that it makes. */
import type { ListedTemplate, TemplateBody } from "../../api-types.ts";

type Platform = NonNullable<TemplateBody["platform"]>;
type Parameters = NonNullable<TemplateBody["parameters"]>;
export type ParameterType = Parameters[number]["type"];

/** Held by a store, which has no way to write what is `readonly`. */
export type ParameterDraft = {
  name: string;
  type: ParameterType;
  fallback: string;
  choices: string;
  required: boolean;
  pattern: string | null;
  description: string;
};

export type Draft = {
  name: string;
  description: string;
  platform: Platform;
  /** Null for the usual one of the platform. */
  path: string | null;
  text: string;
  parameters: ParameterDraft[];
  languages: string;
  names: string;
  mustMatch: string;
  mustNotMatch: string;
  /** Parts of the rule that have no field here stay as they are. */
  rule: ListedTemplate["match"]["rule"];
};

export const NEW_PARAMETER: ParameterDraft = {
  name: "",
  type: "string",
  fallback: "",
  choices: "",
  required: false,
  pattern: null,
  description: "",
};

const NO_RULE = { languages: [], package_managers: [], frameworks: [], paths: [], names: [] };

/** The fields for a template, or empty ones. */
export function draftOf(template: ListedTemplate | undefined): Draft {
  const rule = template?.match.rule ?? NO_RULE;
  return {
    name: template?.name ?? "",
    description: template?.description ?? "",
    platform: template?.platform ?? "github",
    path: template?.content.kind === "text" ? template.content.path : null,
    text: template?.content.kind === "text" ? template.content.text : "",
    parameters: (template?.parameters ?? []).map(({ default: value, choices, ...rest }) => ({
      ...rest,
      fallback: Array.isArray(value) ? value.join(", ") : String(value ?? ""),
      choices: choices.join(", "),
    })),
    languages: rule.languages.join(", "),
    names: rule.names.join(", "),
    mustMatch: template?.match.must_match.join(", ") ?? "",
    mustNotMatch: template?.match.must_not_match.join(", ") ?? "",
    rule,
  };
}

function wordsOf(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** What a text says for a parameter; null for none. A text that is no value of the type stays a text. */
export function valueFrom(type: ParameterType, written: string): string | number | boolean | string[] | null {
  const text = written.trim();
  if (text === "") return null;
  if (type === "number") return Number.isFinite(Number(text)) ? Number(text) : text;
  if (type === "boolean") return ["true", "false"].includes(text) ? text === "true" : text;
  return type === "string_list" ? wordsOf(text) : written;
}

export function matchOf(draft: Draft): NonNullable<TemplateBody["match"]> {
  return {
    rule: { ...draft.rule, languages: wordsOf(draft.languages), names: wordsOf(draft.names) },
    must_match: wordsOf(draft.mustMatch),
    must_not_match: wordsOf(draft.mustNotMatch),
  };
}

/** What is sent; a value that is none of its parameter's type is sent as it is, so that the answer can say so. */
export function bodyOf(draft: Draft): TemplateBody {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    platform: draft.platform,
    content: { kind: "text", text: draft.text, ...(draft.path === null ? {} : { path: draft.path }) },
    parameters: draft.parameters.map((parameter) => ({
      name: parameter.name.trim(),
      type: parameter.type,
      required: parameter.required,
      default: valueFrom(parameter.type, parameter.fallback),
      choices: wordsOf(parameter.choices),
      pattern: parameter.pattern,
      description: parameter.description,
    })),
    match: matchOf(draft),
  };
}
