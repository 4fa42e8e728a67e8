import { templateDelete, templateInsert, templateRaise, templateStates, versionInsert } from "../../db/templates.ts";
import { checkTemplate } from "../../engine/template/check-template.ts";
import type { TemplateDefinition } from "../../engine/template/template.ts";
import { AppError } from "../../errors.ts";
import { audit, auditIfChanged } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { getTemplate, type TemplateView } from "./read-templates.ts";

/** Stores a template that passes its checks as version 1. Throws invalid_input naming each field that is wrong. */
export async function createTemplate(ctx: Ctx, definition: TemplateDefinition): Promise<TemplateView> {
  requirePermission(ctx, "template.manage");
  requireSound(ctx, definition);
  const id = ctx.random.uuidv7();
  const now = ctx.clock.now();
  await ctx.data.db.batch([
    templateInsert(ctx.data, id, now),
    versionInsert(ctx.data, id, { definition: JSON.stringify(definition), now }),
    audit(ctx, { action: "template.created", targetKind: "template", targetId: id, meta: { name: definition.name } }),
  ]);
  return getTemplate(ctx, id);
}

/** Makes a new version; those before it stay as they are. Throws not_found and invalid_input. */
export async function changeTemplate(ctx: Ctx, id: string, definition: TemplateDefinition): Promise<TemplateView> {
  requirePermission(ctx, "template.manage");
  requireSound(ctx, definition);
  const now = ctx.clock.now();
  await ctx.data.db.batch([
    templateRaise(ctx.data, id, now),
    versionInsert(ctx.data, id, { definition: JSON.stringify(definition), now }),
    auditIfChanged(
      ctx,
      { action: "template.changed", targetKind: "template", targetId: id },
      templateStates(ctx.data, id),
    ),
  ]);
  return getTemplate(ctx, id);
}

/** Removes a template with all its versions; artifacts keep what was made of it. */
export async function deleteTemplate(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, "template.manage");
  await ctx.data.db.batch([
    templateDelete(ctx.data, id),
    auditIfChanged(ctx, { action: "template.deleted", targetKind: "template", targetId: id }),
  ]);
}

function requireSound(ctx: Ctx, definition: TemplateDefinition): void {
  const errors = checkTemplate(definition, ctx.clock.now());
  if (errors.length === 0) return;
  const detail = `The template cannot be used yet. ${errors[0]?.path}: ${errors[0]?.message}`;
  throw new AppError("invalid_input", detail, { errors });
}
