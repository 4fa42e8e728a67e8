/** The platform of a deploy with other encryption keys, over the same database. */
import { env } from "cloudflare:workers";
import { findToken, storeToken } from "../../../worker/db/identity.ts";
import { githubTokens } from "../../../worker/db/schema.ts";
import type { PlatformHooks } from "../../../worker/platform/hooks.ts";
import { refreshTokenPlace, tokenPlace } from "../../../worker/services/auth/sealed-grant.ts";
import type { Scope } from "../../../worker/services/context.ts";
import { createPlatform, openScope } from "../../../worker/wiring.ts";

const base64 = (text: string) => btoa(text.padEnd(32, "-").slice(0, 32));

/** All keys that deploys of these tests know. `test1` is the one that everything else uses. */
const KEYS: Readonly<Record<string, string>> = {
  ...JSON.parse(env.ENCRYPTION_KEYS),
  next: base64("the-key-after-it-of-32-bytes"),
  lost: base64("a-key-that-nobody-has-anymore"),
};

/** A deploy that has these keys, the first one active. */
export function deployWith(kids: readonly [string, ...string[]], hooks?: PlatformHooks): Scope {
  const ring = Object.fromEntries(kids.map((kid) => [kid, KEYS[kid]]));
  const variables = { ENCRYPTION_KEYS: JSON.stringify(ring), ENCRYPTION_ACTIVE_KID: kids[0] };
  return openScope(createPlatform({ ...env, ...variables }, hooks));
}

/** Stores what GitHub would have given a user at a sign-in, sealed by that deploy: a token that ends, and what renews it. */
export async function storeGrant(deploy: Scope, userId: string, text: string): Promise<void> {
  const id = (await findToken(deploy.db, userId))?.id ?? deploy.random.uuidv7();
  const { sealed, kid } = await deploy.envelope.seal(text, tokenPlace(userId, id));
  const refresh = await deploy.envelope.seal(`refresh-${text}`, refreshTokenPlace(userId, id));
  const times = { expiresAt: 4e12, refreshExpiresAt: 4e12, createdAt: 1, updatedAt: 1 };
  const row = { id, userId, sealed, kid, refreshSealed: refresh.sealed, scopes: "repo", state: "valid" as const };
  await storeToken(deploy.db, { ...row, ...times });
}

/** What a deploy reads of a user's row: both texts, or the failure's message. */
export async function readGrant(deploy: Scope, userId: string): Promise<readonly string[]> {
  const row = (await deploy.db.select().from(githubTokens)).find((one) => one.userId === userId);
  if (!row?.refreshSealed) return ["nothing"];
  const places = [tokenPlace(userId, row.id), refreshTokenPlace(userId, row.id)] as const;
  return Promise.all([deploy.envelope.open(row.sealed, places[0]), deploy.envelope.open(row.refreshSealed, places[1])]);
}
