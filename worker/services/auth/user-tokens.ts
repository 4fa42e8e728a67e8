import type { TokenSource } from "../../adapters/github/port.ts";
import { findToken, type GithubToken, refuseToken } from "../../db/identity.ts";
import { AppError } from "../../errors.ts";
import { EnvelopeError, type SealedPlace } from "../../platform/envelope.ts";
import type { Ctx, Scope } from "../context.ts";

const SIGN_IN_PATH = "/api/auth/github?access=repositories";

/** Where a user's token stands; part of what its seal protects. */
export function tokenPlace(userId: string, rowId: string): SealedPlace {
  return { purpose: "token", table: "github_tokens", column: "sealed", tenant: userId, row: rowId };
}

/** The failure of every action whose GitHub token is missing, refused or unreadable. */
function tokenRefused(cause?: unknown): AppError {
  return new AppError("forbidden", "GitHub no longer accepts our access to your account. Sign in with GitHub again.", {
    problemCode: "github_token_refused",
    actionUrl: SIGN_IN_PATH,
    cause,
  });
}

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
  let used: GithubToken | undefined;
  return {
    isBackground: scope.actor !== undefined && scope.actor.kind !== "user",
    async get() {
      const row = await findToken(scope.db, userId);
      if (row?.state !== "valid") throw tokenRefused();
      used = row;
      return { token: await openToken(scope, row), scopes: row.scopes.split(" ").filter(Boolean) };
    },
    async refused() {
      if (!used) return;
      await refuseToken(scope.db, used, scope.clock.now());
      scope.log.warning("github_token_refused", { user_id: userId });
    },
  };
}
