import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { LocalContext } from "../context.ts";
import type { CodeRecord } from "../records.ts";
import { type AuthorizeRequest, findGrant } from "./oauth-request.ts";
import { normalizeScopes } from "./oauth-scopes.ts";
import { type EndingToken, issueEndingToken, issueToken, sha256, spendRefreshToken } from "./tokens.ts";

/** Seconds of GitHub's own: eight hours, and six months. */
const GITHUB_LIFE = { token: 28_800, refresh: 15_897_600 };
/** GitHub's codes live ten minutes. */
const CODE_LIFE_MS = 600_000;

export type TokenInput = Partial<
  Record<
    "client_id" | "client_secret" | "code" | "redirect_uri" | "code_verifier" | "grant_type" | "refresh_token",
    string
  >
>;

export type TokenError =
  | "incorrect_client_credentials"
  | "bad_verification_code"
  | "redirect_uri_mismatch"
  | "bad_refresh_token"
  | "unsupported_grant_type";

/** A token of an OAuth app has scopes and no end; one of a GitHub App the other way round. */
export type TokenOutcome =
  | { ok: true; token: string; scopes: string[] }
  | ({ ok: true } & EndingToken)
  | { ok: false; error: TokenError };

/** Remembers the consent and gives a code that can be exchanged once. */
export function grantCode(local: LocalContext, request: AuthorizeRequest): string {
  const { client, user, scopes, redirectUri, codeChallenge } = request;
  const code = randomBytes(10).toString("hex");
  const grant = findGrant(local, client.id, user.login);
  if (grant) grant.scopes = normalizeScopes([...grant.scopes, ...scopes].join(" "));
  else {
    const id = local.state.nextId();
    local.state.grants.push({ id, clientId: client.id, login: user.login, scopes, createdAt: local.clock.now() });
  }
  const createdAt = local.clock.now();
  const record = { hash: sha256(code), clientId: client.id, login: user.login, scopes, redirectUri, codeChallenge };
  local.state.codes = local.state.codes.filter((old) => old.createdAt + CODE_LIFE_MS > createdAt);
  local.state.codes.push({ ...record, createdAt, usedAt: null });
  local.state.save();
  return code;
}

function sameText(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}

function fitsChallenge(record: CodeRecord, verifier: string | undefined): boolean {
  if (record.codeChallenge === null) return true;
  if (!verifier || !/^[\w.~-]{43,128}$/.test(verifier)) return false;
  return sameText(createHash("sha256").update(verifier).digest("base64url"), record.codeChallenge);
}

function usableCode(local: LocalContext, input: TokenInput): CodeRecord | undefined {
  const hash = sha256(input.code ?? "");
  const record = local.state.codes.find((code) => code.hash === hash && code.clientId === input.client_id);
  const isFresh = record && record.usedAt === null && record.createdAt + CODE_LIFE_MS > local.clock.now();
  return isFresh ? record : undefined;
}

function isKnownClient(local: LocalContext, input: TokenInput): boolean {
  const client = local.settings.clients.find((candidate) => candidate.id === input.client_id);
  return client !== undefined && sameText(client.secret, input.client_secret ?? "");
}

/** What the token endpoint answers: a code is exchanged, or a token renewed. */
export function answerTokenRequest(local: LocalContext, input: TokenInput): TokenOutcome {
  if (!isKnownClient(local, input)) return { ok: false, error: "incorrect_client_credentials" };
  const { grant_type: kind = "authorization_code" } = input;
  if (kind === "refresh_token") return renewToken(local, input);
  return kind === "authorization_code" ? exchangeCode(local, input) : { ok: false, error: "unsupported_grant_type" };
}

/** Exchanges a code for a token. A wrong verifier spends the code too, so that it cannot be guessed. */
function exchangeCode(local: LocalContext, input: TokenInput): TokenOutcome {
  const record = usableCode(local, input);
  if (!record) return { ok: false, error: "bad_verification_code" };
  if (input.redirect_uri !== undefined && input.redirect_uri !== record.redirectUri) {
    return { ok: false, error: "redirect_uri_mismatch" };
  }
  record.usedAt = local.clock.now();
  local.state.save();
  if (!fitsChallenge(record, input.code_verifier)) return { ok: false, error: "bad_verification_code" };
  const { login, clientId, scopes } = record;
  const { tokenLife } = local.settings;
  if (tokenLife) return { ok: true, ...issueEndingToken(local, { login, clientId }, tokenLife) };
  return { ok: true, token: issueToken(local, { login, clientId, scopes }).token, scopes };
}

/** A spent or unknown refresh token is refused and harms nobody else: so GitHub does it. */
function renewToken(local: LocalContext, input: TokenInput): TokenOutcome {
  const { refresh_token: refreshToken = "", client_id: clientId = "" } = input;
  const record = spendRefreshToken(local, { refreshToken, clientId });
  if (!record?.ends) return { ok: false, error: "bad_refresh_token" };
  const life = local.settings.tokenLife ?? GITHUB_LIFE;
  return { ok: true, ...issueEndingToken(local, record, life) };
}
