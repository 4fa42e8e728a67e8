import * as z from "zod";
import { PARAMETER_TYPES } from "../../engine/template/template.ts";
import { ConfigurationPath, ConfigurationProblem, ConfigurationText, ParameterValues, Platform } from "./ci-cd.ts";
import { Id, PageQuery, pageOf, Timestamp } from "./common.ts";

const Text = z.string().max(500);
const Value = z.union([Text, z.number(), z.boolean(), z.array(Text).max(50)]);

const Parameter = z.strictObject({
  /** What stands between the braces. */
  name: z.string().max(50),
  type: z.enum(PARAMETER_TYPES),
  required: z.boolean().default(false),
  default: Value.nullable().default(null),
  choices: z.array(Text).max(50).default([]),
  /** What a text must look like as a whole; a regular expression without groups that repeat. */
  pattern: z.string().max(200).nullable().default(null),
  description: z.string().max(500).default(""),
});

const Names = z.array(z.string().min(1).max(100)).max(50).default([]);
const Globs = z.array(z.string().min(1).max(200)).max(50).default([]);

/** A condition without entries holds; all must hold, each by one of its entries. */
const MatchRule = z.strictObject({
  languages: Names,
  package_managers: Names,
  frameworks: Names,
  paths: Globs,
  names: Globs,
});

export const TemplateMatch = z.strictObject({
  rule: MatchRule.prefault({}),
  /** Globs of repositories that the rule is expected to match, and not to match. */
  must_match: Globs,
  must_not_match: Globs,
});

const Content = z.discriminatedUnion("kind", [
  /** `path` is the platform's usual one unless given. */
  z.strictObject({ kind: z.literal("text"), path: ConfigurationPath.optional(), text: ConfigurationText }),
  /** By the names of `options` of POST /api/ci-cd/generate; a value may be a placeholder such as `{{versions}}`. */
  z.strictObject({ kind: z.literal("options"), options: z.record(z.string().max(50), z.unknown()) }),
]);

export const TemplateBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().max(1_000).default(""),
  /** Null for options that fit every platform. */
  platform: Platform.nullable(),
  content: Content,
  parameters: z.array(Parameter).max(30).default([]),
  match: TemplateMatch.prefault({}),
});

export const Template = z
  .object({
    /** `builtin:…` for one of ours. */
    id: z.string(),
    origin: z.enum(["built_in", "organization"]),
    /** From 1; each change makes a new one. */
    version: z.int(),
    latest_version: z.int(),
    name: z.string(),
    description: z.string(),
    platform: Platform.nullable(),
    content: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("text"), path: z.string(), text: z.string() }),
      z.object({ kind: z.literal("options"), options: z.record(z.string(), z.unknown()) }),
    ]),
    parameters: z.array(
      z.object({
        name: z.string(),
        type: z.enum(PARAMETER_TYPES),
        required: z.boolean(),
        default: Value.nullable(),
        choices: z.array(z.string()),
        pattern: z.string().nullable(),
        description: z.string(),
      }),
    ),
    match: z.object({
      rule: z.object({
        languages: z.array(z.string()),
        package_managers: z.array(z.string()),
        frameworks: z.array(z.string()),
        paths: z.array(z.string()),
        names: z.array(z.string()),
      }),
      must_match: z.array(z.string()),
      must_not_match: z.array(z.string()),
    }),
    /** Null for one of ours. */
    created_at: Timestamp.nullable(),
    updated_at: Timestamp.nullable(),
  })
  .meta({ id: "Template" });

/** Ours stand beside every page of the organization's. */
export const ListedTemplate = Template.extend({
  /** Whether its rule matches the repository of the query; null without one. */
  fits: z.enum(["match", "no_match", "unknown"]).nullable(),
}).meta({ id: "ListedTemplate" });
export const TemplatePage = pageOf(ListedTemplate).extend({ built_in: z.array(ListedTemplate) });
export const TemplatesQuery = PageQuery.extend({ repository_id: Id.optional() });
export const TemplateQuery = z.strictObject({ version: z.coerce.number().int().min(1).optional() });

export const TemplatePreviewBody = z.strictObject({ template: TemplateBody, parameters: ParameterValues.default({}) });
export const TemplatePreview = z
  .object({
    /** For a text; empty for options, which need a repository. */
    files: z.array(z.object({ path: z.string(), text: z.string() })),
    /** For options: what they are with the parameters put in; else null. */
    options: z.record(z.string(), z.unknown()).nullable(),
    problems: z.array(ConfigurationProblem),
    valid: z.boolean(),
  })
  .meta({ id: "TemplatePreview" });

export const TestMatchBody = TemplateMatch;
export const TestMatchResult = z
  .object({
    items: z.array(
      z.object({
        repository_id: Id,
        full_name: z.string(),
        /** `unknown`: it was not read yet, so its stack or its paths are not known. */
        outcome: z.enum(["match", "no_match", "unknown"]),
        /** The condition that does not hold, or what is not known; null for a match. */
        reason: z.string().nullable(),
      }),
    ),
    failures: z.array(
      z.object({
        expectation: z.enum(["must_match", "must_not_match"]),
        pattern: z.string(),
        /** Null where no repository of the organization fits the pattern. */
        full_name: z.string().nullable(),
        detail: z.string(),
      }),
    ),
    /** False when the organization has more repositories than were looked at (1,000). */
    complete: z.boolean(),
  })
  .meta({ id: "TestMatchResult" });
