import { query, revalidate } from "@solidjs/router";
import { api, done, read } from "../../api.ts";
import type { SessionList } from "../../api-types.ts";

export const getSessions = query((): Promise<SessionList> => read(api.api.auth.sessions.$get()), "sessions");

/** Ends one session; whoever has it is refused with the next request. */
export async function revokeSession(id: string): Promise<void> {
  await done(api.api.auth.sessions[":id"].$delete({ param: { id } }));
  void revalidate(getSessions.key);
}

/** Ends every session of the user, then leaves the app so that nothing of it stays in memory. */
export async function signOutEverywhere(): Promise<void> {
  await done(api.api.auth["signout-all"].$post());
  location.assign("/welcome");
}

/** Ends the account, then leaves the app so that nothing of it stays in memory. */
export async function deleteAccount(): Promise<void> {
  await done(api.api.auth.account.$delete());
  location.assign("/welcome");
}
