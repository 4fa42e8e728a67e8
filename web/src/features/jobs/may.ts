import { createAsync } from "@solidjs/router";
import { getMe } from "../session/session.queries.ts";

export type May = {
  /** Start, cancel and run again. */
  readonly act: boolean;
  /** What touches many at once, deletes or changes secrets. */
  readonly manage: boolean;
};

/** What the signed-in user may do; nothing until that is known. */
export function createMay(): () => May {
  const me = createAsync(() => getMe());
  const role = () => me()?.organization.role ?? "viewer";
  return () => ({ act: role() !== "viewer", manage: role() === "admin" || role() === "owner" });
}
