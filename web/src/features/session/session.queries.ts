import { query } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type { AuthStatus, Me } from "../../api-types.ts";

export const loadMe = (): Promise<Me> => read(api.api.auth.me.$get());
export const getMe = query(loadMe, "me");
export const getAuthStatus = query((): Promise<AuthStatus> => read(api.api.auth.status.$get()), "auth-status");

/** Ends the session, then leaves the app so that nothing of it stays in memory. */
export async function signOut(): Promise<void> {
  await read(api.api.auth.signout.$post());
  location.assign("/welcome");
}

/** Where signing in starts. `access` says which rights GitHub asks the user for. */
export function signInPath(access: "identity" | "repositories", returnTo: string): string {
  return `/api/auth/github?${new URLSearchParams({ access, return_to: returnTo })}`;
}
