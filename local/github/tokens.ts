import { createHash, randomBytes } from "node:crypto";
import type { LocalContext } from "../context.ts";
import type { TokenRecord } from "../records.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const TOKEN_LENGTH = 36;
const REFRESH_LENGTH = 76;

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

export type TokenRequest = Pick<TokenRecord, "login" | "clientId" | "scopes" | "installation">;

/** Makes a token and stores its hash; the token is only ever returned here. */
export function issueToken(local: LocalContext, request: TokenRequest): { token: string; record: TokenRecord } {
  return storeToken(local, request, request.installation ? "ghs" : "gho");
}

/** What a GitHub App may do is said where it is installed, whatever scopes a sign-in asks for. */
const APP_RIGHTS = ["repo", "workflow", "read:user", "user:email"];

export type EndingToken = { token: string; refreshToken: string; life: { token: number; refresh: number } };

/** A user's token of a GitHub App, which ends after `life`, with what renews it. */
export function issueEndingToken(
  local: LocalContext,
  request: Pick<TokenRequest, "login" | "clientId">,
  life: EndingToken["life"],
): EndingToken {
  const { token, record } = storeToken(local, { ...request, scopes: APP_RIGHTS }, "ghu");
  const refreshToken = `ghr_${randomText(REFRESH_LENGTH)}`;
  const now = local.clock.now();
  record.ends = {
    at: now + life.token * 1000,
    refreshHash: sha256(refreshToken),
    refreshAt: now + life.refresh * 1000,
  };
  return { token, refreshToken, life };
}

/** Ends the token that a refresh token came with, and that one too; undefined when it is unknown, spent or over. */
export function spendRefreshToken(
  local: LocalContext,
  given: { refreshToken: string; clientId: string },
): TokenRecord | undefined {
  const hash = sha256(given.refreshToken);
  const record = local.state.tokens.find(
    ({ ends, clientId }) => ends?.refreshHash === hash && clientId === given.clientId,
  );
  if (!record?.ends || record.revokedAt !== null || record.ends.refreshAt <= local.clock.now()) return undefined;
  revokeToken(local, record);
  return record;
}

function storeToken(local: LocalContext, request: TokenRequest, prefix: "gho" | "ghs" | "ghu") {
  const token = `${prefix}_${randomText(TOKEN_LENGTH)}`;
  const record: TokenRecord = {
    ...request,
    hash: sha256(token),
    lastEight: token.slice(-8),
    id: local.state.nextId(),
    createdAt: local.clock.now(),
    revokedAt: null,
  };
  local.state.tokens.push(record);
  local.state.save();
  return { token, record };
}

/** The live record of a token; undefined when it is unknown, revoked or over. */
export function findToken(local: LocalContext, token: string): TokenRecord | undefined {
  const hash = sha256(token);
  const now = local.clock.now();
  const isLive = ({ revokedAt, installation, ends }: TokenRecord) =>
    revokedAt === null && (installation?.expiresAt ?? ends?.at ?? Number.POSITIVE_INFINITY) > now;
  return local.state.tokens.find((record) => record.hash === hash && isLive(record));
}

export function revokeToken(local: LocalContext, record: TokenRecord): void {
  record.revokedAt = local.clock.now();
  local.state.save();
}

const IMPLIED: Record<string, string[]> = {
  repo: ["public_repo", "repo:status", "repo:invite", "repo_deployment"],
  user: ["read:user", "user:email", "user:follow"],
  "admin:repo_hook": ["write:repo_hook", "read:repo_hook"],
  "write:repo_hook": ["read:repo_hook"],
  "admin:org": ["write:org", "read:org"],
  "write:org": ["read:org"],
};

/** True when the token has the scope or a wider one; a missing token has none. An installation has permissions instead. */
export function hasScope(token: TokenRecord | null, scope: string): boolean {
  if (!token) return false;
  if (token.installation) return true;
  return token.scopes.some((held) => held === scope || (IMPLIED[held] ?? []).includes(scope));
}
