import { welcomeText } from "../../strings.ts";

/** A path of this site to come back to; anything else leads home. */
export function returnPathOf(value: string | undefined): string {
  return value !== undefined && /^\/(?![/\\])[\x21-\x7e]{0,511}$/.test(value) ? value : "/";
}

/** Why GitHub's page did not sign the user in, as a sentence; undefined when nothing went wrong. */
export function failureOf(code: string | undefined): string | undefined {
  if (code === undefined || code === "") return undefined;
  if (code === "access_denied") return welcomeText.failed.access_denied;
  return /expired|used|state|code/.test(code) ? welcomeText.failed.expired : welcomeText.failed.other;
}
