import type { OauthGrant, OauthOutcome, Profile } from "../../adapters/oauth.ts";
import { forOrg } from "../../db/for-org.ts";
import { type OauthTransaction, takeOauthTransaction } from "../../db/identity.ts";
import { hasRepositories } from "../../db/repositories.ts";
import { isSameSecret, sha256Hex } from "../../platform/encoding.ts";
import type { Scope } from "../context.ts";
import { OAUTH_LIFE_MS } from "./limits.ts";
import { openSession, type SessionSecrets } from "./open-session.ts";
import type { SignedIn } from "./read-session.ts";

/** What GitHub sent back, and the browser's cookie of the flow. */
export type Callback = {
  readonly transaction: string | undefined;
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  readonly error?: string | undefined;
  /** The session that this browser has. */
  readonly session: SignedIn | undefined;
};

/** Why nobody is signed in; the welcome page has a sentence for each. */
type SignInFailure = "access_denied" | "oauth_state" | "sign_in_failed" | "unverified_email" | "github_unavailable";

export type SignInResult =
  | { readonly ok: true; readonly session: SessionSecrets; readonly returnTo: string }
  | { readonly ok: false; readonly reason: SignInFailure };

const REASONS = {
  refused: "sign_in_failed",
  unverified_email: "unverified_email",
  failed: "github_unavailable",
} as const;

type Identity = { readonly grant: OauthGrant; readonly profile: Profile };

/** The flow that this browser began, taken once; undefined when it is unknown, used, expired or not the one of `state`. */
async function takeFlow(scope: Scope, callback: Callback): Promise<OauthTransaction | undefined> {
  if (!callback.transaction) return undefined;
  const after = scope.clock.now() - OAUTH_LIFE_MS;
  const flow = await takeOauthTransaction(scope.db, await sha256Hex(callback.transaction), after);
  if (!flow || !(await isSameSecret(flow.state, callback.state ?? ""))) return undefined;
  return flow;
}

async function identify(scope: Scope, code: string, codeVerifier: string): Promise<OauthOutcome<Identity>> {
  const grant = await scope.oauth.exchange(code, codeVerifier);
  if (!grant.ok) return grant;
  const profile = await scope.oauth.profile(grant.value.token);
  return profile.ok ? { ok: true, value: { grant: grant.value, profile: profile.value } } : profile;
}

/** Failures belong to no organization, so they are log lines, not audit rows. */
function failed(scope: Scope, reason: SignInFailure): SignInResult {
  scope.log.warning("sign_in_failed", { reason });
  return { ok: false, reason };
}

/** Ends a sign-in. Asks GitHub only when the flow is one that this browser began. */
export async function finishSignIn(scope: Scope, callback: Callback): Promise<SignInResult> {
  const flow = await takeFlow(scope, callback);
  if (callback.error !== undefined) {
    return failed(scope, callback.error === "access_denied" ? "access_denied" : "sign_in_failed");
  }
  if (!flow) return failed(scope, "oauth_state");
  if (callback.code === undefined) return failed(scope, "sign_in_failed");
  const identity = await identify(scope, callback.code, flow.codeVerifier);
  if (!identity.ok) return failed(scope, REASONS[identity.reason]);
  const signIn = { ...identity.value, orgId: flow.orgId ?? null, replaced: callback.session };
  const { orgId, ...session } = await openSession(scope, signIn);
  return { ok: true, session, returnTo: await firstPage(scope, orgId, flow.returnTo) };
}

/** Whoever has nothing connected yet and asked for no other page starts where repositories are connected. */
async function firstPage(scope: Scope, orgId: string, asked: string): Promise<string> {
  if (asked !== "/" || (await hasRepositories(forOrg(scope.db, orgId)))) return asked;
  return "/onboarding";
}
