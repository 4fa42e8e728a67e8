/** API tokens that really count, made without the API. */

import { apiTokens } from "../../../worker/db/schema.ts";
import type { TokenScope } from "../../../worker/permissions.ts";
import { sha256Hex } from "../../../worker/platform/encoding.ts";
import { mintToken } from "../../../worker/services/tokens/secret.ts";
import { testScope } from "./scope.ts";

const DAY_MS = 24 * 60 * 60_000;

type MadeToken = { readonly id: string; readonly secret: string };

/** A token of a member. It was used a moment ago, so that asking with it changes no row. */
export async function apiToken(
  member: { readonly orgId: string; readonly userId: string },
  scopes: readonly TokenScope[],
  change: Partial<typeof apiTokens.$inferInsert> = {},
): Promise<MadeToken> {
  const { clock, db, random } = testScope();
  const secret = mintToken(random);
  const [id, now] = [random.uuidv7(), clock.now()];
  const text = { name: "A token", prefix: secret.slice(0, 8), hash: await sha256Hex(secret), scopes: scopes.join(" ") };
  const times = { createdAt: now, lastUsedAt: now, expiresAt: now + DAY_MS };
  await db.insert(apiTokens).values({ orgId: member.orgId, userId: member.userId, id, ...text, ...times, ...change });
  return { id, secret };
}
