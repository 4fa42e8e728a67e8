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

export type TokenRequest = Pick<TokenRecord, "login" | "clientId" | "scopes" | "installation">;

/** Makes a token and stores its hash; the token is only ever returned here. */
export function issueToken(local: LocalContext, request: TokenRequest): { token: string; record: TokenRecord } {
  const token = `${request.installation ? "ghs" : "gho"}_${randomText(TOKEN_LENGTH)}`;
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
  const isLive = ({ revokedAt, installation }: TokenRecord) =>
    revokedAt === null && (installation === undefined || installation.expiresAt > now);
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
