import type { Client, LocalContext } from "../context.ts";
import type { GrantRecord, UserRecord } from "../records.ts";
import { coversScopes, normalizeScopes } from "./oauth-scopes.ts";

/** The parameters of an authorization request that GitHub reads; they travel through the consent form unchanged. */
export const AUTHORIZE_PARAMETERS = [
  "client_id",
  "redirect_uri",
  "scope",
  "state",
  "login",
  "prompt",
  "allow_signup",
  "code_challenge",
  "code_challenge_method",
] as const;

export type AuthorizeInput = Partial<Record<(typeof AUTHORIZE_PARAMETERS)[number], string>>;

export interface AuthorizeRequest {
  client: Client;
  user: UserRecord;
  redirectUri: string;
  scopes: string[];
  state: string | undefined;
  codeChallenge: string | null;
}

export type AuthorizeRefusal =
  | { kind: "unknown_client" }
  | { kind: "bad_redirect_uri" }
  | { kind: "redirect"; redirectUri: string; state: string | undefined; error: string; description: string };

export type AuthorizeOutcome = { ok: true; request: AuthorizeRequest } | { ok: false; refusal: AuthorizeRefusal };

function matchesCallback(address: URL, callback: string): boolean {
  const anyPort = /^http:\/\/(localhost|127\.0\.0\.1):\*(\/.*)?$/.exec(callback);
  const registered = new URL(anyPort ? `http://${anyPort[1]}${anyPort[2] ?? "/"}` : callback);
  const sameHost = anyPort ? address.hostname === registered.hostname : address.host === registered.host;
  const folder = registered.pathname.replace(/\/$/, "");
  const below = address.pathname === registered.pathname || address.pathname.startsWith(`${folder}/`);
  return address.protocol === registered.protocol && sameHost && below;
}

/** The address to return to: the one asked for if it lies below a registered one, else undefined. */
function acceptedRedirect(client: Client, asked: string | undefined): string | undefined {
  if (asked === undefined) return client.callbacks.find((callback) => !callback.includes(":*"));
  if (!URL.canParse(asked)) return undefined;
  const address = new URL(asked);
  if (address.username || address.password || address.hash) return undefined;
  return client.callbacks.some((callback) => matchesCallback(address, callback)) ? asked : undefined;
}

function challengeProblem(input: AuthorizeInput, requirePkce: boolean): string | undefined {
  if (!input.code_challenge)
    return requirePkce ? "This server asks for PKCE: send code_challenge with S256." : undefined;
  if (input.code_challenge_method !== "S256") return "The only code_challenge_method is S256.";
  return /^[\w-]{43}$/.test(input.code_challenge) ? undefined : "The code_challenge is not a base64url SHA-256.";
}

export function findGrant(local: LocalContext, clientId: string, login: string): GrantRecord | undefined {
  return local.state.grants.find((grant) => grant.clientId === clientId && grant.login === login);
}

/** Without `scope`, what was granted before is asked for again. */
function askedScopes(local: LocalContext, input: AuthorizeInput, { login }: UserRecord): string[] {
  if (input.scope !== undefined) return normalizeScopes(input.scope);
  return findGrant(local, input.client_id ?? "", login)?.scopes ?? [];
}

function accountFor(local: LocalContext, login: string | undefined): UserRecord {
  const people = local.state.users.filter((user) => user.type === "User");
  const wanted = (login ?? local.settings.login).toLowerCase();
  const found = people.find((user) => user.login.toLowerCase() === wanted) ?? people[0];
  if (!found) throw new Error("The local GitHub has no user. Delete its data folder and start again.");
  return found;
}

/** Checks an authorization request; a refusal says whether the browser may be sent back to the application. */
export function readAuthorizeRequest(local: LocalContext, input: AuthorizeInput): AuthorizeOutcome {
  const client = local.settings.clients.find((candidate) => candidate.id === input.client_id);
  if (!client) return { ok: false, refusal: { kind: "unknown_client" } };
  const redirectUri = acceptedRedirect(client, input.redirect_uri);
  if (redirectUri === undefined) return { ok: false, refusal: { kind: "bad_redirect_uri" } };
  const description = challengeProblem(input, local.settings.requirePkce);
  const { state } = input;
  if (description) {
    return { ok: false, refusal: { kind: "redirect", redirectUri, state, error: "invalid_request", description } };
  }
  const user = accountFor(local, input.login);
  const scopes = askedScopes(local, input, user);
  return {
    ok: true,
    request: { client, user, redirectUri, scopes, state, codeChallenge: input.code_challenge ?? null },
  };
}

/** GitHub asks only once for the same scopes; `prompt=select_account` asks again. */
export function isAlreadyGranted(local: LocalContext, request: AuthorizeRequest): boolean {
  const grant = findGrant(local, request.client.id, request.user.login);
  return grant !== undefined && coversScopes(grant.scopes, request.scopes);
}
