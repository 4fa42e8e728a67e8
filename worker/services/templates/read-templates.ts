import { findTemplate, listTemplates, type TemplateQuery, type TemplateRow } from "../../db/templates.ts";
import { BUILT_IN_TEMPLATES, type BuiltInTemplate } from "../../engine/template/built-in.ts";
import type { TemplateDefinition } from "../../engine/template/template.ts";
import { AppError } from "../../errors.ts";
import { type Page, toPage } from "../analyses/to-page.ts";
import { type Ctx, requireRole } from "../context.ts";

/** A template in one version; the times are null for one of ours. */
export type TemplateView = {
  readonly id: string;
  readonly isBuiltIn: boolean;
  readonly version: number;
  readonly latestVersion: number;
  readonly definition: TemplateDefinition;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
};

const BUILT_IN: readonly TemplateView[] = BUILT_IN_TEMPLATES.map(ofOurs);

function ofOurs({ id, definition }: BuiltInTemplate): TemplateView {
  return { id, isBuiltIn: true, version: 1, latestVersion: 1, definition, createdAt: null, updatedAt: null };
}

function ofOrganization({ definition, ...row }: TemplateRow): TemplateView {
  // Only `checkTemplate`d definitions are written.
  return { ...row, isBuiltIn: false, definition: JSON.parse(definition) as TemplateDefinition };
}

/** One of ours or of the organization's; the newest version unless another one is named. Throws not_found. */
export async function getTemplate(ctx: Ctx, id: string, version?: number): Promise<TemplateView> {
  requireRole(ctx, "viewer");
  const ours = BUILT_IN.find((template) => template.id === id);
  if (ours) return ours;
  const row = await findTemplate(ctx.data, id, version);
  if (!row)
    throw new AppError("not_found", "There is no such template, or no such version of it, in this organization.");
  return ofOrganization(row);
}

export type TemplateList = { readonly builtIn: readonly TemplateView[]; readonly page: Page<TemplateView> };

/** Ours, and the organization's, the last made first. */
export async function readTemplates(ctx: Ctx, query: TemplateQuery): Promise<TemplateList> {
  requireRole(ctx, "viewer");
  const rows = await listTemplates(ctx.data, { ...query, limit: query.limit + 1 });
  const { items, next } = toPage(rows, query.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  return { builtIn: BUILT_IN, page: { items: items.map(ofOrganization), next } };
}
