import { isStill } from "../../db/members.ts";
import { AppError } from "../../errors.ts";
import { manages, ROLES, type Role } from "../../permissions.ts";
import { actingUser, type Ctx } from "../context.ts";

/** Throws forbidden unless the actor may give and take this role. */
export function requireManages(ctx: Pick<Ctx, "role">, role: Role): void {
  if (manages(ctx.role, role)) return;
  throw new AppError("forbidden", `Only an owner manages the role ${role}. Ask an owner of the organization.`, {
    problemCode: "role_too_high",
  });
}

/** Roles whose members do not manage the role. */
export function rolesThatDoNotManage(role: Role): Role[] {
  return ROLES.filter((other) => !manages(role, other));
}

/** As a condition of a statement: the actor still may, whatever happened since its role was read. */
export function actorStillManages(ctx: Ctx, ...roles: readonly Role[]) {
  const enough = ROLES.filter((own) => roles.every((role) => manages(own, role)));
  return isStill(ctx.data, actingUser(ctx) ?? "", enough);
}
