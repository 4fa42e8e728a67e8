import { listProfiles } from "../../db/profiles.ts";
import type { OptionsPreset } from "../../engine/generate/options-preset.ts";
import type { RenderedFile } from "../../engine/pipeline/pipeline.ts";
import { validateAlone } from "../../engine/template/check-template.ts";
import { type MatchFailure, type MatchOutcome, testMatch } from "../../engine/template/match-repository.ts";
import { renderTemplate } from "../../engine/template/render-template.ts";
import type { ParameterValues, TemplateDefinition, TemplateMatch } from "../../engine/template/template.ts";
import type { ConfigurationProblem } from "../../engine/validate/configuration-problem.ts";
import { AppError } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { readProfileFacts } from "../generation/profile-facts.ts";

export type TemplateTrial = {
  readonly files: readonly RenderedFile[];
  readonly options: OptionsPreset | null;
  readonly problems: readonly ConfigurationProblem[];
};

const MAX_REPOSITORIES = 1_000;

/** A draft with values put in. Throws invalid_input naming each wrong value. */
export function tryTemplate(ctx: Ctx, definition: TemplateDefinition, parameters: ParameterValues): TemplateTrial {
  requirePermission(ctx, "generation.run");
  const rendered = renderTemplate(definition, parameters);
  if (!rendered.ok) {
    const first = rendered.problems[0];
    throw new AppError("invalid_input", `The template cannot be filled in. ${first?.path}: ${first?.message}`, {
      errors: rendered.problems,
    });
  }
  const { content } = rendered;
  if (content.kind === "options") return { files: [], options: content.options, problems: [] };
  const { path, text } = content;
  const { platform } = definition;
  const problems = platform === null ? [] : validateAlone({ platform, path, text }, ctx.clock.now());
  return { files: [{ path, text }], options: null, problems };
}

export type MatchTrial = {
  readonly items: readonly (MatchOutcome & { readonly id: string; readonly fullName: string })[];
  readonly failures: readonly MatchFailure[];
  readonly complete: boolean;
};

/** Which repositories of the organization a rule matches, by what was last seen of each, and which expectations fail. */
export async function tryMatch(ctx: Ctx, match: TemplateMatch): Promise<MatchTrial> {
  requirePermission(ctx, "generation.run");
  const rows = await listProfiles(ctx.data, MAX_REPOSITORIES + 1);
  const candidates = rows.slice(0, MAX_REPOSITORIES).map(({ id, fullName, facts }) => ({
    id,
    fullName,
    facts: facts === null ? null : readProfileFacts(facts),
  }));
  return { ...testMatch(match, candidates), complete: rows.length <= MAX_REPOSITORIES };
}
