import {
  findOtherOwner,
  goodbyeStatements,
  invitationsEnd,
  isStill,
  type Member,
  memberDelete,
  roleUpdate,
} from "../../db/members.ts";
import { AppError } from "../../errors.ts";
import type { Role } from "../../permissions.ts";
import { auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { getMember } from "./read-members.ts";
import { actorStillManages, requireManages, rolesThatDoNotManage } from "./who-manages.ts";

/**
 * Gives another member a role. Throws not_found; forbidden for the own role and for roles that the actor does not manage;
 * conflict when somebody else was faster, or the organization would be left without an owner.
 */
export async function changeRole(ctx: Ctx, userId: string, role: Role): Promise<Member> {
  requirePermission(ctx, "member.manage");
  const member = await getMember(ctx, userId);
  if (userId === actingUser(ctx)) {
    throw new AppError("forbidden", "Nobody changes the own role. Ask another owner or administrator.", {
      problemCode: "own_role",
    });
  }
  requireManages(ctx, member.role);
  requireManages(ctx, role);
  if (role === member.role) return member;
  const change = { userId, from: member.role, by: actorStillManages(ctx, member.role, role) };
  const ended = { createdBy: userId, now: ctx.clock.now(), roles: rolesThatDoNotManage(role) };
  const [rows] = await ctx.data.db.batch([
    roleUpdate(ctx.data, change, role),
    auditIfChanged(ctx, {
      action: "member.role_changed",
      targetKind: "user",
      targetId: userId,
      meta: { before: { role: member.role }, after: { role } },
    }),
    invitationsEnd(ctx.data, ended, isStill(ctx.data, userId, [role])),
  ]);
  if (rows.length === 0) throw await tooLate(ctx, userId);
  return { ...member, role };
}

/**
 * Takes a member out. What was connected with that member's access to GitHub passes to the actor; API tokens end.
 * Throws as `changeRole`; conflict for oneself.
 */
export async function removeMember(ctx: Ctx, userId: string): Promise<void> {
  requirePermission(ctx, "member.manage");
  const member = await getMember(ctx, userId);
  const heir = actingUser(ctx);
  if (heir === null || userId === heir) {
    throw new AppError("conflict", "This is you. To go yourself, leave the organization.", { problemCode: "own_role" });
  }
  requireManages(ctx, member.role);
  const by = actorStillManages(ctx, member.role);
  await takeOut(ctx, { userId, role: member.role, by, heir, action: "member.removed" });
}

/** The actor goes. What was connected with the own access to GitHub passes to an owner. Throws conflict for the last owner. */
export async function leaveOrganization(ctx: Ctx): Promise<void> {
  requirePermission(ctx, "organization.leave");
  const userId = actingUser(ctx) ?? "";
  const heir = await findOtherOwner(ctx.data, userId);
  if (heir === undefined) throw lastOwner();
  const { role } = await getMember(ctx, userId);
  await takeOut(ctx, { userId, role, by: isStill(ctx.data, heir, ["owner"]), heir, action: "member.left" });
}

type Leaving = {
  readonly userId: string;
  readonly role: Role;
  readonly by: ReturnType<typeof isStill>;
  readonly heir: string;
  readonly action: "member.removed" | "member.left";
};

async function takeOut(ctx: Ctx, { userId, role, by, heir, action }: Leaving): Promise<void> {
  const [rows] = await ctx.data.db.batch([
    memberDelete(ctx.data, { userId, from: role, by }),
    auditIfChanged(ctx, { action, targetKind: "user", targetId: userId, meta: { before: { role } } }),
    ...goodbyeStatements(ctx.data, userId, { heir, now: ctx.clock.now() }),
  ]);
  if (rows.length === 0) throw await tooLate(ctx, userId);
}

function lastOwner(): AppError {
  const detail =
    "An organization keeps at least one owner. Make somebody else an owner first, or delete the organization.";
  return new AppError("conflict", detail, { problemCode: "last_owner" });
}

/** Why a guarded change changed nothing. Throws not_found when the member is gone. */
async function tooLate(ctx: Ctx, userId: string): Promise<AppError> {
  const { role } = await getMember(ctx, userId);
  if (role === "owner" && (await findOtherOwner(ctx.data, userId)) === undefined) return lastOwner();
  return new AppError("conflict", "Somebody changed the members meanwhile. Look at them again, then try again.", {
    problemCode: "members_changed",
  });
}
