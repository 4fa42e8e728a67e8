import { GRANT_PATH, missingScope } from "../../adapters/github/errors.ts";
import type { GithubPort } from "../../adapters/github/port.ts";
import { AppError } from "../../errors.ts";
import { missingScopes } from "../auth/scopes.ts";
import { userTokens } from "../auth/user-tokens.ts";
import { actingUser, type Ctx } from "../context.ts";

/** GitHub as the acting user sees it: what the user may not do there, we do not do either. */
export function ownGithub(ctx: Ctx): GithubPort {
  const userId = actingUser(ctx);
  if (userId === null) throw new AppError("forbidden", "Only a signed-in user can do this. Sign in and try again.");
  return ctx.github(userTokens(ctx, userId));
}

/** Throws missing_scope, with the consent page that leads back to `returnTo`, unless connecting and publishing are granted. */
export async function requireScopes(github: GithubPort, returnTo: string): Promise<void> {
  const missing = missingScopes(await github.scopes());
  if (missing.length > 0) throw missingScopeFrom(returnTo, missing);
}

/** missing_scope whose `actionUrl` leads back to `returnTo` after consent. */
export function missingScopeFrom(returnTo: string, scopes: readonly string[], cause?: unknown): AppError {
  const { code, detail } = missingScope(scopes, cause);
  return new AppError(code, detail, { cause, actionUrl: `${GRANT_PATH}&return_to=${encodeURIComponent(returnTo)}` });
}
