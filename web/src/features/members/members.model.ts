import { manages, PERMISSIONS, type Permission, ROLES, type Role } from "../../../../worker/permissions.ts";

/** Roles that somebody of this role may give and take. */
export function grantable(own: Role): readonly Role[] {
  return ROLES.filter((role) => manages(own, role));
}

export type PermissionRow = { readonly permission: Permission; readonly role: Role };

/** Every permission with the lowest role that has it, those of the lowest role first. */
export function permissionRows(): readonly PermissionRow[] {
  const rows = (Object.keys(PERMISSIONS) as Permission[]).map((permission) => ({
    permission,
    role: PERMISSIONS[permission].role,
  }));
  return ROLES.flatMap((role) => rows.filter((row) => row.role === role));
}
