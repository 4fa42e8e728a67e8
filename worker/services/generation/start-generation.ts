import { OptionsPreset } from "../../engine/generate/options-preset.ts";
import type { Platform } from "../../engine/pipeline/pipeline.ts";
import type { ParameterValues } from "../../engine/template/template.ts";
import { AppError } from "../../errors.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type CreatedJob, createJob } from "../jobs/create-job.ts";
import type { GenerationRequest } from "../jobs/generation-request.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { getTemplate } from "../templates/read-templates.ts";
import { resolveRequest } from "./resolve-request.ts";

/** What a user asks for. With a template its options or its text count. */
export type Asked = {
  readonly repositoryId: string;
  readonly platform: Platform;
  readonly options: OptionsPreset | undefined;
  /** Turns the configuration of this platform into one of `platform`, instead of writing one. */
  readonly convertFrom: Platform | undefined;
  readonly templateId: string | undefined;
  readonly parameters: ParameterValues | undefined;
  /** Lets the AI go over what the rules wrote. */
  readonly ai: boolean;
};

/** Asks for a configuration of the default branch; an identical request that waits is joined. Throws not_found, conflict, invalid_input. */
export async function startGeneration(ctx: Ctx, asked: Asked): Promise<CreatedJob> {
  requirePermission(ctx, "generation.run");
  const { repositoryId } = asked;
  const repository = await getRepository(ctx, repositoryId);
  if (repository.state !== "connected") {
    throw new AppError("conflict", "We cannot reach this repository on GitHub. Connect it again first.");
  }
  const request = await toRequest(ctx, asked);
  await resolveRequest(ctx, request);
  const key = await sha256Hex(JSON.stringify(request));
  return createJob(ctx, { kind: "ci_generation", trigger: "manual", repositoryId, input: { request, key } });
}

/** The request as it is kept: in one order, with the template's version of now. */
export async function toRequest(ctx: Ctx, asked: Asked): Promise<GenerationRequest> {
  requireConsistent(asked);
  const { platform, templateId } = asked;
  const template = templateId === undefined ? null : await getTemplate(ctx, templateId);
  return {
    platform,
    options: asked.options ?? OptionsPreset.parse({}),
    convertFrom: asked.convertFrom ?? null,
    template: template && { id: template.id, version: template.version },
    parameters: sorted(asked.parameters ?? {}),
    ai: asked.ai,
  };
}

/** Throws for choices that exclude each other. */
function requireConsistent({ platform, convertFrom, templateId, options, parameters, ai }: Asked): void {
  if (platform === convertFrom) throw oneOf("convert_from", "Name another platform than the one to convert to.");
  if (templateId === undefined) {
    if (parameters !== undefined) throw oneOf("parameters", "Leave out `parameters`: they belong to a template.");
    return;
  }
  if (convertFrom !== undefined) throw oneOf("convert_from", "Leave out `convert_from`, or the template.");
  if (options !== undefined) throw oneOf("options", "Leave out `options`: the template says them.");
  if (ai) throw oneOf("ai", "Leave out `ai`: what a template says is your organization's own.");
}

function oneOf(path: string, message: string): AppError {
  return new AppError("invalid_input", message, { errors: [{ path, message }] });
}

function sorted(parameters: ParameterValues): GenerationRequest["parameters"] {
  const entries = Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === "object" ? [...value] : value] as const),
  );
}
