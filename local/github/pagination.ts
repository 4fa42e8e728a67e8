import type { LocalC } from "./env.ts";

const DEFAULT_PER_PAGE = 30;
const MAX_PER_PAGE = 100;

export type Page = { page: number; perPage: number };

function positive(text: string | undefined, fallback: number): number {
  const value = Number.parseInt(text ?? "", 10);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}

/** Reads `page` and `per_page` as GitHub does: nonsense means the default, more than 100 means 100. */
export function readPage(c: LocalC): Page {
  return {
    page: positive(c.req.query("page"), 1),
    perPage: Math.min(MAX_PER_PAGE, positive(c.req.query("per_page"), DEFAULT_PER_PAGE)),
  };
}

/** Sets `Link` with next, last, first and prev, for a list of `total` items in all. */
export function linkPages(c: LocalC, { page, perPage }: Page, total: number): void {
  const last = Math.max(1, Math.ceil(total / perPage));
  const address = (target: number) => {
    const url = new URL(`${c.var.local.urls.api}${c.req.path}`);
    url.search = new URL(c.req.url).search;
    url.searchParams.set("page", String(target));
    return url.href;
  };
  const links: string[] = [];
  if (page > 1) links.push(`<${address(Math.min(page - 1, last))}>; rel="prev"`);
  if (page < last) links.push(`<${address(page + 1)}>; rel="next"`, `<${address(last)}>; rel="last"`);
  if (page > 1) links.push(`<${address(1)}>; rel="first"`);
  if (links.length > 0) c.header("Link", links.join(", "));
}

/** One page of a list that is wholly in memory, with its `Link` header. */
export function paginate<T>(c: LocalC, items: readonly T[]): T[] {
  const page = readPage(c);
  linkPages(c, page, items.length);
  return items.slice((page.page - 1) * page.perPage, page.page * page.perPage);
}
