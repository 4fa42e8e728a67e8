/** Sign-in with GitHub: the only user of arctic. Its own requests are not used, because all of ours leave through Egress. */
import { CodeChallengeMethod, OAuth2Client, OAuth2Tokens } from "arctic";
import * as z from "zod";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import type { Egress } from "../platform/egress.ts";

/** GitHub's profile of a user, as far as we keep it. `githubId` is the identity: logins pass to other people. */
export type Profile = {
  readonly githubId: number;
  readonly login: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly avatarUrl: string | null;
};

export type OauthGrant = { readonly token: string; readonly scopes: readonly string[] };
/** `refused`: GitHub did not accept the code. `failed`: it gave no usable answer. */
export type OauthOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: "refused" | "unverified_email" | "failed" };

export type OauthPort = {
  /** GitHub's consent page, with PKCE S256. */
  authorizationUrl(flow: { state: string; codeVerifier: string; scopes: readonly string[] }): string;
  /** Exchanges a code for a token. */
  exchange(code: string, codeVerifier: string): Promise<OauthOutcome<OauthGrant>>;
  /** Who the token belongs to. */
  profile(token: string): Promise<OauthOutcome<Profile>>;
};

const TokenError = z.object({ error: z.string() });
const TokenType = z.object({ token_type: z.string().regex(/^bearer$/i), access_token: z.string().min(1).max(512) });
const User = z.object({
  id: z.int().positive(),
  login: z.string().min(1).max(100),
  name: z.string().nullish(),
  email: z.string().nullish(),
  avatar_url: z.string().nullish(),
});

const FAILED = { ok: false, reason: "failed" } as const;

/** GitHub answers refusals with status 200 too, so only the body tells. */
function readGrant(body: unknown): OauthOutcome<OauthGrant> {
  const refusal = TokenError.safeParse(body);
  if (refusal.success) {
    const isUnverified = refusal.data.error === "unverified_user_email";
    return { ok: false, reason: isUnverified ? "unverified_email" : "refused" };
  }
  const parsed = TokenType.safeParse(body);
  if (!parsed.success) return FAILED;
  const tokens = new OAuth2Tokens(body as object);
  // GitHub separates granted scopes with commas, where the standard has spaces.
  const scopes = tokens.hasScopes() ? tokens.scopes().flatMap((part) => part.split(",")) : [];
  return { ok: true, value: { token: parsed.data.access_token, scopes: scopes.filter(Boolean) } };
}

/** JSON of a 200 answer; undefined for anything else, network failures included. */
async function jsonOf(answer: Promise<Response>): Promise<unknown> {
  try {
    const response = await answer;
    if (response.status === 200) return await response.json();
    await response.body?.cancel();
    return undefined;
  } catch (error) {
    if (error instanceof AppError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function createOauth(config: Config, egress: Egress): OauthPort {
  const redirectUri = `${config.publicUrl}/api/auth/callback`;
  const client = new OAuth2Client(config.githubClientId, config.githubClientSecret, redirectUri);
  return {
    authorizationUrl({ state, codeVerifier, scopes }) {
      const page = `${config.githubWebUrl}/login/oauth/authorize`;
      const method = CodeChallengeMethod.S256;
      const url = client.createAuthorizationURLWithPKCE(page, state, method, codeVerifier, [...scopes]);
      url.searchParams.set("allow_signup", "true");
      return url.href;
    },
    async exchange(code, codeVerifier) {
      const fields = {
        client_id: config.githubClientId,
        client_secret: config.githubClientSecret,
        redirect_uri: redirectUri,
        code,
        code_verifier: codeVerifier,
      };
      const request = { method: "POST", body: new URLSearchParams(fields), headers: { accept: "application/json" } };
      const url = `${config.githubWebUrl}/login/oauth/access_token`;
      return readGrant(await jsonOf(egress.fetch("github-oauth", url, request)));
    },
    async profile(token) {
      const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" };
      const user = User.safeParse(await jsonOf(egress.fetch("github-api", `${config.githubApiUrl}/user`, { headers })));
      if (!user.success) return FAILED;
      const { id, login, name, email, avatar_url } = user.data;
      const optional = { name: name ?? null, email: email ?? null, avatarUrl: avatar_url ?? null };
      return { ok: true, value: { githubId: id, login, ...optional } };
    },
  };
}
