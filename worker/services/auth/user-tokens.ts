import type { TokenSource } from "../../adapters/github/port.ts";
import { type GithubToken, refuseToken } from "../../db/identity.ts";
import { EnvelopeError } from "../../platform/envelope.ts";
import type { Ctx, Scope } from "../context.ts";
import { currentToken, tokenRefused } from "./renew-token.ts";
import { tokenPlace } from "./sealed-grant.ts";

async function openToken(scope: Scope, row: GithubToken): Promise<string> {
  try {
    return await scope.envelope.open(row.sealed, tokenPlace(row.userId, row.id));
  } catch (error) {
    if (error instanceof EnvelopeError) throw tokenRefused(error);
    throw error;
  }
}

/** A user's own GitHub token. `get` throws `github_token_refused` when there is none that can be used. */
export function userTokens(scope: Scope & Partial<Pick<Ctx, "actor">>, userId: string): TokenSource {
  const given = new Map<string, GithubToken>();
  return {
    isBackground: scope.actor !== undefined && scope.actor.kind !== "user",
    async get() {
      const row = await currentToken(scope, userId);
      const token = await openToken(scope, row);
      given.set(token, row);
      return { token, scopes: row.scopes.split(" ").filter(Boolean) };
    },
    async refused(token) {
      const row = given.get(token);
      if (!row) return false;
      const isRefused = await refuseToken(scope.db, row, scope.clock.now());
      if (isRefused) scope.log.warning("github_token_refused", { user_id: userId });
      return !isRefused;
    },
  };
}
