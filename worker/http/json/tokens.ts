import type { ApiTokenRow } from "../../db/api-tokens.ts";
import { scopesOf } from "../../services/tokens/read-token.ts";
import { personJson } from "./person.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

export function tokenJson(row: ApiTokenRow) {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopesOf(row.scopes),
    user: personJson(row.user),
    created_at: timestamp(row.createdAt),
    expires_at: timestamp(row.expiresAt),
    last_used_at: timestampOrNull(row.lastUsedAt),
    last_network: row.lastNetwork,
  };
}
