/** What a template is: a configuration with open places, or a set of options, with a description of what goes into them. */
import type { Platform } from "../pipeline/pipeline.ts";

export const PARAMETER_TYPES = ["string", "number", "boolean", "choice", "string_list"] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

export type ParameterValue = string | number | boolean | readonly string[];
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** One open place. */
export interface TemplateParameter {
  /** Lower case with underscores: what stands between the braces. */
  readonly name: string;
  readonly type: ParameterType;
  /** True: a value must be given when there is no default. */
  readonly required: boolean;
  /** Null for none; an optional parameter without one is empty text, zero, false or an empty list. */
  readonly default: ParameterValue | null;
  /** The values of a `choice`; empty for all other types. */
  readonly choices: readonly string[];
  /** What a text, or each text of a list, must look like as a whole: a regular expression without groups that repeat. Null for any. */
  readonly pattern: string | null;
  readonly description: string;
}

/** Which repositories a template is for. A condition without entries holds; all conditions must hold, each by one of its entries. */
export interface MatchRule {
  readonly languages: readonly string[];
  readonly packageManagers: readonly string[];
  readonly frameworks: readonly string[];
  /** Globs over the repository's paths. */
  readonly paths: readonly string[];
  /** Globs over `owner/name`; without a slash over the name alone. */
  readonly names: readonly string[];
}

/** A rule and what its author expects of it: globs of repositories, as in `names`. */
export interface TemplateMatch {
  readonly rule: MatchRule;
  readonly mustMatch: readonly string[];
  readonly mustNotMatch: readonly string[];
}

/** `text`: the file itself. `options`: what the generator is to write, by the names of the API; any value may be a placeholder. */
export type TemplateContent =
  | { readonly kind: "text"; readonly path: string; readonly text: string }
  | { readonly kind: "options"; readonly options: Readonly<Record<string, unknown>> };

export interface TemplateDefinition {
  readonly name: string;
  readonly description: string;
  /** Null for options that fit every platform. */
  readonly platform: Platform | null;
  readonly content: TemplateContent;
  readonly parameters: readonly TemplateParameter[];
  readonly match: TemplateMatch;
}

/** Something that is wrong with a template or with what goes into it. `path` leads to the field, for example `parameters.0.default`. */
export interface TemplateProblem {
  readonly path: string;
  /** What is wrong and what is allowed. */
  readonly message: string;
}
