import { createHash, randomBytes } from "node:crypto";
import type { LocalContext } from "../context.ts";
import type { TokenRecord } from "../records.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const TOKEN_LENGTH = 36;

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

export type TokenRequest = { login: string; clientId: string; scopes: string[] };

/** Makes a token and stores its hash; the token is only ever returned here. */
export function issueToken(local: LocalContext, request: TokenRequest): { token: string; record: TokenRecord } {
  const token = `gho_${randomText(TOKEN_LENGTH)}`;
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

/** The live record of a token; undefined when it is unknown or revoked. */
export function findToken(local: LocalContext, token: string): TokenRecord | undefined {
  const hash = sha256(token);
  return local.state.tokens.find((record) => record.hash === hash && record.revokedAt === null);
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

/** True when the token has the scope or a wider one; a missing token has none. */
export function hasScope(token: TokenRecord | null, scope: string): boolean {
  if (!token) return false;
  return token.scopes.some((held) => held === scope || (IMPLIED[held] ?? []).includes(scope));
}
