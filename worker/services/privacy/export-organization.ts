import { EXPORTED_TABLES, LEFT_OUT, readOrganization, readSlice } from "../../db/export.ts";
import { sealBeforeReading } from "../audit/seal.ts";
import { audit } from "../audit.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";

/** Grows when a reader of older exports would misread a new one. */
const VERSION = 1;

type OrganizationExport = {
  readonly at: number;
  /** Lines: what this is; a row each, with its table; at the end how many rows there were of each table. */
  readonly slices: AsyncIterable<readonly unknown[]>;
};

/**
 * All rows of the caller's organization, each once, as they are stored, but for credentials (`LEFT_OUT`). Rows that are written
 * meanwhile may be missing. An export without its last line was broken off. Throws forbidden without a recent sign-in.
 */
export async function exportOrganization(ctx: Ctx): Promise<OrganizationExport> {
  requirePermission(ctx, "organization.export");
  requireRecentSignIn(ctx);
  await audit(ctx, { action: "organization.exported", targetKind: "organization", targetId: ctx.orgId }).run();
  await sealBeforeReading(ctx);
  return { at: ctx.clock.now(), slices: slicesOf(ctx) };
}

async function* slicesOf(ctx: Ctx): AsyncGenerator<readonly unknown[]> {
  const { organization, people } = await readOrganization(ctx.data);
  const head = { export: "autodevops", version: VERSION, at: new Date(ctx.clock.now()).toISOString() };
  yield [{ ...head, organization, left_out: LEFT_OUT }, ...people.map((row) => ({ table: "users", row }))];
  const counts: Record<string, number> = { users: people.length };
  for (const table of EXPORTED_TABLES) {
    counts[table.name] = 0;
    for await (const rows of rowsOf(ctx, table)) {
      counts[table.name] = (counts[table.name] ?? 0) + rows.length;
      yield rows.map((row) => ({ table: table.name, row }));
    }
  }
  yield [{ end: true, rows: counts }];
}

async function* rowsOf(ctx: Ctx, table: (typeof EXPORTED_TABLES)[number]) {
  for (let slice = await readSlice(ctx.data, table, null); ; slice = await readSlice(ctx.data, table, slice.after)) {
    yield slice.rows;
    if (slice.after === null) return;
  }
}
