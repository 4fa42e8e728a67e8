import { deletionRequest, deletionRestore, findDeletion } from "../../db/deletion.ts";
import { AppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { requireName } from "../organizations/require-name.ts";

/** How long everything goes on and can be restored. */
const GRACE_MS = 7 * 24 * 60 * 60_000;

/**
 * Asks for the end of the caller's organization in seven days; `confirm` is its name, typed again. Answers with that instant.
 * Throws forbidden without a recent sign-in, invalid_input for another name, conflict when it waits for its end already.
 */
export async function requestDeletion(ctx: Ctx, confirm: string): Promise<{ deleteAfter: number }> {
  requirePermission(ctx, "organization.delete");
  requireRecentSignIn(ctx);
  const organization = await readDeletion(ctx);
  requireName(organization.name, confirm);
  const deleteAfter = ctx.clock.now() + GRACE_MS;
  const [changed] = await ctx.data.db.batch([
    deletionRequest(ctx.data, { by: actingUser(ctx) ?? "", deleteAfter }),
    auditIfChanged(ctx, {
      action: "organization.deletion_requested",
      targetKind: "organization",
      targetId: ctx.orgId,
      meta: { delete_after: deleteAfter },
    }),
  ]);
  if (changed.meta.changes > 0) return { deleteAfter };
  throw new AppError("conflict", "This organization waits for its deletion already. Restore it to keep it.");
}

/** Takes the request back. Throws conflict when nobody asked for a deletion, or when it has begun. */
export async function restoreOrganization(ctx: Ctx): Promise<void> {
  requirePermission(ctx, "organization.delete");
  const [changed] = await ctx.data.db.batch([
    deletionRestore(ctx.data, ctx.clock.now()),
    auditIfChanged(ctx, { action: "organization.restored", targetKind: "organization", targetId: ctx.orgId }),
  ]);
  if (changed.meta.changes > 0) return;
  const { deleteAfter } = await readDeletion(ctx);
  const detail =
    deleteAfter === null
      ? "Nobody asked for the deletion of this organization: there is nothing to restore."
      : "The seven days are over and the deletion has begun: this organization cannot be restored.";
  throw new AppError("conflict", detail);
}

async function readDeletion(ctx: Ctx): Promise<{ name: string; deleteAfter: number | null }> {
  const found = await findDeletion(ctx.data);
  if (!found) throw new AppError("not_found", "There is no such organization.");
  return found;
}
