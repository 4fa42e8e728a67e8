import { hookForgotten, repositoriesWithHook } from "../../db/purge.ts";
import { AppError, reasonOf } from "../../errors.ts";
import { userTokens } from "../auth/user-tokens.ts";
import type { Ctx } from "../context.ts";
import { removeHook } from "../repositories/remove-hook.ts";
import type { Budget } from "./budget.ts";

const AT_ONCE = 10;

type Hooked = Awaited<ReturnType<typeof repositoriesWithHook>>[number];

/**
 * Removes the organization's webhooks at GitHub with the access of whoever connected each repository. One that this access
 * cannot remove stays: nobody believes its deliveries. With `isPatient` a GitHub that does not answer is asked again by the
 * next run, and the answer is false; else its webhooks stay.
 */
export async function removeWebhooks(ctx: Ctx, budget: Budget, isPatient: boolean): Promise<boolean> {
  for (;;) {
    const rows = await repositoriesWithHook(ctx.data, AT_ONCE);
    if (rows.length === 0) return true;
    if (!budget.spend(rows.length * 2)) return false;
    const done = await Promise.all(rows.map((row) => removeOne(ctx, row, isPatient)));
    if (done.includes(false)) return false;
  }
}

async function removeOne(ctx: Ctx, row: Hooked, isPatient: boolean): Promise<boolean> {
  try {
    await removeHook(ctx.github(userTokens(ctx, row.connectedBy)), row);
  } catch (error) {
    ctx.log.warning("webhook_not_removed", { repository_id: row.id, reason: reasonOf(error) });
    const isLost = error instanceof AppError && error.problemCode === "github_token_refused";
    if (isPatient && !isLost) return false;
  }
  await hookForgotten(ctx.data, row.id);
  return true;
}
