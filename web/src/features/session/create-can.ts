import { createAsync } from "@solidjs/router";
import { may, type Permission } from "../../../../worker/permissions.ts";
import type { Role } from "../../api-types.ts";
import { getMe } from "./session.queries.ts";

/** The signed-in user's role in the organization; undefined until that is known. */
export function createRole(): () => Role | undefined {
  const me = createAsync(() => getMe());
  return () => me()?.organization.role;
}

/** Whether the signed-in user's role allows something; nothing is until the role is known. */
export function createCan(): (permission: Permission) => boolean {
  const role = createRole();
  return (permission) => {
    const known = role();
    return known !== undefined && may(known, permission);
  };
}
