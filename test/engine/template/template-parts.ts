import type {
  MatchRule,
  TemplateContent,
  TemplateDefinition,
  TemplateParameter,
} from "../../../worker/engine/template/template.ts";

export function parameter(change: Partial<TemplateParameter> & { name: string }): TemplateParameter {
  return { type: "string", required: false, default: null, choices: [], pattern: null, description: "", ...change };
}

export function rule(change: Partial<MatchRule> = {}): MatchRule {
  return { languages: [], packageManagers: [], frameworks: [], paths: [], names: [], ...change };
}

export function template(
  content: TemplateContent | string,
  parameters: readonly TemplateParameter[] = [],
): TemplateDefinition {
  return {
    name: "T",
    description: "",
    platform: "github",
    content: typeof content === "string" ? { kind: "text", path: ".github/workflows/ci.yml", text: content } : content,
    parameters,
    match: { rule: rule(), mustMatch: [], mustNotMatch: [] },
  };
}
