import { query, revalidate } from "@solidjs/router";
import { api, done, read, readAll } from "../../api.ts";
import type { ListedTemplate, TemplateBody, TemplateMatch, TemplatePreview, TestMatch } from "../../api-types.ts";

const PAGE_SIZE = "50";

type Page = {
  readonly items: ListedTemplate[];
  readonly next_cursor: string | null;
  readonly built_in: ListedTemplate[];
};

const loadPage = (cursor?: string): Promise<Page> =>
  read(api.api["ci-cd"].templates.$get({ query: { limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) } }));

/** The organization's templates and, beside them, ours. */
export const getTemplates = query(async () => {
  let builtIn: readonly ListedTemplate[] = [];
  const own = await readAll(async (cursor) => {
    const page = await loadPage(cursor);
    builtIn = page.built_in;
    return page;
  });
  return { own, builtIn };
}, "templates");

/** Templates whose rule matches a repository, ours last. */
export const getFittingTemplates = query(async (repositoryId: string): Promise<readonly ListedTemplate[]> => {
  const query = { limit: PAGE_SIZE, repository_id: repositoryId };
  const page: Page = await read(api.api["ci-cd"].templates.$get({ query }));
  return [...page.items, ...page.built_in].filter(({ fits }) => fits === "match");
}, "fitting-templates");

/** Stores a new template, or a new version of the one with this id. */
export async function saveTemplate(body: TemplateBody, id: string | undefined): Promise<void> {
  if (id === undefined) await read(api.api["ci-cd"].templates.$post({ json: body }));
  else await read(api.api["ci-cd"].templates[":id"].$put({ param: { id }, json: body }));
  await revalidate([getTemplates.key, getFittingTemplates.key]);
}

export async function removeTemplate(id: string): Promise<void> {
  await done(api.api["ci-cd"].templates[":id"].$delete({ param: { id } }));
  await revalidate([getTemplates.key, getFittingTemplates.key]);
}

/** What a draft gives with its defaults put in. */
export function previewTemplate(template: TemplateBody): Promise<TemplatePreview> {
  return read(api.api["ci-cd"].templates.preview.$post({ json: { template } }));
}

/** Which repositories a rule matches, and which expectations fail. */
export function testMatch(match: TemplateMatch): Promise<TestMatch> {
  return read(api.api["ci-cd"].templates["test-match"].$post({ json: match }));
}
