/** Batches of statements that are not Drizzle's: one round trip at most, each batch atomic. */
import type { Database } from "./database.ts";
import { GroupCommit, PATIENCE_MS } from "./group-commit.ts";

type Statement = { readonly sql: string; readonly params: readonly unknown[] };
/** Rows of each statement, by the names that it gives its columns. */
export type BatchRows = readonly (readonly Readonly<Record<string, unknown>>[])[];

/**
 * Runs a batch, which may share its round trip with others that come at the same time. It must bear being run twice with the same
 * values: one whose shared round trip failed goes again by itself.
 */
export type Batches = (statements: readonly Statement[]) => Promise<BatchRows>;

/** Statements that an invocation on Cloudflare's free plan may send: 50, https://developers.cloudflare.com/d1/platform/limits/. */
const MOST_STATEMENTS = 50;

export function createBatches({ $client: d1 }: Database, sharesWork: boolean): Batches {
  const group = new GroupCommit<readonly Statement[], BatchRows>({
    run: (batches) => runAll(d1, batches),
    weightOf: ({ length }) => length,
    most: MOST_STATEMENTS,
    patienceMs: PATIENCE_MS,
    sharesWork,
  });
  return (statements) => group.do(statements);
}

async function runAll(d1: Database["$client"], batches: readonly (readonly Statement[])[]): Promise<BatchRows[]> {
  const bound = batches.flat().map(({ sql, params }) => d1.prepare(sql).bind(...params));
  const results = (await d1.batch<Record<string, unknown>>(bound)).values();
  return batches.map((batch) => batch.map(() => results.next().value?.results ?? []));
}
