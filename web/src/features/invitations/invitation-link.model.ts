/**
 * The secret of an invitation's link. It stands after the `#`, which browsers send to nobody, and is taken out of the
 * address at once. The tab keeps it while the reader signs in, and no longer than until it is used or put aside.
 */
const KEY = "invitation";
const PATH = "/invitations";
const MOST_KEPT = 200;

/** Takes what follows the `#` out of the address, when the reader comes by a link. */
export function keepLink(): void {
  const { pathname, search, hash } = location;
  if (pathname !== PATH || hash.length < 2) return;
  sessionStorage.setItem(KEY, hash.slice(1, MOST_KEPT));
  history.replaceState(history.state, "", pathname + search);
}

/** What was kept; undefined when the reader came by no link. */
export function keptLink(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined;
}

/** True for a whole secret: 32 bytes in base64url. */
export function isLink(kept: string): boolean {
  return /^[\w-]{43}$/.test(kept);
}

export function forgetLink(): void {
  sessionStorage.removeItem(KEY);
}

/** True for the address of invitations: who comes there signed out was not signed out before. */
export function isInvitationPath(path: string | undefined): boolean {
  return path === PATH;
}
