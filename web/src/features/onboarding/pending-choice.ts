/**
 * Remembers what the user chose while GitHub asks for access. The nonce travels in the address that leads back, so
 * that only the trip which this tab began goes on by itself; a link from elsewhere connects nothing.
 */
export type PendingChoice = { readonly nonce: string; readonly repositories: readonly string[]; readonly at: number };

const KEY = "ado.pending-connect";
const LASTS_MS = 15 * 60_000;

function isChoice(value: unknown): value is PendingChoice {
  if (typeof value !== "object" || value === null) return false;
  const { nonce, repositories, at } = value as Record<string, unknown>;
  return typeof nonce === "string" && typeof at === "number" && Array.isArray(repositories);
}

export function rememberChoice(storage: Storage, choice: PendingChoice): void {
  storage.setItem(KEY, JSON.stringify(choice));
}

export function forgetChoice(storage: Storage): void {
  storage.removeItem(KEY);
}

/** What was remembered in the last fifteen minutes. */
export function recallChoice(storage: Storage, now: number): PendingChoice | undefined {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? "null");
    return isChoice(value) && now - value.at < LASTS_MS ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The address that asks for access, made to lead back to the onboarding page with the nonce. */
export function accessUrl(actionUrl: string, nonce: string, origin: string): string {
  const url = new URL(actionUrl, origin);
  if (url.origin !== origin) return actionUrl;
  url.searchParams.set("return_to", `/onboarding?continue=${nonce}`);
  return url.pathname + url.search;
}
