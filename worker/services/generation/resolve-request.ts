import type { GenerateOptions } from "../../engine/generate/generate-options.ts";
import { type OptionsPreset, toGenerateOptions } from "../../engine/generate/options-preset.ts";
import type { Platform } from "../../engine/pipeline/pipeline.ts";
import { renderTemplate } from "../../engine/template/render-template.ts";
import { AppError } from "../../errors.ts";
import type { Ctx } from "../context.ts";
import type { GenerationRequest } from "../jobs/generation-request.ts";
import { getTemplate } from "../templates/read-templates.ts";

/** What there is to write: by options, or a template's text with its parameters put in. */
export type Work = {
  readonly platform: Platform;
  /** What the artifact says it was made with. */
  readonly preset: OptionsPreset;
  readonly template: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly content:
    | { readonly kind: "options"; readonly options: GenerateOptions; readonly convertFrom: Platform | null }
    | { readonly kind: "text"; readonly path: string; readonly text: string };
};

/** Puts the parameters into the template, if there is one. Throws not_found, and invalid_input naming each wrong parameter. */
export async function resolveRequest(ctx: Ctx, request: GenerationRequest): Promise<Work> {
  const { platform, options, template } = request;
  if (template === null) {
    return {
      platform,
      preset: options,
      template: null,
      content: { kind: "options", options: toGenerateOptions(platform, options), convertFrom: request.convertFrom },
    };
  }
  const { definition, version } = await getTemplate(ctx, template.id, template.version);
  if (definition.platform !== null && definition.platform !== platform) {
    throw invalid([{ path: "platform", message: `This template is for ${definition.platform}.` }]);
  }
  const rendered = renderTemplate(definition, request.parameters);
  if (!rendered.ok) throw invalid(rendered.problems);
  const facts = { platform, template: { id: template.id, name: definition.name, version } };
  if (rendered.content.kind === "text") return { ...facts, preset: options, content: rendered.content };
  const preset = rendered.content.options;
  return {
    ...facts,
    preset,
    content: { kind: "options", options: toGenerateOptions(platform, preset), convertFrom: null },
  };
}

function invalid(errors: readonly { readonly path: string; readonly message: string }[]): AppError {
  const first = errors[0];
  const detail = first ? `${first.path}: ${first.message}` : "Correct the fields named in `errors`.";
  return new AppError("invalid_input", `The template cannot be filled in. ${detail}`, { errors });
}
