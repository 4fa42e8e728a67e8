import {
  hasUnsealed,
  keepAuditHead,
  REMOVABLE_TABLES,
  removeAuditRows,
  removeRows,
  repositoriesRemove,
  repositoryIds,
} from "../../db/purge.ts";
import type { TenantTable } from "../../db/tenant-tables.ts";
import { sealLog } from "../audit/seal.ts";
import type { Ctx } from "../context.ts";
import type { Budget } from "./budget.ts";

const SLICE = 500;
/** Contents of files are large: as many rows as any statement may well hold. */
const LARGE_SLICE = 50;
const LARGE: ReadonlySet<string> = new Set(["blobs"]);
const REPOSITORIES_AT_ONCE = 20;

/** Removes all rows of the organization but the last: children first, then repositories with their objects, then the log. False: the budget is spent. */
export async function removeAllRows(ctx: Ctx, budget: Budget): Promise<boolean> {
  for (const table of REMOVABLE_TABLES) if (!(await emptied(ctx, table, budget))) return false;
  return (await removeRepositories(ctx, budget)) && (await removeLog(ctx, budget));
}

async function emptied({ data }: Ctx, table: TenantTable, budget: Budget): Promise<boolean> {
  const limit = LARGE.has(table.name) ? LARGE_SLICE : SLICE;
  return repeated(budget, limit, () => removeRows(data, table, limit));
}

/** Repeats a step that takes up to `limit` rows until it takes fewer. */
async function repeated(budget: Budget, limit: number, step: () => Promise<number>): Promise<boolean> {
  for (let removed = limit; removed >= limit; removed = await step()) if (!budget.spend(1)) return false;
  return true;
}

/** The row goes last: as long as it is there, the name of its object is known. */
async function removeRepositories(ctx: Ctx, budget: Budget): Promise<boolean> {
  for (;;) {
    const ids = await repositoryIds(ctx.data, REPOSITORIES_AT_ONCE);
    if (ids.length === 0) return true;
    if (!budget.spend(ids.length + 1)) return false;
    await Promise.all(ids.map((id) => ctx.objects.repoJobs(ctx.orgId, id).forget({ orgId: ctx.orgId })));
    await repositoriesRemove(ctx.data, ids);
  }
}

/** The end of the log is kept before its first row goes. */
async function removeLog(ctx: Ctx, budget: Budget): Promise<boolean> {
  await sealLog(ctx);
  if (await hasUnsealed(ctx.data)) return false;
  await keepAuditHead(ctx.data);
  return repeated(budget, SLICE, () => removeAuditRows(ctx.data, SLICE));
}
