const SAME_ORIGIN_PATH = /^\/(?![/\\])[\x21-\x7e]{0,511}$/;

/** The path to go to after sign-in: a page of our own origin, else the front page. */
export function safeReturnTo(publicUrl: string, asked: string | undefined): string {
  if (asked === undefined || !SAME_ORIGIN_PATH.test(asked) || !URL.canParse(asked, publicUrl)) return "/";
  const url = new URL(asked, publicUrl);
  const isPage = url.origin === new URL(publicUrl).origin && !url.pathname.startsWith("/api");
  return isPage ? `${url.pathname}${url.search}${url.hash}` : "/";
}
