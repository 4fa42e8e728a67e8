import type { LocalApp, LocalC } from "./env.ts";
import { isOwnForm, problemPage } from "./html.ts";
import { answerTokenRequest, grantCode, type TokenError, type TokenInput, type TokenOutcome } from "./oauth-codes.ts";
import { badRedirectPage, consentPage, consentPurpose, unknownClientPage } from "./oauth-pages.ts";
import {
  AUTHORIZE_PARAMETERS,
  type AuthorizeInput,
  type AuthorizeRefusal,
  type AuthorizeRequest,
  isAlreadyGranted,
  readAuthorizeRequest,
} from "./oauth-request.ts";

const HELP = "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors";
const TOKEN_HELP =
  "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors";

const TOKEN_ERRORS: Record<TokenError, string> = {
  incorrect_client_credentials: "The client_id and/or client_secret passed are incorrect.",
  bad_verification_code: "The code passed is incorrect or expired.",
  redirect_uri_mismatch: "The redirect_uri MUST match the registered callback URL for this application.",
  bad_refresh_token: "The refresh token passed is incorrect or expired.",
  unsupported_grant_type: "The grant_type must be authorization_code or refresh_token.",
};

function returnTo(c: LocalC, redirectUri: string, parameters: Record<string, string | undefined>): Response {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) address.searchParams.set(name, value);
  return c.redirect(address.href, 302);
}

function refuse(c: LocalC, input: AuthorizeInput, refusal: AuthorizeRefusal) {
  if (refusal.kind === "unknown_client") return unknownClientPage(c);
  if (refusal.kind === "bad_redirect_uri") {
    return badRedirectPage(c, c.var.local.settings.clients.find(({ id }) => id === input.client_id)?.name ?? "it");
  }
  const { redirectUri, state, error, description } = refusal;
  return returnTo(c, redirectUri, { error, error_description: description, error_uri: HELP, state });
}

function accept(c: LocalC, request: AuthorizeRequest): Response {
  const code = grantCode(c.var.local, request);
  return returnTo(c, request.redirectUri, { code, state: request.state });
}

function deny(c: LocalC, { redirectUri, state }: AuthorizeRequest): Response {
  const error_description = "The user has denied your application access.";
  return returnTo(c, redirectUri, { error: "access_denied", error_description, error_uri: HELP, state });
}

function pick<Name extends string>(source: Record<string, unknown>, names: readonly Name[]) {
  const picked: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = source[name];
    if (typeof value === "string" && value !== "") picked[name] = value;
  }
  return picked;
}

function showConsent(c: LocalC) {
  const { local } = c.var;
  const input = pick(c.req.query(), AUTHORIZE_PARAMETERS);
  const outcome = readAuthorizeRequest(local, input);
  if (!outcome.ok) return refuse(c, input, outcome.refusal);
  const { request } = outcome;
  const mayAutomate = local.settings.control && c.req.query("auto") === "1";
  const asksAgain = input.prompt === "select_account";
  if (mayAutomate || (isAlreadyGranted(local, request) && !asksAgain)) return accept(c, request);
  return consentPage(c, input, request);
}

async function decideConsent(c: LocalC) {
  const form = await c.req.parseBody();
  const input = pick(form, AUTHORIZE_PARAMETERS);
  const outcome = readAuthorizeRequest(c.var.local, input);
  if (!outcome.ok) return refuse(c, input, outcome.refusal);
  const { request } = outcome;
  if (!isOwnForm(form.authenticity_token, consentPurpose(request))) {
    return problemPage(c, 422, ["This form is no longer valid", "Go back to the application and sign in once more."]);
  }
  return form.authorize === "1" ? accept(c, request) : deny(c, request);
}

const TOKEN_PARAMETERS = [
  "client_id",
  "client_secret",
  "code",
  "redirect_uri",
  "code_verifier",
  "grant_type",
  "refresh_token",
] as const;

async function readTokenInput(c: LocalC): Promise<TokenInput> {
  const isJson = c.req.header("content-type")?.includes("json") ?? false;
  const body = isJson ? await c.req.json<unknown>().catch(() => ({})) : await c.req.parseBody();
  const fields = typeof body === "object" && body !== null ? body : {};
  return pick({ ...c.req.query(), ...fields }, TOKEN_PARAMETERS);
}

/** Form-encoded unless JSON is asked for, and always with status 200, errors too: so GitHub does it. */
function answerToken(c: LocalC, fields: Record<string, string | number>): Response {
  c.header("cache-control", "no-store");
  if (c.req.header("accept")?.includes("json")) return c.json(fields);
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  return c.body(form.toString(), 200, {
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
  });
}

function grantFields(granted: TokenOutcome & { ok: true }): Record<string, string | number> {
  const { token } = granted;
  if ("scopes" in granted) return { access_token: token, scope: granted.scopes.join(","), token_type: "bearer" };
  const { life, refreshToken } = granted;
  const ends = { expires_in: life.token, refresh_token: refreshToken, refresh_token_expires_in: life.refresh };
  return { access_token: token, ...ends, scope: "", token_type: "bearer" };
}

async function issueAccessToken(c: LocalC) {
  const outcome = answerTokenRequest(c.var.local, await readTokenInput(c));
  if (outcome.ok) return answerToken(c, grantFields(outcome));
  const { error } = outcome;
  return answerToken(c, { error, error_description: TOKEN_ERRORS[error], error_uri: `${TOKEN_HELP}#${error}` });
}

/** Sign-in for applications: the consent page and the exchange of its code. */
export function oauth(app: LocalApp): void {
  app.get("/login/oauth/authorize", showConsent);
  app.post("/login/oauth/authorize", decideConsent);
  app.post("/login/oauth/access_token", issueAccessToken);
}
