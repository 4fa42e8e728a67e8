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

export type OauthGrant = {
  readonly token: string;
  readonly scopes: readonly string[];
  /** Of a GitHub App: its user tokens have no scopes, the app may do what it was installed with. */
  readonly isOfApp: boolean;
  /** Milliseconds until the token ends; null for one that does not. */
  readonly lifeMs: number | null;
  /** What renews the token, once. */
  readonly refresh: { readonly token: string; readonly lifeMs: number | null } | null;
};
/** `refused`: GitHub did not accept the code, or what renews. `failed`: it gave no usable answer. */
export type OauthOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: "refused" | "unverified_email" | "failed" };

export type OauthPort = {
  /** GitHub's consent page, with PKCE S256. */
  authorizationUrl(flow: { state: string; codeVerifier: string; scopes: readonly string[] }): string;
  /** Exchanges a code for a token. */
  exchange(code: string, codeVerifier: string): Promise<OauthOutcome<OauthGrant>>;
  /** Exchanges what renews a token for a new one of both; the old ones end at once. */
  renew(refreshToken: string): Promise<OauthOutcome<OauthGrant>>;
  /** Who the token belongs to. */
  profile(token: string): Promise<OauthOutcome<Profile>>;
  /** Ends all access that the token's user gave us. False when GitHub did not say that it is ended. */
  revokeGrant(token: string): Promise<boolean>;
};

const MAX_LIFE_S = 366 * 86_400;
/** Refusals that no other try changes; the others are about our own credentials or passing. */
const SPENT = new Set(["bad_refresh_token", "invalid_grant"]);

const TokenError = z.object({ error: z.string() });
/** GitHub's examples have the seconds as text, its answers as numbers. */
const Seconds = z.coerce.number().int().positive().max(MAX_LIFE_S).optional();
const TokenType = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: z.string().min(1).max(512),
  expires_in: Seconds,
  refresh_token: z.string().min(1).max(512).optional(),
  refresh_token_expires_in: Seconds,
});
const User = z.object({
  id: z.int().positive(),
  login: z.string().min(1).max(100),
  name: z.string().nullish(),
  email: z.string().nullish(),
  avatar_url: z.string().nullish(),
});

/** Of a GitHub App's user tokens: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/ */
const APP_PREFIX = "ghu_";

const FAILED = { ok: false, reason: "failed" } as const;

/** The words of a refusal: GitHub sends them with status 200, the standard has 400. */
function refusalOf(answer: Answer | undefined): string | undefined {
  return TokenError.safeParse(answer?.body).data?.error;
}

function readGrant(answer: Answer | undefined): OauthOutcome<OauthGrant> {
  const parsed = TokenType.safeParse(answer?.body);
  if (answer?.status !== 200 || !parsed.success) return FAILED;
  const { access_token: token, expires_in, refresh_token, refresh_token_expires_in } = parsed.data;
  const tokens = new OAuth2Tokens(answer.body as object);
  // GitHub separates granted scopes with commas, where the standard has spaces.
  const scopes = tokens.hasScopes() ? tokens.scopes().flatMap((part) => part.split(",")) : [];
  const lifeMs = milliseconds(expires_in);
  const refresh =
    refresh_token === undefined ? null : { token: refresh_token, lifeMs: milliseconds(refresh_token_expires_in) };
  const value = { token, scopes: scopes.filter(Boolean), isOfApp: token.startsWith(APP_PREFIX), lifeMs, refresh };
  return { ok: true, value };
}

function milliseconds(seconds: number | undefined): number | null {
  return seconds === undefined ? null : seconds * 1_000;
}

type Answer = { readonly status: number; readonly body: unknown };

/** JSON of an answer; undefined for anything else, network failures included. */
async function answerOf(asked: Promise<Response>): Promise<Answer | undefined> {
  try {
    const response = await asked;
    if (response.status === 200 || response.status === 400)
      return { status: response.status, body: await response.json() };
    await response.body?.cancel();
    return undefined;
  } catch (error) {
    if (error instanceof AppError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** True for 204; false for any other answer and for none. */
async function isDone(asked: Promise<Response>): Promise<boolean> {
  try {
    const response = await asked;
    await response.body?.cancel();
    return response.status === 204;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

export function createOauth(config: Config, egress: Egress): OauthPort {
  const redirectUri = `${config.publicUrl}/api/auth/callback`;
  const client = new OAuth2Client(config.githubClientId, config.githubClientSecret, redirectUri);
  const askForToken = (fields: Readonly<Record<string, string>>) => {
    const own = { client_id: config.githubClientId, client_secret: config.githubClientSecret };
    const body = new URLSearchParams({ ...own, ...fields });
    const request = { method: "POST", body, headers: { accept: "application/json" } };
    return answerOf(egress.fetch("github-oauth", `${config.githubWebUrl}/login/oauth/access_token`, request));
  };
  return {
    authorizationUrl({ state, codeVerifier, scopes }) {
      const page = `${config.githubWebUrl}/login/oauth/authorize`;
      const method = CodeChallengeMethod.S256;
      const url = client.createAuthorizationURLWithPKCE(page, state, method, codeVerifier, [...scopes]);
      url.searchParams.set("allow_signup", "true");
      return url.href;
    },
    async exchange(code, codeVerifier) {
      const answer = await askForToken({ redirect_uri: redirectUri, code, code_verifier: codeVerifier });
      const refusal = refusalOf(answer);
      if (refusal === undefined) return readGrant(answer);
      return { ok: false, reason: refusal === "unverified_user_email" ? "unverified_email" : "refused" };
    },
    async renew(refreshToken) {
      const answer = await askForToken({ grant_type: "refresh_token", refresh_token: refreshToken });
      const refusal = refusalOf(answer);
      if (refusal === undefined) return readGrant(answer);
      return SPENT.has(refusal) ? { ok: false, reason: "refused" } : FAILED;
    },
    async profile(token) {
      const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" };
      const answer = await answerOf(egress.fetch("github-api", `${config.githubApiUrl}/user`, { headers }));
      const user = User.safeParse(answer?.body);
      if (answer?.status !== 200 || !user.success) return FAILED;
      const { id, login, name, email, avatar_url } = user.data;
      const optional = { name: name ?? null, email: email ?? null, avatarUrl: avatar_url ?? null };
      return { ok: true, value: { githubId: id, login, ...optional } };
    },
    async revokeGrant(token) {
      const { githubApiUrl, githubClientId: id, githubClientSecret: secret } = config;
      const headers = { authorization: `Basic ${btoa(`${id}:${secret}`)}`, accept: "application/vnd.github+json" };
      const request = { method: "DELETE", headers, body: JSON.stringify({ access_token: token }) };
      return isDone(egress.fetch("github-api", `${githubApiUrl}/applications/${id}/grant`, request));
    },
  };
}
