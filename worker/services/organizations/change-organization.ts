import { findMember, isStill, roleUpdate } from "../../db/members.ts";
import { nameUpdate, type OrganizationFacts, ownerForget, readOrganizationFacts } from "../../db/organizations.ts";
import { AppError } from "../../errors.ts";
import type { Role } from "../../permissions.ts";
import { auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { requireName } from "./require-name.ts";

export type OrganizationView = OrganizationFacts & { readonly role: Role; readonly isPersonal: boolean };

/** The organization as this member sees it. */
export async function readOrganization(ctx: Ctx): Promise<OrganizationView> {
  requirePermission(ctx, "organization.read");
  return viewOrganization(ctx);
}

/** As `readOrganization`, for a service that asked for a permission of its own. */
export async function viewOrganization(ctx: Ctx): Promise<OrganizationView> {
  const facts = await readOrganizationFacts(ctx.data);
  if (!facts) throw new AppError("not_found", "This organization is not there any more.");
  return { ...facts, role: ctx.role, isPersonal: facts.organization.personalOf === actingUser(ctx) };
}

export async function renameOrganization(ctx: Ctx, name: string): Promise<OrganizationView> {
  requirePermission(ctx, "organization.change");
  const { organization } = await viewOrganization(ctx);
  const meta = { before: { name: organization.name }, after: { name } };
  await ctx.data.db.batch([
    nameUpdate(ctx.data, name),
    auditIfChanged(ctx, {
      action: "organization.renamed",
      targetKind: "organization",
      targetId: ctx.orgId,
      meta,
    }),
  ]);
  return viewOrganization(ctx);
}

/**
 * Makes another member the owner and the actor an administrator. `confirm` is the organization's name, typed again.
 * Throws forbidden (`sign_in_again`), invalid_input, not_found for who is no member, conflict for oneself or an owner.
 */
export async function transferOrganization(
  ctx: Ctx,
  to: { userId: string; confirm: string },
): Promise<OrganizationView> {
  requirePermission(ctx, "organization.transfer");
  requireRecentSignIn(ctx);
  const userId = actingUser(ctx) ?? "";
  const [member, before] = await Promise.all([findMember(ctx.data, to.userId), viewOrganization(ctx)]);
  if (!member) throw new AppError("not_found", "There is no such member in this organization.");
  if (member.role === "owner") {
    throw new AppError("conflict", "This member is an owner already.", { problemCode: "already_owner" });
  }
  requireName(before.organization.name, to.confirm);
  const isOwner = isStill(ctx.data, userId, ["owner"]);
  const handedOn = isStill(ctx.data, to.userId, ["owner"]);
  const meta = { before: { role: member.role }, after: { role: "owner" }, transferred_by: userId };
  const [made] = await ctx.data.db.batch([
    roleUpdate(ctx.data, { userId: to.userId, from: member.role, by: isOwner }, "owner"),
    auditIfChanged(ctx, { action: "organization.transferred", targetKind: "user", targetId: to.userId, meta }),
    roleUpdate(ctx.data, { userId, from: "owner", by: handedOn }, "admin"),
    ownerForget(ctx.data, userId, handedOn),
  ]);
  if (made.length > 0) return { ...(await viewOrganization(ctx)), role: "admin" };
  throw new AppError("conflict", "Somebody changed the members meanwhile. Look at them again, then try again.", {
    problemCode: "members_changed",
  });
}
