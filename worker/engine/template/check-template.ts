import { NO_LOOKUPS } from "../lookups.ts";
import { RepositoryModel } from "../model/repository.ts";
import type { ConfigurationProblem } from "../validate/configuration-problem.ts";
import { type Candidate, emptySnapshot, validateConfiguration } from "../validate/validate-configuration.ts";
import { isPathOf, usualPath } from "./configuration-paths.ts";
import { parameterProblems, sampleValues } from "./parameters.ts";
import { findPlaceholders } from "./placeholders.ts";
import { fillTemplate } from "./render-template.ts";
import type { TemplateDefinition, TemplateProblem } from "./template.ts";

/** Everything that is wrong with a template, tried out with its defaults. Empty: it may be stored. `now` in milliseconds. */
export function checkTemplate(definition: TemplateDefinition, now: number): TemplateProblem[] {
  const problems = [
    ...parameterProblems(definition.parameters),
    ...placeProblems(definition),
    ...placeholderProblems(definition),
  ];
  return problems.length > 0 ? problems : trialProblems(definition, now);
}

function placeProblems({ platform, content }: TemplateDefinition): TemplateProblem[] {
  if (content.kind === "options") return [];
  if (platform === null) return [{ path: "platform", message: "Name the platform that the text is for." }];
  if (isPathOf(platform, content.path)) return [];
  const message = `Is no path of a configuration of ${platform}; the usual one is \`${usualPath(platform)}\`.`;
  return [{ path: "content.path", message }];
}

function placeholderProblems({ content, parameters }: TemplateDefinition): TemplateProblem[] {
  const isText = content.kind === "text";
  const path = isText ? "content.text" : "content.options";
  const used = new Set(
    findPlaceholders(isText ? content.text : JSON.stringify(content.options)).map(({ name }) => name),
  );
  const known = new Set(parameters.map(({ name }) => name));
  const unknown = [...used].filter((name) => !known.has(name));
  const idle = parameters.flatMap(({ name }, index) => (used.has(name) ? [] : [{ name, index }]));
  return [
    ...unknown.map((name) => ({ path, message: `\`{{ ${name} }}\` stands there, but there is no such parameter.` })),
    ...idle.map(({ name, index }) => ({
      path: `parameters.${index}.name`,
      message: `\`${name}\` is used nowhere; write \`{{ ${name} }}\` where its value belongs, or remove it.`,
    })),
  ];
}

function trialProblems(definition: TemplateDefinition, now: number): TemplateProblem[] {
  const { platform, content } = definition;
  const rendered = fillTemplate(definition, sampleValues(definition.parameters));
  if (!rendered.ok) return [...rendered.problems];
  if (rendered.content.kind === "options" || content.kind === "options" || platform === null) return [];
  const { path, text } = rendered.content;
  const errors = validateAlone({ platform, path, text }, now).filter(({ severity }) => severity === "error");
  return errors.map(({ line, message }) => ({ path: "content.text", message: `Filled in, line ${line}: ${message}` }));
}

/** As validation does it, without what only a repository can answer. */
export function validateAlone(candidate: Candidate, now: number): ConfigurationProblem[] {
  return validateConfiguration(new RepositoryModel(emptySnapshot()), candidate, {
    now,
    lookups: NO_LOOKUPS,
    knowsRepository: false,
  });
}
