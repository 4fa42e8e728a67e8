import { startOauthTransaction } from "../../db/identity.ts";
import { sha256Hex, toBase64url } from "../../platform/encoding.ts";
import type { Scope } from "../context.ts";
import { OAUTH_LIFE_MS } from "./limits.ts";
import type { SignedIn } from "./read-session.ts";
import { safeReturnTo } from "./return-to.ts";
import { type AskedAccess, scopesFor } from "./scopes.ts";

const SECRET_BYTES = 32;

export type SignInStart = {
  /** GitHub's consent page. */
  readonly url: string;
  /** Binds the flow to this browser: the value of its cookie. */
  readonly transaction: string;
};

/** Begins a sign-in that may come back once, within ten minutes, in the same browser, to the organization of its session. */
export async function startSignIn(
  scope: Scope,
  asked: { access: AskedAccess; returnTo?: string | undefined; session?: SignedIn | undefined },
): Promise<SignInStart> {
  const secret = () => toBase64url(scope.random.bytes(SECRET_BYTES));
  const transaction = secret();
  const flow = { state: secret(), codeVerifier: secret() };
  const createdAt = scope.clock.now();
  const idHash = await sha256Hex(transaction);
  const returnTo = safeReturnTo(scope.config.publicUrl, asked.returnTo);
  const orgId = asked.session?.orgId ?? null;
  const row = { idHash, ...flow, access: asked.access, orgId, returnTo, createdAt };
  await startOauthTransaction(scope.db, row, createdAt - OAUTH_LIFE_MS);
  return { url: scope.oauth.authorizationUrl({ ...flow, scopes: scopesFor(asked.access) }), transaction };
}
