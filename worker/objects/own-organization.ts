/** An object of an organization has it in its name, as the part before the first colon; one that all share has `SHARED` there. */

/** No id of an organization. */
export const SHARED = "shared";

type Named = Pick<DurableObjectState, "id">;

/**
 * Throws when an object is asked about another organization than its own: a caller that mixes two up must get nothing.
 * The name is known inside since 2026-03-15 (https://developers.cloudflare.com/changelog/post/2026-03-15-durable-object-id-name/).
 */
export function requireOwn(object: Named, orgId: string): void {
  if (orgId !== SHARED && ownerOf(object) === orgId) return;
  throw new Error("An object was asked about an organization that is not its own.");
}

/** Throws when the object belongs to an organization: what all share is not asked of it. */
export function requireShared(object: Named): void {
  if (ownerOf(object) === SHARED) return;
  throw new Error("An object was asked for what all share, but it is an organization's own.");
}

function ownerOf({ id }: Named): string | undefined {
  return id.name?.split(":", 1)[0];
}
