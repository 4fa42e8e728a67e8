import type * as z from "zod";
import { usualPath } from "../../engine/template/configuration-paths.ts";
import type {
  TemplateMatch as EngineMatch,
  TemplateContent,
  TemplateDefinition,
  TemplateParameter,
} from "../../engine/template/template.ts";
import { isAcceptable } from "../../engine/validate/validate-configuration.ts";
import type { ListedTemplate as ListedView, TemplateView } from "../../services/templates/read-templates.ts";
import type { MatchTrial, TemplateTrial } from "../../services/templates/try-templates.ts";
import type {
  ListedTemplate,
  Template,
  TemplateBody,
  TemplateMatch,
  TemplatePreview,
  TestMatchResult,
} from "../schemas/templates.ts";
import { problemJson } from "./ci-cd.ts";
import { timestampOrNull } from "./timestamps.ts";

type Body = z.output<typeof TemplateBody>;
type TemplateJson = z.infer<typeof Template>;

export function definitionOf({ name, description, platform, content, parameters, match }: Body): TemplateDefinition {
  return {
    name,
    description,
    platform,
    content: contentOf(platform, content),
    parameters,
    match: matchOf(match),
  };
}

/** Without a platform the path is told to be wrong with the platform itself. */
function contentOf(platform: Body["platform"], content: Body["content"]): TemplateContent {
  if (content.kind === "options") return content;
  return { ...content, path: content.path ?? usualPath(platform ?? "github") };
}

export function matchOf(match: z.output<typeof TemplateMatch>): EngineMatch {
  const { package_managers: packageManagers, ...rule } = match.rule;
  return { rule: { ...rule, packageManagers }, mustMatch: match.must_match, mustNotMatch: match.must_not_match };
}

export function templateJson(view: TemplateView): TemplateJson {
  const { name, description, platform, content, parameters, match } = view.definition;
  return {
    id: view.id,
    origin: view.isBuiltIn ? "built_in" : "organization",
    version: view.version,
    latest_version: view.latestVersion,
    name,
    description,
    platform,
    content: content.kind === "options" ? { kind: "options", options: { ...content.options } } : { ...content },
    parameters: parameters.map(parameterJson),
    match: matchJson(match),
    created_at: timestampOrNull(view.createdAt),
    updated_at: timestampOrNull(view.updatedAt),
  };
}

export function listedTemplateJson(view: ListedView): z.infer<typeof ListedTemplate> {
  return { ...templateJson(view), fits: view.fits };
}

function parameterJson({ default: fallback, choices, ...parameter }: TemplateParameter) {
  const value = typeof fallback === "object" && fallback !== null ? [...fallback] : fallback;
  return { ...parameter, default: value, choices: [...choices] };
}

function matchJson({ rule, mustMatch, mustNotMatch }: EngineMatch): TemplateJson["match"] {
  return {
    rule: {
      languages: [...rule.languages],
      package_managers: [...rule.packageManagers],
      frameworks: [...rule.frameworks],
      paths: [...rule.paths],
      names: [...rule.names],
    },
    must_match: [...mustMatch],
    must_not_match: [...mustNotMatch],
  };
}

export function templatePreviewJson({ files, options, problems }: TemplateTrial): z.infer<typeof TemplatePreview> {
  return {
    files: files.map(({ path, text }) => ({ path, text })),
    options: options && { ...options },
    problems: problems.map(problemJson),
    valid: isAcceptable(problems),
  };
}

export function testMatchJson({ items, failures, complete }: MatchTrial): z.infer<typeof TestMatchResult> {
  return {
    items: items.map(({ id, fullName, outcome, reason }) => ({
      repository_id: id,
      full_name: fullName,
      outcome,
      reason,
    })),
    failures: failures.map(({ expectation, pattern, fullName, detail }) => ({
      expectation,
      pattern,
      full_name: fullName,
      detail,
    })),
    complete,
  };
}
