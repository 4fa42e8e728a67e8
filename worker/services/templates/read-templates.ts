import { findProfile } from "../../db/profiles.ts";
import { findTemplate, listTemplates, type TemplateQuery, type TemplateRow } from "../../db/templates.ts";
import { type BuiltInTemplate, builtInTemplates } from "../../engine/template/built-in.ts";
import { type MatchOutcome, matchRepository } from "../../engine/template/match-repository.ts";
import type { TemplateDefinition } from "../../engine/template/template.ts";
import { AppError } from "../../errors.ts";
import { type Page, toPage } from "../analyses/to-page.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { readProfileFacts } from "../generation/profile-facts.ts";
import { getRepository } from "../repositories/read-repository.ts";

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

function ofOurs({ id, definition }: BuiltInTemplate): TemplateView {
  return { id, isBuiltIn: true, version: 1, latestVersion: 1, definition, createdAt: null, updatedAt: null };
}

function ofOrganization({ definition, ...row }: TemplateRow): TemplateView {
  // Only `checkTemplate`d definitions are written.
  return { ...row, isBuiltIn: false, definition: JSON.parse(definition) as TemplateDefinition };
}

/** One of ours or of the organization's; the newest version unless another one is named. Throws not_found. */
export async function getTemplate(ctx: Ctx, id: string, version?: number): Promise<TemplateView> {
  requirePermission(ctx, "generation.read");
  const ours = builtInTemplates(ctx.clock.now()).find((template) => template.id === id);
  if (ours) return ofOurs(ours);
  const row = await findTemplate(ctx.data, id, version);
  if (!row)
    throw new AppError("not_found", "There is no such template, or no such version of it, in this organization.");
  return ofOrganization(row);
}

/** `fits`: whether its rule matches the repository that was asked about; null without one. */
export type ListedTemplate = TemplateView & { readonly fits: MatchOutcome["outcome"] | null };
export type TemplateList = { readonly builtIn: readonly ListedTemplate[]; readonly page: Page<ListedTemplate> };
export type TemplatesQuery = TemplateQuery & { readonly repositoryId: string | undefined };

/** Ours, and the organization's, the last made first. Throws not_found for a repository of nobody here. */
export async function readTemplates(ctx: Ctx, { repositoryId, ...query }: TemplatesQuery): Promise<TemplateList> {
  requirePermission(ctx, "generation.read");
  const fitsOf = await fitting(ctx, repositoryId);
  const rows = await listTemplates(ctx.data, { ...query, limit: query.limit + 1 });
  const { items, next } = toPage(rows, query.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  const listed = (view: TemplateView) => ({ ...view, fits: fitsOf(view) });
  const builtIn = builtInTemplates(ctx.clock.now()).map(ofOurs).map(listed);
  return { builtIn, page: { items: items.map(ofOrganization).map(listed), next } };
}

async function fitting(
  ctx: Ctx,
  repositoryId: string | undefined,
): Promise<(view: TemplateView) => ListedTemplate["fits"]> {
  if (repositoryId === undefined) return () => null;
  const { fullName } = await getRepository(ctx, repositoryId);
  const stored = await findProfile(ctx.data, repositoryId);
  const candidate = { fullName, facts: stored ? readProfileFacts(stored.facts) : null };
  return ({ definition }) => matchRepository(definition.match.rule, candidate).outcome;
}
