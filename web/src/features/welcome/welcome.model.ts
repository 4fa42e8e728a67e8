import { welcomeText } from "../../strings.ts";

/** A path of this site to come back to; anything else leads home. */
export function returnPathOf(value: string | undefined): string {
  return value !== undefined && /^\/(?![/\\])[\x21-\x7e]{0,511}$/.test(value) ? value : "/";
}

function isKnown(code: string): code is keyof typeof welcomeText.failed {
  return Object.hasOwn(welcomeText.failed, code);
}

/** Why GitHub's page did not sign the user in, as a sentence; undefined when nothing went wrong. */
export function failureOf(code: string | undefined): string | undefined {
  if (code === undefined || code === "") return undefined;
  return welcomeText.failed[isKnown(code) ? code : "sign_in_failed"];
}

/**
 * Where somebody goes who is signed in already: back, or, when GitHub refused what connecting needs, to where that is
 * explained. A page of settings asks again by itself for a confirmation that was refused.
 */
export function signedInPath(returnTo: string, error: string | undefined): string {
  if (error === undefined || returnTo.startsWith("/settings/")) return returnTo;
  return `/onboarding?${new URLSearchParams({ error })}`;
}
