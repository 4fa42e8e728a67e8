import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { EXPORTED_TABLES, LEFT_OUT, readSlice } from "../../worker/db/export.ts";
import { forOrg } from "../../worker/db/for-org.ts";
import { TENANT_TABLES } from "../../worker/db/tenant-tables.ts";
import { as, type Caller } from "./support/as.ts";
import { rowsOf, seedEverything } from "./support/everything.ts";
import { testScope } from "./support/scope.ts";

/** Columns that sound like a secret and are none: they name, count or fingerprint what is no credential. */
const HARMLESS = [
  "ai_cache.key",
  "ai_requests.context_hash",
  "ai_requests.estimated_tokens",
  "ai_requests.input_tokens",
  "ai_requests.output_tokens",
  "ai_usage.input_tokens",
  "ai_usage.output_tokens",
  "analyses.snapshot_key",
  "api_tokens.prefix",
  "audit_heads.hash",
  "audit_heads.pruned_hash",
  "audit_log.hash",
  "jobs.coalesce_key",
  "pull_requests.plan_key",
  "repositories.previous_hook_key_until",
];

type Line = {
  table?: string;
  row?: Record<string, unknown>;
  end?: true;
  rows?: Record<string, number>;
  left_out?: string[];
};

async function exportOf(caller: Caller): Promise<{ text: string; lines: Line[]; response: Response }> {
  const response = await caller.post("/api/orgs/current/export");
  const text = await response.text();
  return {
    text,
    lines: text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Line),
    response,
  };
}

describe("the export of an organization", () => {
  it("holds every row once, as it is stored, and says how many there are", async () => {
    const { owner } = await seedEverything({ copies: 3 });
    await seedEverything();
    const { lines } = await exportOf(owner);
    const stored = await rowsOf(owner.orgId);
    const shown = (table: string, row: unknown) =>
      JSON.stringify(
        Object.entries(row as object)
          .filter(([column]) => !LEFT_OUT.includes(`${table}.${column}`))
          .toSorted(),
      );
    for (const { name } of TENANT_TABLES) {
      const exported = lines
        .filter(({ table }) => table === name)
        .map(({ row }) => JSON.stringify(Object.entries(row ?? {}).toSorted()));
      const expected = (stored[name] ?? []).map((row) => shown(name, row));
      expect(exported.toSorted(), name).toEqual(expected.toSorted());
      expect(exported.length, name).toBeGreaterThan(0);
      expect(lines.at(-1)?.rows?.[name]).toBe(exported.length);
    }
    expect(lines.at(-1)?.end).toBe(true);
  });

  it("is a file that nobody keeps", async () => {
    const { response } = await exportOf(await as());
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="autodevops-\d{4}-\d\d-\d\d\.jsonl"$/,
    );
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("has no value of a column that is left out", async () => {
    const { owner, canary } = await seedEverything();
    const { text, lines } = await exportOf(owner);
    for (const column of LEFT_OUT) expect(text).not.toContain(`${canary}:${column}:`);
    expect(lines[0]?.left_out).toEqual(LEFT_OUT);
  });

  it("leaves its row in the audit log, and is in it itself", async () => {
    const owner = await as();
    const { lines } = await exportOf(owner);
    expect(lines.filter(({ table }) => table === "audit_log").map(({ row }) => row?.action)).toEqual([
      "organization.exported",
    ]);
  });

  it("decides of every column that sounds like a secret", () => {
    const columns = TENANT_TABLES.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`));
    const suspicious = columns.filter((column) =>
      /\.(?:.*(?:sealed|hash|token|secret|password|key|prefix|kid))/.test(column),
    );
    expect(suspicious.filter((column) => !LEFT_OUT.includes(column) && !HARMLESS.includes(column))).toEqual([]);
    expect(LEFT_OUT.filter((column) => !columns.includes(column))).toEqual([]);
  });

  it("reads large rows a few at a time, and none twice", async () => {
    const { orgId } = await as();
    const table = EXPORTED_TABLES.find(({ name }) => name === "ai_cache");
    if (!table) throw new Error("There is no such table.");
    const insert = env.DB.prepare(
      "insert into ai_cache (org_id, key, answer, provider, model, answered_at, used_at) values (?, ?, ?, 'gemini', 'm', 1, 1)",
    );
    const large = "x".repeat(900_000);
    for (let index = 0; index < 7; index += 1) await insert.bind(orgId, `large-${index}`, large).run();
    await env.DB.batch(Array.from({ length: 230 }, (_, index) => insert.bind(orgId, `small-${index}`, "y")));
    const data = forOrg(testScope().db, orgId);
    const sizes: number[] = [];
    const keys = new Set<unknown>();
    let after: readonly unknown[] | null = null;
    do {
      const slice = await readSlice(data, table, after);
      sizes.push(slice.rows.length);
      for (const row of slice.rows) keys.add(row.key);
      after = slice.after;
    } while (after !== null);
    expect(keys.size).toBe(237);
    expect(sizes.slice(0, 3)).toEqual([2, 2, 2]);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(237);
  });
});
